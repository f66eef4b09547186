import { RLP } from "@ethereumjs/rlp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bigEndian, fromHex, toHex, type Hex } from "../core/hex.ts";
import { newSecret } from "../chain/keystore.ts";
import { signer, type UnsignedTransaction } from "../chain/signer.ts";
import { holdChain, serveCity, type Served } from "./fixtures/served.ts";

const officer = signer(newSecret());
const foreign = signer(newSecret());

let city: Served;

interface Prepared {
  chainId: number;
  nonce: number;
  gas: string;
  to: Hex;
  data: Hex;
}

beforeAll(async () => {
  city = await serveCity();
  const climate = { code: "climate", name: { zh: "气候", en: "Climate" } };
  await city.ask("/v1/actions/register-domain?as=data-bureau&wait=final", { body: climate });
  const grant = { key: officer.address, permissions: ["register"] };
  await city.ask("/v1/actions/grant-key?as=meteorology&wait=final", { body: grant });
});
afterAll(() => city.close());

const dataset = (code: string) => ({ code, domain: "climate", name: { zh: "雨", en: "Rain" } });

async function prepare(code: string): Promise<Prepared> {
  const body = { action: "register-dataset", input: dataset(code), key: officer.address };
  const answer = await city.ask("/v1/transactions/prepare", { body });
  expect(answer.status).toBe(200);
  return answer.body as Prepared;
}

function sign({ chainId, nonce, gas, to, data }: Prepared, by = officer): Hex {
  const unsigned: UnsignedTransaction = { chainId, nonce, gas: BigInt(gas), to, data };
  return by.sign(unsigned).raw;
}

const submit = (transaction: string, query = "", headers = {}) =>
  city.ask(`/v1/transactions${query}`, { body: { transaction }, headers });

/** The same transaction with the other signature that fits it: s mirrored, parity turned. */
function mirrored(raw: Hex): Hex {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const fields = RLP.decode(fromHex(raw)) as Uint8Array[];
  const s = order - BigInt(toHex(fields[8]!));
  const v = BigInt(toHex(fields[6]!));
  fields[6] = trim(bigEndian(v % 2n === 0n ? v - 1n : v + 1n, 8));
  fields[8] = bigEndian(s, 32);
  return toHex(RLP.encode(fields));
}

/** The same transaction offering a price; its signature is then another's. */
function priced(raw: Hex): Hex {
  const fields = RLP.decode(fromHex(raw)) as Uint8Array[];
  fields[1] = Uint8Array.of(1);
  return toHex(RLP.encode(fields));
}

const trim = (bytes: Uint8Array) => bytes.subarray(bytes.findIndex((b) => b !== 0));

describe("signed elsewhere", () => {
  test("a prepared transaction is signed, handed in and final", async () => {
    const answer = await submit(sign(await prepare("elsewhere")), "?wait=final");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      action: "raw-transaction",
      organisation: "meteorology",
      state: "final",
    });
    const shown = await city.ask("/v1/datasets/meteorology%2Felsewhere");
    expect(shown.body.owner).toBe("meteorology");
  });

  test("the next ones are prepared behind those on their way, and the same bytes are the same operation", async () => {
    const release = holdChain(city);
    const first = await prepare("queue-1");
    const one = await submit(sign(first));
    const second = await prepare("queue-2");
    expect(second.nonce).toBe(first.nonce + 1);
    const two = await submit(sign(second));
    expect([one.status, two.status]).toEqual([202, 202]);
    expect((await submit(sign(second))).body.id).toBe(two.body.id);
    release();
    expect((await city.ask(`/v1/operations/${two.body.id}?wait=final`)).body.state).toBe("final");
  });

  test("of two for the same place handed in together, one is accepted", async () => {
    const [a, b] = [await prepare("place-a"), await prepare("place-b")];
    expect(a.nonce).toBe(b.nonce);
    const answers = await Promise.all([submit(sign(a), "?wait=final"), submit(sign(b), "?wait=final")]);
    expect(answers.map((r) => r.status).sort()).toEqual([200, 400]);
    expect(answers.find((r) => r.status === 400)!.body.detail).toContain("is used already");
  });

  test("an Idempotency-Key brings back what was handed in, long after", async () => {
    const raw = sign(await prepare("repeated"));
    const headers = { "Idempotency-Key": "signed" };
    const first = await submit(raw, "?wait=final", headers);
    expect((await submit(raw, "", headers)).body.id).toBe(first.body.id);
    const other = sign(await prepare("repeated-2"));
    expect((await submit(other, "", headers)).body.code).toBe("OUTBOX_KEY_REUSED");
  });

  test("the council's members sign elsewhere too", async () => {
    const member = city.gateway.keyring.named("council-member")!;
    const input = { code: "health", name: { zh: "卫", en: "Health" }, dataOfficer: foreign.address };
    const body = { action: "admit-organisation", input, key: member.address };
    const prepared = (await city.ask("/v1/transactions/prepare", { body })).body as Prepared;
    expect((await submit(sign(prepared, member), "?wait=final")).body.state).toBe("final");
    expect((await city.ask("/v1/organisations/health")).body.dataOfficer).toBe(foreign.address);
  });
});

