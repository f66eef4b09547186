import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { here } from "../../src/cli/fixtures/here.ts";
import { type Hex } from "../../src/core/hex.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { queries } from "../../src/ledger/queries.ts";
import { rpcClient } from "../../src/chain/rpc.ts";
import { type Scope } from "../../src/http/access.ts";
import { type Client, suyuan } from "../../src/sdk/client.ts";
import { afterFile, temporaryFolder } from "../support/folder.ts";
import { FOUNDER, Gates } from "../support/gates.ts";
import { contentOf } from "../support/samples.ts";

const after = afterFile();
let gates: Gates;
let request: Hex;
let grant: Hex;

const scenario = "whether the quarantined left their homes";
/** Whatever of it could stand somewhere. */
const purpose = "law-enforcement";
const basis = "emergency-response";
const asks = { dataset: "health/visits", purpose, basis, scenario, fields: ["count"], confidential: true };

beforeAll(async () => {
  gates = await Gates.open(["health", "transport", "police"], after);
  const name = { zh: "就诊", en: "visits" };
  await gates.done("register-domain", FOUNDER, [{ code: "all", name }]);
  await gates.done("register-dataset", "health", [{ code: "visits", domain: "all", name }]);
  const supply = { dataset: "health/visits", sharing: "conditional", terms: "by statute" };
  await gates.done("list-supply", "health", [{ ...supply, fields: ["day", "count"] }]);
  await gates.done("publish-version", "health", [{ dataset: "health/visits", content: contentOf("Monday") }]);
  for (const by of ["transport", "health", FOUNDER])
    await gates.done("set-endpoint", by, [{ url: gates.gate(by).running.url }]);
}, 120_000);

async function client(
  at: string,
  scopes: Scope[],
  officers: string[],
): Promise<{ asked: Client; key: string }> {
  const { running } = gates.gate(at);
  const admin = readFileSync(join(running.gateway.directory.path, "admin.key"), "utf8").trim();
  const made = await suyuan({ url: running.url, key: admin }).accessKeys.create({
    label: at,
    scopes,
    officers,
  });
  return { asked: suyuan({ url: running.url, key: made.secret }), key: made.secret };
}

const fetching = (by: string) => gates.at(by).peers.fetch(request, gates.gate(by).given.keyOf(by));

