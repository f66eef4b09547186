import { type Hex } from "../core/hex.ts";
import { bytesNumber, bytesOf, hexOf, keccak } from "./bytes.ts";
import { tampered } from "./flaw.ts";
import { decodeRlp, listOf, stringOf } from "./rlp.ts";

/** A block's header: the parts that evidence rests on, and all of its fields for the seals. The hash is keccak256
 * of the whole; a QBFT chain names blocks otherwise (seals.ts). */
export interface Header {
  number: number;
  /** Seconds. */
  time: number;
  hash: Hex;
  parent: Hex;
  stateRoot: Hex;
  extraData: Uint8Array;
  fields: Uint8Array[];
}

const FEWEST = 15;
const MOST = 24;

/** Fields in the order of the Yellow Paper, §4.4; later forks appended theirs. */
export function readHeader(rlp: Hex): Header {
  const bytes = bytesOf(rlp);
  const fields = listOf(decodeRlp(bytes)).map((item) => stringOf(item));
  if (fields.length < FEWEST || fields.length > MOST)
    throw tampered(`a block header has ${fields.length} fields`);
  return {
    number: numberIn(fields[8]!, "number"),
    time: numberIn(fields[11]!, "time"),
    hash: hexOf(keccak(bytes)),
    parent: bytes32(fields[0]!, "parent hash"),
    stateRoot: bytes32(fields[3]!, "state root"),
    extraData: fields[12]!,
    fields,
  };
}

function bytes32(bytes: Uint8Array, what: string): Hex {
  if (bytes.length !== 32) throw tampered(`a block header's ${what} has ${bytes.length} bytes`);
  return hexOf(bytes);
}

function numberIn(bytes: Uint8Array, what: string): number {
  if (bytes.length > 6 || bytes[0] === 0) throw tampered(`a block header's ${what} is out of range`);
  return Number(bytesNumber(bytes));
}
