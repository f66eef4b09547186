import { keccak_256 } from "@noble/hashes/sha3.js";
import { bigEndian, concat, fromHex, toHex, type Hex } from "./hex.ts";

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
  return keccak(concat(...words.map(fromHex)));
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
  const word = (v: number) => bigEndian(v, 32);
  const states = Buffer.alloc(Math.ceil((f.states.length * 2) / 32) * 32);
  f.states.forEach((s, i) => states.writeUInt16BE(s, i * 2));
  return keccak(
    concat(
      fromHex(f.spine),
      fromHex(f.kind),
      word(0).subarray(0, 12),
      fromHex(f.writer),
      fromHex(f.by),
      word(f.block),
      word(f.time),
      fromHex(f.payloadHash),
      word(0x120),
      word(0x140 + 32 * f.subjects.length),
      word(f.subjects.length),
      ...f.subjects.map(fromHex),
      word(f.states.length * 2),
      states,
    ),
  );
}

/** A subject's slot: head (30 bytes) ‖ state (2 bytes). `before` is the slot until now, zero when new. */
export function nextSlot(before: Hex, fact: Hex, state: number): Hex {
  const head = keccak(concat(fromHex(before).subarray(0, 30), fromHex(fact)));
  return `${head.slice(0, 62) as Hex}${state.toString(16).padStart(4, "0")}`;
}

export function nextCity(before: Hex, fact: Hex): Hex {
  return keccakWords([before, fact]);
}
