import { secp256k1 as noble } from "@noble/curves/secp256k1.js";
import { getCreateAddress, Transaction, Wallet } from "ethers";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { toHex, type Hex } from "../core/hex.ts";
import { readTransaction } from "./embedded/transaction.ts";
import { contractAddress, type UnsignedTransaction } from "./signer.ts";

/** The module as it loads with, and without, the native library. */
const native = await import("./signer.ts");
vi.resetModules();
vi.doMock("node:module", () => ({
  createRequire: () => () => {
    throw new Error("there is no prebuilt part for this platform");
  },
}));
const portable = await import("./signer.ts");
vi.doUnmock("node:module");

const order = noble.Point.Fn.ORDER;
const hex = (n: number) => fc.uint8Array({ minLength: n, maxLength: n }).map(toHex);
const secret = fc
  .oneof(fc.bigInt({ min: 1n, max: order - 1n }), fc.constantFrom(1n, order - 1n))
  .map((n) => Uint8Array.from(Buffer.from(n.toString(16).padStart(64, "0"), "hex")));
const unsigned: fc.Arbitrary<UnsignedTransaction> = fc.record(
  {
    chainId: fc.integer({ min: 1, max: 2 ** 31 }),
    nonce: fc.oneof(fc.constantFrom(0, 127, 128, 255, 256), fc.nat()),
    gas: fc.oneof(fc.constantFrom(0n, 21_000n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    to: fc.option(hex(20)),
    data: fc.uint8Array({ maxLength: 300 }).map(toHex),
  },
  { noNullPrototype: true },
);

test("without the native library the portable one signs", () => {
  expect(portable.signsNatively).toBe(false);
});

describe.each([
  ["native", native],
  ["portable", portable],
])("the %s signer", (_, { signer, addressOf }) => {
  test("has the address that ethers gives the key", () => {
    fc.assert(
      fc.property(secret, (s) => {
        expect(addressOf(s)).toBe(new Wallet(toHex(s)).address.toLowerCase());
      }),
      { numRuns: 40 },
    );
  });

  test("signs byte for byte as ethers does", () => {
    fc.assert(
      fc.property(secret, unsigned, (s, t) => {
        const { raw, hash } = signer(s).sign(t);
        const theirs = byEthers(s, t);
        expect(raw).toBe(theirs.serialized);
        expect(hash).toBe(theirs.hash);
      }),
      { numRuns: 60 },
    );
  });

  test("makes what the chain reads back", () => {
    fc.assert(
      fc.property(secret, unsigned, (s, t) => {
        const { raw, hash } = signer(s).sign(t);
        const read = readTransaction(Buffer.from(raw.slice(2), "hex"), t.chainId);
        const { nonce, to, data } = t;
        expect(read).toMatchObject({ hash, from: addressOf(s), nonce, to, data, gasLimit: t.gas, cost: 0n });
      }),
      { numRuns: 40 },
    );
  });
});

function byEthers(s: Uint8Array, t: UnsignedTransaction): { serialized: string; hash: string | null } {
  const { chainId, nonce, gas: gasLimit, to, data } = t;
  const transaction = Transaction.from({
    type: 0,
    chainId,
    nonce,
    gasLimit,
    gasPrice: 0,
    value: 0,
    to,
    data,
  });
  transaction.signature = new Wallet(toHex(s)).signingKey.sign(transaction.unsignedHash);
  return transaction;
}

test("a signature whose number begins with a zero byte is written without it", () => {
  const { signer } = native;
  const s = Uint8Array.from(Buffer.alloc(32, 7));
  const short = [...Array(2_000).keys()].find((nonce) => {
    const [r, v] = rsOf(signer(s).sign({ chainId: 1, nonce, gas: 1n, to: null, data: "0x" }).raw);
    return r!.length < 66 || v!.length < 66;
  });
  const t = { chainId: 1, nonce: short!, gas: 1n, to: null, data: "0x" as Hex };
  expect(signer(s).sign(t).raw).toBe(byEthers(s, t).serialized);
});

/** r and s as minimal hex. */
function rsOf(raw: string): string[] {
  const { r, s } = Transaction.from(raw).signature!;
  return [r, s].map((n) => `0x${n.slice(2).replace(/^(00)+/, "")}`);
}

test("a contract lands where ethers says it will", () => {
  fc.assert(
    fc.property(hex(20), fc.nat(), (from, nonce) => {
      expect(contractAddress(from, nonce)).toBe(getCreateAddress({ from, nonce }).toLowerCase());
    }),
  );
});
