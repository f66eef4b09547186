import { beforeAll, describe, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { endpoints } from "../../src/ledger/agent/tables.ts";
import { deliveries } from "../../src/ledger/delivery/tables.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { settled } from "../../src/ops/founding.ts";
import { afterFile } from "../support/folder.ts";
import { Given } from "../support/given.ts";

// What the contracts take and no form of ours would send: an officer may call them with bytes of his own making.

const after = afterFile();
let given: Given;

beforeAll(async () => {
  given = await Given.city(["health", "transport"], {}, after);
}, 60_000);

/** Past the forms and the early checks. */
async function called(action: string, as: string, element: object): Promise<void> {
  const definition = actionNamed(action) as Action;
  const { outbox } = given.gateway;
  await settled(outbox, await outbox.accept(definition, given.keyOf(as), [element]));
}

/** What the action would send, with something changed. */
async function altered(action: string, as: string, input: object, change: object): Promise<Hex> {
  const definition = actionNamed(action) as Action;
  const [prepared] = given.gateway.desk.prepare(definition, given.keyOf(as), [input]);
  await called(action, as, { ...(prepared as object), ...change });
  return (prepared as { id: Hex }).id;
}

describe("an endpoint that is no address of a gateway", () => {
  const endpoint = () => given.gateway.index.rows.get(endpoints, organisationId("health"))?.url;

  test.each([
    ["is no URL", "ask us by telephone"],
    ["would have the question go to another path", "http://127.0.0.1:8080/v1/access-keys?"],
    ["hides the path behind a mark", "http://169.254.169.254/latest/meta-data#"],
    ["brings a password", "https://user:word@example.org"],
    ["speaks otherwise", "file:///etc/passwd"],
    ["writes to the terminal", "https://example.org/\u001b[2J"],
    ["is none at all", "\u0000"],
  ])("that %s is registered as none", async (_, url) => {
    await called("set-endpoint", "health", { url: "https://health.example.org" });
    expect(endpoint()).toBe("https://health.example.org");
    await called("set-endpoint", "health", { url });
    expect(endpoint()).toBeUndefined();
  });

  test("and one that is written otherwise is kept as URLs are written", async () => {
    await called("set-endpoint", "health", { url: "https://Health.example.org:443/gate//" });
    expect(endpoint()).toBe("https://health.example.org/gate");
  });
});

test("codes that our tables do not have, names that are none and effects that are no objects are kept as they are", async () => {
  const odd = "\u0000\u001b[2J\ud7ff\u202e".padEnd(120, "\u0007");
  await given.domain("all");
  await given.dataset("health/visits", "all");
  const item = { dataset: "health/visits", sharing: "conditional", terms: "x" };
  const fields = ["", odd, odd, "a".repeat(128)];
  await altered("list-supply", "health", { ...item, fields: ["x"] }, { fields, terms: odd, cadence: 9 });
  await given.versions("health/visits", [{ text: "Monday" }]);
  const asks = { dataset: "health/visits", purpose: "research", scenario: "x" };
  const request = await altered(
    "file-request",
    "transport",
    { ...asks, name: "odd" },
    {
      ...{ purpose: 255, basis: 8, fields: "15", scenario: odd },
    },
  );
  const { rows } = given.gateway.index;
  expect(rows.get(requests, request)).toMatchObject({ purpose: "code-255", basis: "code-8", fields });
  const returned = { request, reason: 254, note: odd };
  await called("return-request", "data-bureau", returned);
  await called("complete-request", "transport", { request, reason: 0, note: "" });
  await given.done("pass-request", "data-bureau", [{ request }]);
  expect(rows.get(requests, request)!.steps[1]).toMatchObject({ reason: "code-254", note: odd });
  const grant = await altered("issue-grant", "health", { request }, { responsibilities: odd });
  await called("suspend-grant", "health", { grant, reason: 200, note: "" });
  await called("resume-grant", "health", { grant, reason: 201, note: "" });
  const delivery = await altered("deliver", "health", { grant, version: "health/visits@1" }, { note: odd });
  const effects = ["", "[1]", '{"a":1,"a":2}', '{"x":{"toString":1}}', "[".repeat(4096), odd];
  for (const effect of effects)
    await altered(
      "report-feedback",
      "transport",
      { delivery, outcome: "used", final: false },
      {
        ...{ effect, outcome: 77 },
      },
    );
  const { reports } = rows.get(deliveries, delivery)!;
  const read = effects.map((e) => (e.includes("toString") ? { x: { toString: 1 } } : {}));
  expect(reports.map((r) => r.effect)).toEqual(read);
  expect(reports[0]).toMatchObject({ outcome: "code-77", isFinal: false });
});

test("a party that goes on reporting makes a grant's history longer, and no row without end", async () => {
  const { rows } = given.gateway.index;
  const delivery = given.gateway.sources.view.numbered("delivery", 1)!;
  const { grant, reports: before } = rows.get(deliveries, delivery)!;
  const definition = actionNamed("report-feedback") as Action;
  const input = { delivery, outcome: "used", final: false };
  const [prepared] = given.gateway.desk.prepare(definition, given.keyOf("transport"), [input]);
  const elements = Array.from({ length: 120 }, (_, n) => ({ ...(prepared as object), effect: `{"n":${n}}` }));
  const { outbox } = given.gateway;
  await settled(outbox, await outbox.accept(definition, given.keyOf("transport"), elements));
  const { reports } = rows.get(deliveries, delivery)!;
  expect([before.length, reports.length, reports.at(-1)!.effect]).toEqual([6, 100, { n: 119 }]);
  for (let n = 0; n < 51; n++)
    for (const step of ["suspend-grant", "resume-grant"])
      await called(step, "health", { grant, reason: 1, note: "" });
  expect(rows.get(grants, grant)!.steps).toHaveLength(100);
  const { request } = rows.get(grants, grant)!;
  let amends = grant;
  for (let n = 0; n < 101; n++) amends = await altered("issue-grant", "health", { request, amends }, {});
  expect(rows.get(requests, request)!.grants).toHaveLength(100);
  const { index, port } = given.gateway;
  const found = await fsck(index.store, index.identity, port.node);
  expect(found).toEqual([]);
});
