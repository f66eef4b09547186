import { readSync } from "node:fs";
import { JournalDamaged } from "./errors.ts";
import {
  decodeEntryTimes,
  decodeHead,
  decodeOutcome,
  FIRST_LINK,
  HEAD_BYTES,
  holdsRecord,
  LINK_BYTES,
  linkOf,
  type RecordType,
} from "./record.ts";

/** A final block; block 0 has no entry. */
export interface FinalBlock {
  number: number;
  timestamp: number;
  /** 32 bytes. */
  hash: Buffer;
  /** Where its entry lies in the file. */
  entryAt: number;
}

export interface Fork {
  /** The last block that both have. */
  after: number;
  /** What the restore says of itself. */
  text: string;
}

export interface Scan {
  /** Final blocks by number. */
  blocks: FinalBlock[];
  /** A whole entry at the end that has neither hash nor void. */
  pending: { number: number; timestamp: number; entryAt: number } | null;
  /** Where the chain was restored from a copy: every later block is this copy's alone. */
  forks: Fork[];
  link: Buffer;
  /** End of the last whole record, and where it begins. */
  end: number;
  last: number;
  /** Bytes after `end`: a record whose writing was cut off. */
  torn: number;
}

/**
 * Reads every record and follows the links. Each record is synced before the next is written, so at
 * most the last one can be torn; whatever else is wrong is damage to something once whole, and throws.
 */
export function scanJournal(file: number, size: number): Scan {
  const scan: Scan = { blocks: [], pending: null, forks: [], link: FIRST_LINK, end: 0, last: 0, torn: 0 };
  while (scan.end < size) {
    const record = readRecord(file, scan.end, size, scan.link);
    if ("problem" in record) {
      if (!record.torn) throw new JournalDamaged(scan.end, nextBlock(scan), record.problem);
      return { ...scan, torn: size - scan.end };
    }
    const problem = take(scan, record.type, record.body);
    if (problem) throw new JournalDamaged(scan.end, nextBlock(scan), problem);
    scan.link = record.link;
    scan.last = scan.end;
    scan.end = record.end;
  }
  return scan;
}

type Whole = { type: RecordType; body: Buffer; link: Buffer; end: number };

function readRecord(
  file: number,
  at: number,
  size: number,
  link: Buffer,
): Whole | { problem: string; torn: boolean } {
  const headBytes = readAt(file, at, Math.min(HEAD_BYTES, size - at));
  if (headBytes.length < HEAD_BYTES) return { problem: "a record's head is cut off", torn: true };
  const head = decodeHead(headBytes);
  if (!head) {
    // A page that never reached the disk reads as zeros; anything else was written once.
    const unwritten = headBytes.subarray(9).every((byte) => byte === 0);
    const torn = unwritten && !recordFollows(file, at + 1, size);
    return { problem: "no record begins here", torn };
  }
  const end = at + HEAD_BYTES + head.bodyBytes + LINK_BYTES;
  if (end > size) return { problem: "a record is cut off", torn: true };
  const body = readAt(file, at + HEAD_BYTES, head.bodyBytes);
  const found = readAt(file, end - LINK_BYTES, LINK_BYTES);
  if (!found.equals(linkOf(link, headBytes, body))) {
    return { problem: `the checksum of a record of type ${head.type} does not match`, torn: end === size };
  }
  return { type: head.type, body, link: found, end };
}

/** Notes one record; answers with a sentence when it cannot follow the ones before. */
function take(scan: Scan, type: RecordType, body: Buffer): string | null {
  const next = scan.blocks.length;
  if (type === "entry") {
    const { number, timestamp } = decodeEntryTimes(body);
    if (scan.pending || next === 0 || number !== next) return `an entry for block ${number} is out of place`;
    scan.pending = { number, timestamp, entryAt: scan.end };
    return null;
  }
  const { number, outcome } = decodeOutcome(body);
  if (type === "restored") {
    if (number !== next || next === 0) return `a restore after block ${number - 1} is out of place`;
    scan.forks.push({ after: number - 1, text: outcome.toString("utf8") });
    return null;
  }
  if (number !== next || (next > 0 && !scan.pending)) return `a ${type} for block ${number} is out of place`;
  if (type === "hash") {
    const { timestamp, entryAt } = scan.pending ?? { timestamp: 0, entryAt: 0 };
    scan.blocks.push({ number, timestamp, hash: Buffer.from(outcome), entryAt });
  }
  scan.pending = null;
  return null;
}

function nextBlock(scan: Scan): number {
  return scan.blocks.length;
}

const WINDOW_BYTES = 1 << 20;

function recordFollows(file: number, from: number, size: number): boolean {
  for (let at = from; at < size; at += WINDOW_BYTES) {
    // Overlapping by a head, so that one across the border is seen whole.
    const window = readAt(file, at, Math.min(WINDOW_BYTES + HEAD_BYTES, size - at));
    if (holdsRecord(window)) return true;
  }
  return false;
}

export function readAt(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, buffer, done, length - done, at + done);
    if (read === 0) throw new Error(`the journal ends at byte ${at + done}, inside a record`);
    done += read;
  }
  return buffer;
}