describe("a request in confidence, over three gateways", () => {
  test("is on the chain as a commitment, and asked twice it is one", async () => {
    request = await gates.made("file-request", "transport", asks);
    const row = gates.at("police").index.rows.get(requests, request)!;
    expect(row).toMatchObject({ purpose: null, basis: null, fields: [], scenario: "", mask: "0" });
    expect(row.commitment).toMatch(/^0x[0-9a-f]{64}$/);
    const again = gates.done("file-request", "transport", [asks]);
    await expect(again).rejects.toMatchObject({ code: "LEDGER_SUBJECT_EXISTS" });
  });

  test("is opened by the bureau's and the provider's officers, and by nobody else", async () => {
    const refused = {
      code: "PEER_FAILED",
      details: { reason: expect.stringContaining("PEER_REFUSED") as string },
    };
    await expect(fetching("police")).rejects.toMatchObject(refused);
    expect(await fetching(FOUNDER)).toMatchObject({ from: gates.gate("transport").running.url });
    await gates.done("pass-request", FOUNDER, [{ request }]);
  });

  test("is not granted unread, and then as a whole, with its fields unseen", async () => {
    const granting = (more: object = {}) => gates.made("issue-grant", "health", { request, ...more });
    const reason = expect.stringContaining(gates.gate("transport").running.url) as string;
    await expect(granting()).rejects.toMatchObject({ code: "OPENING_MISSING", details: { reason } });
    await fetching("health");
    await expect(granting({ fields: ["count"] })).rejects.toMatchObject({ code: "INPUT_NOT_VALID" });
    grant = await granting();
    expect(gates.at("police").index.rows.get(grants, grant)).toMatchObject({ fields: [], mask: "0" });
    const delivery = await gates.made("deliver", "health", { grant, version: "health/visits@1" });
    await gates.done("receive-delivery", "transport", [{ delivery, content: contentOf("Monday") }]);
    await gates.done("report-feedback", "transport", [{ delivery, outcome: "used" }]);
  });

  test("is told by the three gateways that may know, to those who may read there", async () => {
    for (const by of ["transport", "health", FOUNDER]) {
      const { asked } = await client(by, ["read", "act"], [by]);
      const told = { hidden: false, purpose, basis, scenario, fields: ["count"] };
      expect([by, await asked.query("request", { request: "R1" })]).toMatchObject([by, told]);
      const other = await client(by, ["read"], []);
      const hidden = { hidden: true, purpose: null, scenario: null, fields: null };
      expect(await other.asked.query("request", { request: "R1" })).toMatchObject(hidden);
      await expect(other.asked.opening("R1")).rejects.toMatchObject({ code: "ACCESS_SCOPE_MISSING" });
    }
    const police = await client("police", ["read", "act"], ["police"]);
    await expect(police.asked.opening("R1")).rejects.toMatchObject({ code: "ACCESS_SCOPE_MISSING" });
  });

  test("an auditor who is handed the opening checks it by a gateway that does not have it", async () => {
    const folder = temporaryFolder();
    const { key } = await client("health", ["read", "act"], ["health"]);
    const keyFile = join(folder, "key");
    writeFileSync(keyFile, key);
    const shown = await here(
      "--url",
      gates.gate("health").running.url,
      "--key-file",
      keyFile,
      "opening",
      "R1",
      "--show",
    );
    const file = join(folder, "opening.json");
    writeFileSync(file, shown.out);
    const auditor = join(folder, "auditor");
    writeFileSync(auditor, (await client("police", ["read"], [])).key);
    const check = () =>
      here("--url", gates.gate("police").running.url, "--key-file", auditor, "check-opening", "R1", file);
    const found = await check();
    expect([found.code, found.out]).toEqual([0, expect.stringContaining(scenario)]);
    writeFileSync(file, shown.out.replace("quarantined", "vaccinated"));
    expect([(await check()).code, (await check()).out]).toEqual([1, "does not open R1\n"]);
    writeFileSync(file, "{}");
    expect((await check()).code).toBe(2);
  });

  const secrets = () => {
    const { salt, text } = gates
      .at("transport")
      .secrets.texts.openingOf(gates.at("police").index.rows.get(requests, request)!.commitment!)!;
    return [scenario, text, salt.slice(2), purpose, basis];
  };

  test("nothing of it is in any block", async () => {
    const node = rpcClient(gates.node.url);
    const texts = secrets().flatMap((s) => [s, Buffer.from(s).toString("hex")]);
    let transactions = 0;
    for (let n = 0, head = await gates.node.head(); n <= head; n++) {
      const block = await node.call("eth_getBlockByNumber", [`0x${n.toString(16)}`, true]);
      transactions += (block as { transactions: unknown[] }).transactions.length;
      const said = JSON.stringify(block);
      expect(texts.filter((s) => said.includes(s))).toEqual([]);
    }
    node.close();
    expect(transactions).toBeGreaterThan(20);
  });

  test("nothing of it is in a row, a log line or an answer of the third gateway", async () => {
    const leaks = (text: string) => secrets().filter((s) => text.includes(s));
    const { index } = gates.at("police");
    for await (const [key, value] of index.store.iterator())
      expect(leaks(`${String(key)} ${String(value)}`)).toEqual([]);
    for (const name of gates.names)
      expect([name, leaks(gates.gate(name).log.join("\n"))]).toEqual([name, []]);
    const { key } = await client("police", ["read", "act"], ["police"]);
    let asked = 0;
    for (const { path } of queries) {
      const filled = path
        .replace(":request", "R1")
        .replace(":grant", "G1")
        .replace(":delivery", "D1")
        .replace(":subject", request)
        .replace(":organisation", "transport")
        .replace(":dataset", "health%2Fvisits")
        .replace(":version", "health%2Fvisits@1");
      const url = `${gates.gate("police").running.url}/v1${filled}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
      const told = await response.text();
      expect([path, leaks(told)]).toEqual([path, []]);
      if (response.ok) asked++;
    }
    expect(asked).toBeGreaterThan(15);
  });
});
