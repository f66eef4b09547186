import { keccak_256 } from "@noble/hashes/sha3.js";
import { toHex, type Hex } from "./hex.ts";

type Keccak = (bytes: Uint8Array) => Uint8Array;

let keccak256: Keccak = keccak_256;

/** Puts a faster implementation of the same function in place; the portable one runs everywhere. */
export function useKeccak(faster: Keccak): void {
  const probe = Buffer.from("suyuan");
  if (toHex(faster(probe)) !== toHex(keccak_256(probe))) throw new Error("this is not keccak256");
  keccak256 = faster;
}

export function keccak(bytes: Uint8Array): Hex {
  return toHex(keccak256(bytes));
}

export function keccakText(text: string): Hex {
  return keccak(Buffer.from(text, "utf8"));
}

/** keccak256 of 32-byte words in a row, as `abi.encode` lays out static values. */
export function keccakWords(words: readonly Hex[]): Hex {
  const bytes = Buffer.allocUnsafe(32 * words.length);
  words.forEach((word, i) => bytes.write(word.slice(2), 32 * i, "hex"));
  return keccak(bytes);
}

/** What a fact's hash is made of; contracts/interfaces/IFactLog.sol has the formula. */
export interface FactEnvelope {
  spine: Hex;
  kind: Hex;
  writer: Hex;
  by: Hex;
  block: number;
  time: number;
  payloadHash: Hex;
  subjects: readonly Hex[];
  states: readonly number[];
}

export function factHash(f: FactEnvelope): Hex {
  const count = f.subjects.length;
  const stateWords = Math.ceil((count * 2) / 32);
  const bytes = Buffer.alloc(32 * (11 + count + stateWords));
  let at = 0;
  const word = (write: (end: number) => void) => write((at += 32));
  const bytes32 = (hex: Hex) => word((end) => bytes.write(hex.slice(2), end - 32, "hex"));
  const number = (n: number) => word((end) => bytes.writeUIntBE(n, end - 6, 6));
  bytes32(f.spine);
  bytes32(f.kind);
  word((end) => bytes.write(f.writer.slice(2), end - 20, "hex"));
  bytes32(f.by);
  number(f.block);
  number(f.time);
  bytes32(f.payloadHash);
  number(0x120);
  number(0x140 + 32 * count);
  number(count);
  f.subjects.forEach(bytes32);
  number(count * 2);
  f.states.forEach((state, i) => bytes.writeUInt16BE(state, at + 2 * i));
  return keccak(bytes);
}

/** A subject's slot: head (30 bytes) ‖ state (2 bytes). `before` is the slot until now, zero when new. */
export function nextSlot(before: Hex, fact: Hex, state: number): Hex {
  const bytes = Buffer.allocUnsafe(62);
  bytes.write(before.slice(2, 62), 0, "hex");
  bytes.write(fact.slice(2), 30, "hex");
  const head = keccak(bytes);
  return `${head.slice(0, 62) as Hex}${state.toString(16).padStart(4, "0")}`;
}

export function nextCity(before: Hex, fact: Hex): Hex {
  return keccakWords([before, fact]);
}
