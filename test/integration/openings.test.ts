import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { deliveries } from "../../src/ledger/delivery/tables.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { messageOf, OPENING_REQUEST, type OpeningRequest } from "../../src/ledger/opening/request.ts";
import { newBox, seal } from "../../src/ops/peers/sealedBox.ts";
import { suyuan } from "../../src/sdk/client.ts";
import { afterFile } from "../support/folder.ts";
import { FOUNDER, Gates } from "../support/gates.ts";
import { contentOf } from "../support/samples.ts";

const after = afterFile();
let gates: Gates;
let delivery: Hex;
let commitment: Hex;
let salt: Hex;

const content = contentOf("names and illnesses");

beforeAll(async () => {
  gates = await Gates.open(["health", "transport", "police"], after);
  const name = { zh: "就诊", en: "visits" };
  await gates.done("register-domain", FOUNDER, [{ code: "all", name }]);
  const dataset = { code: "visits", domain: "all", name, personal: true, grade: "general-3" };
  await gates.done("register-dataset", "health", [dataset]);
  const supply = { dataset: "health/visits", sharing: "conditional", terms: "by statute" };
  await gates.done("list-supply", "health", [{ ...supply, fields: ["day", "count"] }]);
  await gates.done("publish-version", "health", [{ dataset: "health/visits", content }]);
  delivery = await delivered("Monday");
  commitment = gates.at("transport").index.rows.get(versions, row(delivery).version)!.content;
  salt = gates.at("health").secrets.openingOf(commitment)!.salt;
}, 120_000);

const row = (id: Hex) => gates.at("transport").index.rows.get(deliveries, id)!;

async function delivered(what: string): Promise<Hex> {
  const asks = { dataset: "health/visits", purpose: "public-service", scenario: what, fields: ["count"] };
  const request = await gates.made("file-request", "transport", asks);
  await gates.done("pass-request", FOUNDER, [{ request }]);
  const grant = await gates.made("issue-grant", "health", { request });
  return gates.made("deliver", "health", { grant, version: "health/visits@1", name: what });
}

const setEndpoint = (url: string) => gates.done("set-endpoint", "health", [{ url }]);
const ownUrl = (name: string) => gates.gate(name).running.url;
const fetching = (by = "transport", of = delivery) =>
  gates.at(by).peers.fetch(of, gates.gate(by).given.keyOf(by));
const receiving = () => gates.done("receive-delivery", "transport", [{ delivery, content }]);

/** A request as a gateway makes it, with something changed before or after it is signed. */
function asked(by: string, change: Partial<OpeningRequest> = {}, signed = true) {
  const { identity } = gates.at(by).index;
  const signer = gates.at(by).keyring.named(by)!;
  const box = newBox();
  const honest = {
    format: OPENING_REQUEST,
    spine: identity.spine,
    of: delivery,
    from: organisationId("health"),
    sealTo: box.publicKey,
    time: Math.floor(Math.max(gates.at(by).index.head!.time, Date.now() / 1000)),
  } as const;
  const sent = { ...honest, ...change };
  const signature = signer.signText(messageOf(signed ? sent : honest));
  return { request: { ...sent, signature }, open: (answer: never) => box.open(answer, messageOf(sent)) };
}

