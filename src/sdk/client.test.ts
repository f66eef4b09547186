import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { signer } from "../chain/signer.ts";
import { newSecret } from "../chain/keystore.ts";
import { type Hex } from "../core/hex.ts";
import { serveCity, type Served } from "../http/fixtures/served.ts";
import { type Client, suyuan, SuyuanProblem } from "./client.ts";
import { place } from "./paths.ts";

let city: Served;
let client: Client;

beforeAll(async () => {
  city = await serveCity();
  client = suyuan({ url: `${city.url}/`, key: city.admin });
  const climate = { code: "climate", name: { zh: "气候", en: "Climate" } };
  await client.act("register-domain", climate, { as: "data-bureau", wait: "final" });
});
afterAll(() => city.close());

const rain = (code: string) => ({ code, domain: "climate", name: { zh: "雨", en: "Rain" } });
const content = (byte: string) => ({
  sha256: `0x${byte.repeat(32)}`,
  sm3: `0x${byte.repeat(32)}`,
  size: 7,
});

describe("against a gateway", () => {
  test("a version is anchored, asked for and traced", async () => {
    const as = { as: "meteorology", wait: "indexed" } as const;
    await client.act("register-dataset", { ...rain("rain"), sharing: "unconditional" }, as);
    await client.act("publish-version", { dataset: "meteorology/rain", content: content("11") }, as);
    const parents = ["meteorology/rain@1"];
    const [made] = await client.act(
      "publish-version",
      { dataset: "meteorology/rain", content: content("22"), parents },
      as,
    );
    expect(made).toMatchObject({ organisation: "meteorology", state: "final" });
    const lineage = await client.query("lineage", { version: "meteorology/rain@2", direction: "up" });
    expect(lineage.nodes.map((n) => n.name)).toEqual(["meteorology/rain@2", "meteorology/rain@1"]);
    const page = await client.query("versions", { dataset: "meteorology/rain", limit: 1 });
    expect(page.items[0]!.parents).toEqual([lineage.nodes[1]!.id]);
    expect((await client.query("check", { digest: content("11").sha256 })).verdict).toBe("current");
  });

  test("a reach has ordinals, which are places in the list of the ledger's versions", async () => {
    const { ids, versions } = await client.query("versions-by-ordinal", {});
    expect(versions).toBe(ids.length);
    const asked = { version: "meteorology/rain@2", direction: "up" } as const;
    const lineage = await client.query("lineage", asked);
    const reach = await client.query("reach", asked);
    expect(reach).toMatchObject({ root: lineage.root, count: 2, levels: [1, 1], cut: null });
    expect(reach.versions.map((n) => ids[n])).toEqual(lineage.nodes.map((n) => n.id));
    const last = { from: reach.versions[0]!, limit: 1 };
    expect(await client.query("versions-by-ordinal", last)).toMatchObject({ ids: [reach.root] });
    expect(await client.query("reach", { ...asked, depth: 0 })).toMatchObject({
      versions: [reach.versions[0]],
      cut: { by: "depth", beyond: 1 },
    });
    const before = await client.query("reach", {
      version: "meteorology/rain@1",
      at: String(reach.asOf.block - 1),
    });
    expect(before.count).toBe(1);
    const beyond = client.query("versions-by-ordinal", { from: versions + 1 });
    await expect(beyond).rejects.toMatchObject({ code: "THING_UNKNOWN", field: "from" });
  });

  test("a refusal is thrown with its code, field and value", async () => {
    const asked = client.query("dataset", { dataset: "meteorology/snow" });
    const problem = await asked.catch((e: unknown) => e as SuyuanProblem);
    expect(problem).toBeInstanceOf(SuyuanProblem);
    expect(problem).toMatchObject({
      code: "THING_UNKNOWN",
      status: 404,
      retry: "fix",
      field: "dataset",
      value: "meteorology/snow",
    });
  });

  test("the sentence comes in the client's language", async () => {
    const chinese = suyuan({ url: city.url, key: city.admin, language: "zh" });
    await expect(chinese.operation("op-zzzzzzzz")).rejects.toThrow("没有名为 op-zzzzzzzz 的记录");
  });

  test("a waited-for refusal is thrown, several are shown", async () => {
    const as = { as: "meteorology", wait: "final" } as const;
    const taken = { key: city.gateway.keyring.named("transport")!.address };
    await expect(client.act("grant-key", taken, as)).rejects.toMatchObject({ code: "LEDGER_KEY_TAKEN" });
    const items = [taken, { key: signer(newSecret()).address }];
    expect((await client.act("grant-key", { items }, as)).map((o) => o.state)).toEqual(["refused", "final"]);
  });

  test("events come as they happen, and from a position", async () => {
    const stop = new AbortController();
    const live = client.events({ signal: stop.signal, name: "DatasetRegistered" });
    const first = live.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.act("register-dataset", rain("hail"), { as: "meteorology", wait: "final" });
    const event = (await first).value;
    expect(event).toMatchObject({
      type: "fact",
      fact: { name: "DatasetRegistered", organisation: "meteorology" },
    });
    stop.abort();
    await live.return(undefined);
    for await (const past of client.events({ after: -1 })) {
      expect(past).toMatchObject({ type: "fact", id: 0 });
      break;
    }
  });

  test("what is signed elsewhere is prepared and handed in", async () => {
    const officer = signer(newSecret());
    await client.act("grant-key", { key: officer.address }, { as: "meteorology", wait: "final" });
    const prepared = await client.prepare("register-dataset", rain("fog"), officer.address);
    const { raw } = officer.sign({
      ...prepared,
      gas: BigInt(prepared.gas),
      to: prepared.to as Hex,
      data: prepared.data as Hex,
    });
    expect((await client.submit(raw, { wait: "final" })).state).toBe("final");
  });

  test("keys are made, used and revoked", async () => {
    const made = await client.accessKeys.create({ label: "reader", scopes: ["read"] });
    const reader = suyuan({ url: city.url, key: made.secret });
    expect((await reader.me()).scopes).toEqual(["read"]);
    expect((await reader.operations({ limit: 2 })).items).toHaveLength(2);
    await client.accessKeys.revoke(made.id);
    await expect(reader.me()).rejects.toMatchObject({ code: "ACCESS_KEY_UNKNOWN" });
    expect((await client.accessKeys.list()).map((k) => k.id)).toContain(made.id);
  });
});

