import { Transaction } from "ethers";
import { expect, test } from "vitest";
import { CHAIN_ID, sign, signer, step } from "./fixtures/transactions.ts";
import { fromHex } from "./keccak.ts";
import { readTransaction } from "./transaction.ts";

const alice = signer("a");
const to = signer("b").address;
const read = (raw: string) => readTransaction(fromHex(raw), CHAIN_ID);
const accessList = [{ address: to, storageKeys: [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`] }];

test.each([
  ["a legacy transaction", { type: 0, nonce: 0, to, data: "0x00ff" }, 21_020n],
  ["one that creates a contract", { type: 0, nonce: 300, data: "0x00ff" }, 53_020n],
  ["one with an access list", { type: 1, nonce: 1, to, accessList }, 27_200n],
  ["one with a fee cap", { type: 2, nonce: 1, to, maxFeePerGas: 0, maxPriorityFeePerGas: 0 }, 21_000n],
])("%s is read as ethers reads it", (_, change, intrinsicGas) => {
  const raw = sign(alice, change.type === 0 ? change : { ...change, gasPrice: change.type === 1 ? 0 : null });
  const theirs = Transaction.from(raw);
  expect(read(raw)).toEqual({
    hash: theirs.hash,
    from: alice.address.toLowerCase(),
    nonce: theirs.nonce,
    gasLimit: theirs.gasLimit,
    intrinsicGas,
    cost: 0n,
    to: theirs.to?.toLowerCase() ?? null,
    data: theirs.data,
  });
});

test("price and value are summed as the cost", () => {
  expect(read(sign(alice, { nonce: 0, to, gasPrice: 3, value: 4 })).cost).toBe(7n);
});

test("another chain's transaction is refused by name", () => {
  expect(() => read(sign(alice, { nonce: 0, to, chainId: 1 }))).toThrow(`chain 1, this is chain ${CHAIN_ID}`);
  expect(() => read(sign(alice, { type: 1, nonce: 0, to, chainId: 1 }))).toThrow("chain 1, this is");
});

test("a signature moved to the upper half of the curve is refused", () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const transaction = Transaction.from(sign(alice, { type: 1, nonce: 0, to }));
  const { s } = transaction.signature!;
  const flipped = `0x${(order - BigInt(s)).toString(16).padStart(64, "0")}`;
  const raw = transaction.serialized.replace(s.slice(2), flipped.slice(2));
  expect(() => read(raw)).toThrow("malleable");
});

test("bytes that are no transaction are refused with a sentence", () => {
  const whole = step(alice, 0);
  for (const raw of ["0x", "0x03c0", "0x80", "0xc0", whole.slice(0, -2), `${whole}00`]) {
    expect(() => read(raw), raw).toThrow();
  }
  expect(() => read("0x03c0")).toThrow("type 3 are not accepted");
});
