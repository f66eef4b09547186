import { createRequire } from "node:module";
import { RLP } from "@ethereumjs/rlp";
import { secp256k1 as noble } from "@noble/curves/secp256k1.js";
import { concat, fromHex, toHex, type Hex } from "../core/hex.ts";
import { keccak } from "./embedded/keccak.ts";
import { textDigest } from "./message.ts";

export interface UnsignedTransaction {
  chainId: number;
  nonce: number;
  gas: bigint;
  to: Hex | null;
  data: Hex;
}

export interface SignedTransaction {
  raw: Hex;
  hash: Hex;
}

/** A key that can sign; the secret stays inside. */
export interface Signer {
  address: Hex;
  sign(transaction: UnsignedTransaction): SignedTransaction;
  /** A text, by EIP-191: r, s and 27 or 28. */
  signText(text: string): Hex;
}

interface Ecdsa {
  sign(digest: Uint8Array, secret: Uint8Array): { signature: Uint8Array; recovery: number };
  publicKey(secret: Uint8Array): Uint8Array;
}

/** The native library signs ten times as fast; where it has no prebuilt part, the portable one does it. */
const { ecdsa, native } = load();
export const signsNatively: boolean = native;

function load(): { ecdsa: Ecdsa; native: boolean } {
  try {
    const addon = createRequire(import.meta.url)("secp256k1/bindings.js") as NativeSecp256k1;
    const sign: Ecdsa["sign"] = (digest, secret) => {
      const { signature, recid } = addon.ecdsaSign(digest, secret);
      return { signature, recovery: recid };
    };
    return { ecdsa: { sign, publicKey: (s) => addon.publicKeyCreate(s, false) }, native: true };
  } catch {
    const sign: Ecdsa["sign"] = (digest, secret) => {
      const signed = noble.sign(digest, secret, { prehash: false, format: "recovered" });
      return { signature: signed.subarray(1), recovery: signed[0]! };
    };
    return { ecdsa: { sign, publicKey: (s) => noble.getPublicKey(s, false) }, native: false };
  }
}

interface NativeSecp256k1 {
  ecdsaSign(digest: Uint8Array, secret: Uint8Array): { signature: Uint8Array; recid: number };
  publicKeyCreate(secret: Uint8Array, compressed: boolean): Uint8Array;
}

export function addressOf(secret: Uint8Array): Hex {
  return toHex(keccak(ecdsa.publicKey(secret).subarray(1)).subarray(12));
}

/** Signs legacy transactions with a chain id (EIP-155) and a gas price of zero. */
export function signer(secret: Uint8Array): Signer {
  return {
    address: addressOf(secret),
    sign(t) {
      const fields = [
        number(t.nonce),
        number(0),
        number(t.gas),
        t.to ? fromHex(t.to) : EMPTY,
        EMPTY,
        fromHex(t.data),
      ];
      const digest = keccak(RLP.encode([...fields, number(t.chainId), EMPTY, EMPTY]));
      const { signature, recovery } = ecdsa.sign(digest, secret);
      const v = number(BigInt(t.chainId) * 2n + 35n + BigInt(recovery));
      const raw = RLP.encode([...fields, v, trim(signature.subarray(0, 32)), trim(signature.subarray(32))]);
      return { raw: toHex(raw), hash: toHex(keccak(raw)) };
    },
    signText(text) {
      const { signature, recovery } = ecdsa.sign(textDigest(text), secret);
      return toHex(concat(signature, Uint8Array.of(27 + recovery)));
    },
  };
}

const EMPTY = new Uint8Array(0);

/** RLP numbers have no leading zeros, and zero has no bytes. */
function number(value: number | bigint): Uint8Array {
  if (value === 0 || value === 0n) return EMPTY;
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
}

function trim(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((b) => b !== 0);
  return first < 0 ? EMPTY : bytes.subarray(first);
}

/** Where a contract lands: the last 20 bytes of keccak256(rlp([deployer, nonce])). */
export function contractAddress(deployer: Hex, nonce: number): Hex {
  return toHex(keccak(RLP.encode([fromHex(deployer), number(nonce)])).subarray(12));
}