describe("trying again", () => {
  let server: Server | undefined;
  const seen: IncomingMessage[] = [];

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    seen.length = 0;
  });

  /** Answers with these in turn; the last one over and over. */
  async function answering(...answers: [status: number, body: object, headers?: object][]): Promise<string> {
    server = createServer((req, res) => {
      const [status, body, headers = {}] = answers[Math.min(seen.push(req), answers.length) - 1]!;
      if (status === 0) return void res.destroy();
      res.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const busy = { code: "OUTBOX_FULL", status: 503, retry: "later", detail: "full", type: "", title: "" };
  const soon = { "Retry-After": "0" };

  test("a full outbox and a broken connection are tried again under one Idempotency-Key", async () => {
    const url = await answering([503, busy, soon], [0, {}], [202, { operations: [] }]);
    expect(await suyuan({ url }).act("register-dataset", rain("x"))).toEqual([]);
    const keys = seen.map((r) => r.headers["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("what cannot succeed is not tried again", async () => {
    const halted = { ...busy, code: "CHAIN_HALTED", retry: "never" };
    const url = await answering([503, halted, soon]);
    await expect(suyuan({ url }).query("status", {})).rejects.toMatchObject({ code: "CHAIN_HALTED" });
    expect(seen).toHaveLength(1);
  });

  test("it gives up after as many attempts as were set", async () => {
    const url = await answering([503, busy, soon]);
    await expect(suyuan({ url, attempts: 3 }).query("status", {})).rejects.toMatchObject({
      code: "OUTBOX_FULL",
    });
    expect(seen).toHaveLength(3);
  });

  test("making a key is never tried twice", async () => {
    const url = await answering([503, busy, soon]);
    const made = suyuan({ url }).accessKeys.create({ label: "x", scopes: ["read"] });
    await expect(made).rejects.toMatchObject({ code: "OUTBOX_FULL" });
    expect(seen).toHaveLength(1);
  });

  test("no gateway at all is told as such", async () => {
    const asked = suyuan({ url: "http://127.0.0.1:1", attempts: 1 }).query("status", {});
    await expect(asked).rejects.toMatchObject({ code: "GATEWAY_UNREACHABLE", retry: "later" });
  });

  test("something that is no gateway is told as such", async () => {
    const url = await answering([418, { tea: true }]);
    await expect(suyuan({ url, attempts: 1 }).query("status", {})).rejects.toThrow("answered 418");
  });
});

test("names with slashes fit into paths", () => {
  const placed = place("/versions/:version/lineage", { version: "a/b@1", depth: 2, at: undefined });
  expect(placed).toEqual({ path: "/v1/versions/a%2Fb%401/lineage", query: { depth: "2" } });
});
