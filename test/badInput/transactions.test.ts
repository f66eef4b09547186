import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Hex } from "../../src/core/hex.ts";
import { type City, foundCity } from "./support/city.ts";
import { type Refusal, refuses } from "./support/refusals.ts";
import { storeOf } from "./support/store.ts";
import { type Draft, Wallet } from "./support/wallet.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const input = { code: "rain", domain: "climate", name: { zh: "降雨", en: "Rain" } };

/** What the gateway says has to be signed, as it stands now. */
async function prepared(c: City): Promise<Draft & { to: Hex }> {
  const body = { action: "register-dataset", key: c.wallet.address, input };
  const { status, body: p } = await c.ask("/v1/transactions/prepare", { body });
  expect(status, JSON.stringify(p)).toBe(200);
  return { chainId: p.chainId, nonce: p.nonce, gas: BigInt(p.gas), to: p.to, data: p.data };
}

/** Bytes that are right but for this. */
function signed(change: (d: Draft, c: City) => Partial<Draft>) {
  return async (c: City): Promise<string> => {
    const draft = await prepared(c);
    return JSON.stringify({ transaction: c.wallet.sign({ ...draft, ...change(draft, c) }) });
  };
}

const bytes = (change: (raw: string) => string) => async (c: City) =>
  JSON.stringify({ transaction: change(c.wallet.sign(await prepared(c))) });

describe("bytes signed elsewhere are refused", () => {
  const handed = (
    name: string,
    text: Refusal["text"],
    says: string,
    rest: Partial<Refusal> = {},
  ): Refusal => ({
    name,
    path: "/v1/transactions",
    ...(text === undefined ? {} : { text }),
    status: 400,
    code: "TRANSACTION_NOT_VALID",
    field: "transaction",
    says: [says],
    ...rest,
  });
  const member = (name: string, body: object, field: string, value: unknown): Refusal => ({
    ...handed(name, undefined, field, { code: "INPUT_NOT_VALID", field, value }),
    body,
  });
  refuses(
    () => city,
    [
      member("that are missing", {}, "transaction", null),
      member("that are a number", { transaction: 1 }, "transaction", 1),
      member("with a member nobody knows", { transaction: "0x", nonce: 1 }, "nonce", 1),
      handed("that are no hexadecimal digits", '{"transaction":"0xzz"}', "0xzz"),
      handed(
        "with an odd number of digits",
        bytes((raw) => raw.slice(0, -1)),
        "0x",
      ),
      handed("that are empty", '{"transaction":"0x"}', "0x"),
      handed(
        "cut short",
        bytes((raw) => raw.slice(0, -40)),
        "0xf9",
      ),
      handed(
        "with a byte too many",
        bytes((raw) => `${raw}00`),
        "0xf9",
      ),
      handed("that are no transaction", '{"transaction":"0xc3010203"}', "9"),
      handed("of a type nobody knows", '{"transaction":"0x7f00"}', "127"),
      handed(
        "for another chain",
        signed(() => ({ chainId: 1 })),
        "1",
      ),
      handed(
        "for a contract of nobody's",
        signed(() => ({ to: `0x${"12".repeat(20)}` })),
        "12".repeat(20),
      ),
      handed(
        "that create a contract",
        signed(() => ({ to: null })),
        "0x",
      ),
      handed(
        "with a value",
        signed(() => ({ value: 1n })),
        "1",
      ),
      handed(
        "with a price",
        signed(() => ({ gasPrice: 7n })),
        "7",
      ),
      handed(
        "that call no verb",
        signed(() => ({ data: "0xdeadbeef" })),
        "0xdeadbeef",
      ),
      handed(
        "that call a question",
        signed(({ data }) => ({ data: `0x8da5cb5b${data.slice(10)}` })),
        "0x8da5cb5b",
      ),
      handed(
        "without calldata",
        signed(() => ({ data: "0x" })),
        "0x",
      ),
      handed(
        "with a malleable signature",
        signed(() => ({ malleable: true })),
        "0xf9",
      ),
      handed(
        "with a nonce that leaves a gap",
        signed(({ nonce }) => ({ nonce: nonce + 2 })),
        "2",
        { value: 2 },
      ),
      handed(
        "with more gas than a block has",
        signed(() => ({ gas: 10n ** 12n })),
        String(10 ** 12),
      ),
      handed(
        "with too little gas",
        signed(() => ({ gas: 22_000n })),
        "22000",
      ),
      handed(
        "with calldata cut short",
        signed(({ data }) => ({ data: data.slice(0, 74) as Hex })),
        "",
        {
          status: 422,
          code: "CHAIN_REFUSED",
        },
      ),
    ],
  );
  const byContract = (name: string, text: Refusal["text"], status: number, code: string, says: string) =>
    handed(name, text, says, { status, code });
  const withStep = (step: number) =>
    signed(({ data }) => ({
      data: `${data.slice(0, 10)}${step.toString(16).padStart(64, "0")}${data.slice(74)}` as Hex,
    }));
  refuses(
    () => city,
    [
      byContract("with a step to come", withStep(9), 409, "LEDGER_LANE_OUT_OF_STEP", "9"),
      {
        ...byContract("by a key the ledger does not know", undefined, 403, "LEDGER_KEY_UNKNOWN", "0x"),
        text: async (c) => {
          return JSON.stringify({ transaction: Wallet.of("a stranger").sign(await prepared(c)) });
        },
      },
    ],
  );
});

describe("preparing a transaction is refused", () => {
  const good = { action: "register-dataset", key: `0x${"12".repeat(20)}`, input };
  const asked = (
    name: string,
    members: object,
    field: string,
    value: unknown,
    rest: Partial<Refusal> = {},
  ): Refusal => ({
    name,
    path: "/v1/transactions/prepare",
    body: { ...good, ...members },
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    value,
    ...rest,
  });
  refuses(
    () => city,
    [
      asked("for an action nobody knows", { action: "rule" }, "action", "rule"),
      asked("for a key of 19 bytes", { key: `0x${"12".repeat(19)}` }, "key", `0x${"12".repeat(19)}`),
      asked("with one input and several", { items: [input] }, "input", undefined),
      asked("with neither", { input: undefined }, "input", null),
      asked("for a key the ledger does not know", {}, "key", `0x${"12".repeat(20)}`, {
        status: 403,
        code: "LEDGER_KEY_UNKNOWN",
        says: [],
      }),
    ],
  );
});

test("a used nonce and a used step are refused, by name", async () => {
  const draft = await prepared(city);
  const raw = city.wallet.sign(draft);
  const accepted = await city.ask("/v1/transactions?wait=final", { body: { transaction: raw } });
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
  await city.rest();
  const before = await storeOf(city);
  const other = city.wallet.sign({ ...draft, gas: draft.gas + 1n });
  const again = await city.ask("/v1/transactions", { body: { transaction: other } });
  expect([again.status, again.body.code, again.body.value]).toEqual([
    400,
    "TRANSACTION_NOT_VALID",
    draft.nonce,
  ]);
  expect(again.body.detail).toContain("is used already");
  const stale = city.wallet.sign({ ...draft, nonce: draft.nonce + 1 });
  const late = await city.ask("/v1/transactions", { body: { transaction: stale } });
  expect([late.status, late.body.code]).toEqual([409, "LEDGER_LANE_OUT_OF_STEP"]);
  expect(await storeOf(city)).toEqual(before);
});
