import { type Hex } from "../core/hex.ts";
import { bytesOf, hexOf, joined, keccak, numberBytes } from "./bytes.ts";

/** A fact as a bundle carries it; FactLog's source says what each part is. */
export interface ProvedFact {
  /** Its number in the whole history, from 0. */
  sequence: number;
  block: number;
  /** Seconds. */
  time: number;
  /** Topic 0: keccak256 of the event's signature. */
  kind: Hex;
  /** The contract that appended it. */
  writer: Hex;
  /** The acting organisation's number; 0 for the council and for what anyone may record. */
  organisation: number;
  drill: boolean;
  /** Who signed the transaction. */
  key: Hex;
  subjects: Hex[];
  /** Two bytes a subject: its state after the fact. */
  states: Hex;
  /** `abi.encode` of the event's fields, or only its keccak256. */
  payload?: Hex;
  payloadHash?: Hex;
}

/** keccak256 as FactLog.append hashes it: nine head words, the subjects, the states. */
export function hashOfFact(f: ProvedFact, spine: Hex): Uint8Array {
  const by = joined(
    numberBytes(f.organisation, 4),
    Uint8Array.of(f.drill ? 1 : 0),
    numberBytes(f.sequence, 7),
    bytesOf(f.key),
  );
  const states = bytesOf(f.states);
  const count = f.subjects.length;
  return keccak(
    joined(
      bytesOf(spine),
      bytesOf(f.kind),
      new Uint8Array(12),
      bytesOf(f.writer),
      by,
      numberBytes(f.block, 32),
      numberBytes(f.time, 32),
      f.payload === undefined ? bytesOf(f.payloadHash!) : keccak(bytesOf(f.payload)),
      numberBytes(0x120, 32),
      numberBytes(0x140 + 32 * count, 32),
      numberBytes(count, 32),
      ...f.subjects.map(bytesOf),
      numberBytes(states.length, 32),
      states,
      new Uint8Array((32 - (states.length % 32)) % 32),
    ),
  );
}

/** A subject's slot after a fact: 30 bytes of keccak256(head before ‖ fact), 2 bytes of state. */
export function slotAfter(before: Hex, fact: Uint8Array, state: Uint8Array): Hex {
  const head = keccak(joined(bytesOf(before).subarray(0, 30), fact));
  return hexOf(joined(head.subarray(0, 30), state));
}

/** The city's head after a fact: keccak256(head before ‖ fact). */
export function cityAfter(before: Hex, fact: Uint8Array): Hex {
  return hexOf(keccak(joined(bytesOf(before), fact)));
}
