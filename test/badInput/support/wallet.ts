import { RLP } from "@ethereumjs/rlp";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak } from "../../../src/core/hash.ts";
import { bigEndian, fromHex, toHex, type Hex } from "../../../src/core/hex.ts";
import { addressOf } from "../../../src/chain/signer.ts";

const ORDER = secp256k1.Point.Fn.ORDER;

/** A legacy transaction in which everything can be wrong. */
export interface Draft {
  chainId: number;
  nonce: number;
  gas: bigint;
  gasPrice?: bigint;
  value?: bigint;
  to: Hex | null;
  data: Hex;
  /** The other of the two signatures that recover the same key. */
  malleable?: boolean;
}

/** A signing device outside the gateway, which signs whatever it is told. */
export class Wallet {
  readonly address: Hex;
  readonly #secret: Uint8Array;

  private constructor(secret: Uint8Array) {
    this.#secret = secret;
    this.address = addressOf(secret);
  }

  static of(name: string): Wallet {
    return new Wallet(fromHex(keccak(Buffer.from(name))));
  }

  sign(d: Draft): Hex {
    const to = d.to === null ? new Uint8Array() : fromHex(d.to);
    const numbers = [d.nonce, d.gasPrice ?? 0n, d.gas].map(number);
    const fields = [...numbers, to, number(d.value ?? 0n), fromHex(d.data)];
    const digest = fromHex(keccak(RLP.encode([...fields, number(d.chainId), number(0), number(0)])));
    const signed = secp256k1.sign(digest, this.#secret, { prehash: false, format: "recovered" });
    const [r, s] = [signed.subarray(1, 33), signed.subarray(33)].map((part) => BigInt(toHex(part)));
    const recovery = d.malleable ? 1 - signed[0]! : signed[0]!;
    const v = BigInt(d.chainId) * 2n + 35n + BigInt(recovery);
    const rest = [v, r!, d.malleable ? ORDER - s! : s!].map(number);
    return toHex(RLP.encode([...fields, ...rest]));
  }
}

/** RLP numbers have no leading zeros, and zero has no bytes. */
function number(value: number | bigint): Uint8Array {
  const bytes = bigEndian(value, 32);
  const first = bytes.findIndex((b) => b !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}
