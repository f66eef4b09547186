import { beforeAll, describe, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { datasetId, hashOfIds, organisationId, versionId } from "../../src/core/ids.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { messageOf, OPENING_REQUEST } from "../../src/ledger/opening/request.ts";
import { showRequest } from "../../src/ledger/request/queries.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { settled } from "../../src/ops/founding.ts";
import { newBox } from "../../src/ops/peers/sealedBox.ts";
import { afterFile } from "../support/folder.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

// A commitment on the chain can be put there once more by anybody who calls the contracts with bytes of his own
// making. The gateway that keeps what opens it must not tell it to the parties of the copy.

const after = afterFile();
let given: Given;
const scenario = "whether the quarantined left their homes";
const conditional = { sharing: "conditional", terms: "by statute", fields: ["day", "count"] };

beforeAll(async () => {
  given = await Given.city(["health", "transport", "police", "accomplice"], {}, after);
  await given.domain("all");
  for (const dataset of ["health/visits", "accomplice/bait"]) {
    await given.dataset(dataset, "all", { personal: true, grade: "general-3" });
    await given.done("list-supply", dataset.split("/")[0]!, [{ dataset, ...conditional }]);
  }
  await given.versions("health/visits", [{ text: "names and illnesses" }]);
  const asks = { dataset: "health/visits", purpose: "law-enforcement", scenario, confidential: true };
  await given.done("file-request", "transport", [asks]);
}, 60_000);

/** Called by hand: what the action would send, with something changed. */
async function called(
  action: string,
  as: string,
  input: unknown,
  change: (element: object) => object,
): Promise<Hex> {
  const { desk, outbox } = given.gateway;
  const definition = actionNamed(action) as Action;
  const [prepared] = desk.prepare(definition, given.keyOf(as), [input]);
  const element = { ...(prepared as object), ...change(prepared as object) };
  await settled(outbox, await outbox.accept(definition, given.keyOf(as), [element]));
  return (element as unknown as { id: Hex }).id;
}

const rows = () => given.gateway.index.rows;
const requestOf = (id: Hex) => rows().get(requests, id)!;
const numbered = (kind: "request" | "delivery", n: number) => given.gateway.sources.view.numbered(kind, n)!;

/** A question as another gateway asks it. */
function asked(of: Hex, from: string, by: string) {
  const { gateway } = given;
  const box = newBox();
  const time = Math.floor(gateway.index.head!.time);
  const { spine } = gateway.index.identity;
  const question = { of, from: organisationId(from), sealTo: box.publicKey, time, spine };
  const unsigned = { format: OPENING_REQUEST, ...question } as const;
  const signature = gateway.keyring.named(by)!.signText(messageOf(unsigned));
  return gateway.peers.answer({ ...unsigned, signature });
}

const kept = (of: Hex) => given.gateway.peers.opening(of);
const refusal = expect.objectContaining({ field: "of" }) as object;
const notKept = expect.objectContaining({ code: "PEER_REFUSED", details: refusal }) as Error;

function copyRequest(dataset: string, as: string): Promise<Hex> {
  const { commitment } = requestOf(numbered("request", 1));
  const input = { dataset, purpose: "research", scenario: "none", name: "a copy" };
  const bare = { purpose: 0, basis: 0, fields: "0", scenario: "", commitment };
  return called("file-request", as, input, () => bare);
}

describe("the commitment of somebody else's request", () => {
  test("filed by another is not opened to that one", async () => {
    const copy = await copyRequest("health/visits", "police");
    expect(requestOf(copy).commitment).toBe(requestOf(numbered("request", 1)).commitment);
    const reader = { everything: false, organisations: new Set([organisationId("police")]) };
    const sources = Object.create(given.gateway.sources, { reader: { value: reader } }) as never;
    const told = showRequest.run({ request: copy }, sources);
    expect(told).toMatchObject({
      hidden: false,
      confidential: true,
      purpose: null,
      scenario: "",
      fields: [],
    });
    expect(kept(copy)).toBeUndefined();
    expect(kept(numbered("request", 1))).toContain(scenario);
  });

  test("filed for another provider's data is not told to that provider's gateway", async () => {
    const copy = await copyRequest("accomplice/bait", "police");
    expect(() => asked(copy, "police", "accomplice")).toThrow(notKept);
    const honest = asked(numbered("request", 1), "transport", "health");
    expect(honest.box).toMatch(/^0x/);
  });
});

test("the commitment of somebody else's data, published and delivered, opens nothing", async () => {
  const visits = datasetId(organisationId("health"), "visits");
  const first = given.gateway.sources.view.versionNumber(visits, 1)!;
  const { content, sm3 } = rows().get(versions, first)!;
  const input = { dataset: "accomplice/bait", content: contentOf("bait") };
  const version = await called("publish-version", "accomplice", input, (e) => {
    const { dataset, runId: run } = e as { dataset: Hex; runId: Hex };
    const none = { parentsHash: hashOfIds([]), underHash: hashOfIds([]) };
    return { content, sm3, id: versionId({ dataset, content, run, ...none }) };
  });
  expect(rows().get(versions, version)).toMatchObject({ content, sm3 });
  const form = { dataset: "accomplice/bait", name: "form", statement: "may be used" };
  await given.done("record-consent", "accomplice", [form]);
  await given.done("cite-consent", "accomplice", [{ version, consent: "C1" }]);
  const asks = { dataset: "accomplice/bait", purpose: "research", scenario: "none" };
  const [filed] = await given.done("file-request", "police", [asks]);
  const request = (filed!.element as { id: Hex }).id;
  await given.done("pass-request", "data-bureau", [{ request }]);
  const [granted] = await given.done("issue-grant", "accomplice", [{ request }]);
  const { id: grant } = granted!.element as { id: Hex };
  const [handed] = await given.done("deliver", "accomplice", [{ grant, version }]);
  const { id: delivery } = handed!.element as { id: Hex };
  expect(kept(delivery)).toBeUndefined();
  expect(() => asked(delivery, "accomplice", "police")).toThrow(notKept);
});

test("the commitment to somebody else's consent, recorded as one's own, opens nothing", async () => {
  const statement = "patients of the fever ward, for research";
  const own = { dataset: "health/visits", name: "fever ward", statement };
  const [first] = await given.done("record-consent", "health", [own]);
  const { id: consent, commitment } = first!.element as { id: Hex; commitment: Hex };
  const bait = { dataset: "accomplice/bait", name: "copied", statement: "anything" };
  const copy = await called("record-consent", "accomplice", bait, () => ({ commitment }));
  expect(kept(copy)).toBeUndefined();
  expect(() => asked(copy, "accomplice", "data-bureau")).toThrow(notKept);
  expect(kept(consent)).toContain(statement);
  expect(() => asked(consent, "health", "police")).toThrow(
    expect.objectContaining({ code: "PEER_REFUSED" }) as Error,
  );
  expect(asked(consent, "health", "data-bureau").box).toMatch(/^0x/);
});
