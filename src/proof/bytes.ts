import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { type Hex } from "../core/hex.ts";

export { concatBytes as joined };

export function hexOf(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

export function bytesOf(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2));
}

export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

export function digest(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A whole number as `length` bytes, the most significant first. */
export function numberBytes(value: number | bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = BigInt(value);
  for (let i = length - 1; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  if (rest !== 0n) throw new RangeError(`${value} needs more than ${length} bytes`);
  return bytes;
}

/** The whole number that the bytes are, the most significant first. */
export function bytesNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