describe("refused before anything is accepted", () => {
  type Change = (p: Prepared) => Hex;
  const cases: [string, Change, string, string][] = [
    ["no hexadecimal", () => "hello" as Hex, "TRANSACTION_NOT_VALID", "whole lower-case bytes"],
    ["nothing at all", () => "0x", "TRANSACTION_NOT_VALID", "whole lower-case bytes"],
    ["bytes that are no transaction", () => "0xdeadbeef", "TRANSACTION_NOT_VALID", "transaction"],
    ["another chain", (p) => sign({ ...p, chainId: 1 }), "TRANSACTION_NOT_VALID", "signed for chain 1"],
    [
      "another contract",
      (p) => sign({ ...p, to: foreign.address }),
      "TRANSACTION_NOT_VALID",
      "no contract of this",
    ],
    ["an unknown verb", (p) => sign({ ...p, data: "0x12345678" }), "TRANSACTION_NOT_VALID", "calls no verb"],
    ["a used nonce", (p) => sign({ ...p, nonce: p.nonce - 1 }), "TRANSACTION_NOT_VALID", "is used already"],
    ["a foreign nonce", (p) => sign({ ...p, nonce: p.nonce + 5 }), "TRANSACTION_NOT_VALID", "leaves a gap"],
    ["a mirrored signature", (p) => mirrored(sign(p)), "TRANSACTION_NOT_VALID", "malleable"],
    ["a price", (p) => priced(sign(p)), "TRANSACTION_NOT_VALID", "price"],
    [
      "more gas than there is",
      (p) => sign({ ...p, gas: "9000000000000" }),
      "TRANSACTION_NOT_VALID",
      "more gas",
    ],
    ["too little gas", (p) => sign({ ...p, gas: "30000" }), "TRANSACTION_NOT_VALID", "could not run"],
    [
      "a stranger's key",
      (p) => sign({ ...p, nonce: 0 }, signer(newSecret())),
      "LEDGER_KEY_UNKNOWN",
      "officer key",
    ],
  ];

  test.each(cases)("%s", async (_, change, code, sentence) => {
    const prepared = await prepare("refused");
    const before = (await city.ask("/v1/operations?limit=1")).body.items[0].id;
    const answer = await submit(change(prepared));
    expect(answer.body.code).toBe(code);
    expect(answer.body.detail).toContain(sentence);
    expect((await city.ask("/v1/operations?limit=1")).body.items[0].id).toBe(before);
  });

  test("what the contract would refuse by now", async () => {
    const raw = sign(await prepare("overtaken"));
    const path = "/v1/actions/register-dataset?as=meteorology&wait=final";
    expect((await city.ask(path, { body: dataset("overtaken") })).status).toBe(200);
    const answer = await submit(raw);
    expect([answer.status, answer.body.code]).toEqual([409, "LEDGER_SUBJECT_EXISTS"]);
  });

  test("an old step", async () => {
    const p = await prepare("stale");
    const data = `${p.data.slice(0, 10)}${"0".repeat(63)}1${p.data.slice(74)}` as Hex;
    expect((await submit(sign({ ...p, data }))).body.code).toBe("LEDGER_LANE_OUT_OF_STEP");
  });

  test("a verb the key has no permission for", async () => {
    const input = {
      dataset: "meteorology/elsewhere",
      content: { sha256: `0x${"11".repeat(32)}`, sm3: `0x${"22".repeat(32)}`, size: 1 },
    };
    const body = { action: "publish-version", input, key: officer.address };
    const answer = await city.ask("/v1/transactions/prepare", { body });
    expect([answer.status, answer.body.code]).toEqual([403, "LEDGER_PERMISSION_MISSING"]);
  });

  test.each<[string, object, string]>([
    ["an unknown action", { action: "destroy", input: {} }, "action"],
    ["no input", { action: "register-dataset" }, "input"],
    ["input and items", { action: "register-dataset", input: {}, items: [{}] }, "input"],
    ["a wrong input", { action: "register-dataset", input: { ...dataset("x"), grade: "top" } }, "grade"],
    ["a key that is no address", { action: "register-dataset", input: dataset("x"), key: "me" }, "key"],
    [
      "items that do not go together",
      {
        action: "suspend-organisation",
        items: ["a", "b"].map((reason) => ({ organisation: "transport", reason })),
      },
      "items",
    ],
  ])("preparing with %s", async (_, body, field) => {
    const answer = await city.ask("/v1/transactions/prepare", { body: { key: officer.address, ...body } });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  });
});