async function posted(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { "Content-Type": "application/json" };
  const to = `${ownUrl("health")}/v1/peers/openings`;
  const response = await fetch(to, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Something at an endpoint that is not the provider's gateway. */
async function serves(
  answer: (body: OpeningRequest) => { status?: number; headers?: object; text: string },
): Promise<string> {
  const server: Server = createServer((req, res) => {
    let text = "";
    req.on("data", (chunk: Buffer) => (text += chunk.toString()));
    req.on("end", () => {
      const { status = 200, headers = {}, text: said } = answer(JSON.parse(text) as OpeningRequest);
      res.writeHead(status, { "Content-Type": "application/json", ...headers }).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the opening of a committed version", () => {
  test("is asked for before a receipt; a salt of the consumer's own would never match", async () => {
    const nowhere = { code: "OPENING_MISSING", details: { reason: "health has registered no endpoint" } };
    await expect(receiving()).rejects.toMatchObject(nowhere);
    await expect(fetching()).rejects.toMatchObject({ code: "PEER_NOT_ASKED" });
    await setEndpoint(`${ownUrl("health")}/`);
    const reason = expect.stringContaining(`ask ${ownUrl("health")} for it`) as string;
    await expect(receiving()).rejects.toMatchObject({ code: "OPENING_MISSING", details: { reason } });
  });

  test("is answered to the consumer's officers and to nobody else", async () => {
    const refused = {
      code: "PEER_FAILED",
      details: { reason: expect.stringContaining("PEER_REFUSED") as string },
    };
    for (const by of ["police", FOUNDER]) await expect(fetching(by)).rejects.toMatchObject(refused);
    const changes: [string, Partial<OpeningRequest>, boolean][] = [
      ["time", { time: Math.floor(Date.now() / 1000) - 3_600 }, true],
      ["time", { time: Math.floor(Date.now() / 1000) + 86_400 }, true],
      ["spine", { spine: `0x${"5".repeat(64)}` }, true],
      ["from", { from: organisationId("police") }, true],
      ["sealTo", { sealTo: `0x${"00".repeat(32)}` }, true],
      ["signature", { sealTo: newBox().publicKey }, false],
      ["signature", { signature: `0x${"ab".repeat(64)}1b` }, true],
    ];
    for (const [field, change, signed] of changes) {
      const { request } = asked("transport", change, signed);
      const sent = change.signature ? { ...request, signature: change.signature } : request;
      const { status, body } = await posted(sent);
      expect([field, status, body["code"], body["field"]]).toEqual([field, 403, "PEER_REFUSED", field]);
      expect(JSON.stringify(body)).not.toContain(salt.slice(2));
    }
    const unknown = await posted(asked("transport", { of: `0x06${"1".repeat(62)}` }).request);
    expect([unknown.status, unknown.body["code"]]).toEqual([404, "THING_UNKNOWN"]);
    // A stranger is not told even whether there is such a thing.
    const stranger = { of: `0x06${"1".repeat(62)}`, sealTo: newBox().publicKey } as const;
    const guess = await posted(asked("transport", stranger, false).request);
    expect([guess.body["code"], guess.body["field"]]).toEqual(["PEER_REFUSED", "signature"]);
    const grown = await posted({ ...asked("transport").request, more: "x".repeat(5_000) });
    expect([grown.status, grown.body["code"]]).toEqual([413, "INPUT_TOO_LARGE"]);
  });

  test("a request that somebody repeats is answered, in a box that only who asked can open", async () => {
    const { request, open } = asked("transport");
    const [first, second] = [await posted(request), await posted(request)];
    expect([first.status, second.status]).toEqual([200, 200]);
    for (const { body } of [first, second]) {
      expect(JSON.parse(open(body as never))).toMatchObject({ salt, content });
      expect(JSON.stringify(body)).not.toContain(salt.slice(2));
      expect(() => newBox().open(body as never, messageOf(request))).toThrow();
    }
  });

  const liars: [string, string, Parameters<typeof serves>[0]][] = [
    [
      "says another salt",
      "does not open the commitment",
      (r) => ({ text: lie(r, { salt: `0x${"01".repeat(32)}` }) }),
    ],
    [
      "says another content",
      "does not open the commitment",
      (r) => ({ text: lie(r, { content: contentOf("x") }) }),
    ],
    ["says too much", "not what was asked for", (r) => ({ text: lie(r, { more: 1 }) })],
    [
      "answers for somebody else",
      "not what was asked for",
      (r) => ({ text: lie({ ...r, sealTo: newBox().publicKey }, {}) }),
    ],
    [
      "sends another way",
      "redirect",
      () => ({ status: 302, headers: { Location: ownUrl("health") }, text: "{}" }),
    ],
    ["talks for ever", "longer than", () => ({ text: `"${"x".repeat(200_000)}"` })],
    ["is no gateway", "no JSON", () => ({ text: "<html>" })],
    ["has nothing to say", "404", () => ({ status: 404, text: "{}" })],
  ];

  function lie(request: OpeningRequest, change: object): string {
    const { signature: _, ...unsigned } = request;
    const dataset = gates.at("health").secrets.openingOf(commitment)!.dataset;
    const text = JSON.stringify({ dataset, content, salt, ...change });
    return JSON.stringify(seal(text, request.sealTo, messageOf(unsigned)));
  }

  test.each(liars)("is not taken from an endpoint that %s", async (_, reason, answer) => {
    await setEndpoint(await serves(answer));
    const failed = { code: "PEER_FAILED", details: { reason: expect.stringContaining(reason) as string } };
    await expect(fetching()).rejects.toMatchObject(failed);
    expect(gates.at("transport").secrets.openingOf(commitment)).toBeUndefined();
  });

  test("is not asked for over plain http on another machine, nor where nobody listens", async () => {
    await setEndpoint("http://suyuan.health.example");
    const open = {
      code: "PEER_NOT_ASKED",
      details: { reason: expect.stringContaining("plain http") as string },
    };
    await expect(fetching()).rejects.toMatchObject(open);
    await setEndpoint("http://127.0.0.1:1");
    await expect(fetching()).rejects.toMatchObject({ code: "PEER_FAILED" });
    await setEndpoint("");
    await expect(fetching()).rejects.toMatchObject({ code: "PEER_NOT_ASKED" });
  });

  test("fetched over HTTP, it is kept, and the receipt matches at every gateway", async () => {
    await setEndpoint(ownUrl("health"));
    const { running } = gates.gate("transport");
    const admin = readFileSync(join(running.gateway.directory.path, "admin.key"), "utf8").trim();
    const made = await suyuan({ url: running.url, key: admin }).accessKeys.create({
      label: "receiving",
      scopes: ["read", "act"],
      officers: ["transport"],
    });
    const client = suyuan({ url: running.url, key: made.secret });
    expect(await client.fetchOpening("D1")).toEqual({ of: delivery, commitment, from: ownUrl("health") });
    expect(await client.fetchOpening("D1")).toMatchObject({ from: null });
    const other = { delivery, content: contentOf("other") };
    const differs = gates.done("receive-delivery", "transport", [other]);
    await expect(differs).rejects.toMatchObject({ code: "INPUT_NOT_VALID", details: { field: "content" } });
    await receiving();
    for (const name of gates.names) {
      const { received } = gates.at(name).index.rows.get(deliveries, delivery)!;
      expect([name, received]).toMatchObject([name, { matches: true, content: commitment }]);
    }
  });

  test("content that differs is disputed by a commitment of its own", async () => {
    const second = await delivered("Tuesday");
    const arrived = contentOf("something else");
    await gates.done("receive-delivery", "transport", [
      { delivery: second, content: arrived, disputed: true },
    ]);
    const { received } = row(second);
    expect(received).toMatchObject({ matches: false });
    expect(gates.at("transport").secrets.openingOf(received!.content)).toMatchObject({ content: arrived });
  });

  test("an opening that was erased is told to nobody, and a delivery without one has none to tell", async () => {
    const health = gates.at("health");
    const { openingOf } = health.secrets;
    health.secrets.openingOf = () => undefined;
    const { body } = await posted(asked("transport").request);
    health.secrets.openingOf = openingOf;
    expect(body).toMatchObject({ code: "PEER_REFUSED", field: "of" });
  });

  test("neither salt nor digest is in what any gateway logged, nor at the third gateway at all", async () => {
    const secrets = [salt, content.sha256, content.sm3].map((s) => s.slice(2));
    for (const name of gates.names) {
      const logged = gates.gate(name).log.join("\n");
      expect([name, secrets.filter((s) => logged.includes(s))]).toEqual([name, []]);
      expect(logged.length).toBeGreaterThan(10);
    }
    for (const name of ["police", FOUNDER]) {
      const { index } = gates.at(name);
      let entries = 0;
      for await (const [key, value] of index.store.iterator()) {
        entries++;
        expect(secrets.some((s) => `${String(key)} ${String(value)}`.includes(s))).toBe(false);
      }
      expect(entries).toBeGreaterThan(100);
    }
  });
});
