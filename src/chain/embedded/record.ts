import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/*
 * One record of the journal:
 *
 *   magic (4) type (1) body length (4) CRC-32 of these nine bytes (4) | body | link (32)
 *
 * link = SHA-256(link of the record before ‖ head ‖ body); before the first record it is 32 zero bytes.
 * The head has its own checksum so that a damaged length is not mistaken for a record cut short.
 */

export const HEAD_BYTES = 13;
export const LINK_BYTES = 32;
const MAGIC = Buffer.from("SYJ1", "latin1");
/** No block comes near it; a longer record is damage, and must not be read into memory. */
const MAX_BODY_BYTES = 1 << 30;

export const FIRST_LINK = Buffer.alloc(LINK_BYTES);

/** `restored`: blocks after this record are of a copy, and the chain it was copied from may have others. */
export type RecordType = "entry" | "hash" | "void" | "restored";
const TYPE_CODES: Record<RecordType, number> = { entry: 1, hash: 2, void: 3, restored: 4 };
const TYPES = new Map(Object.entries(TYPE_CODES).map(([name, code]) => [code, name as RecordType]));

/** What will be mined as block `number`, in order; `timestamp` in seconds. */
export interface Entry {
  number: number;
  timestamp: number;
  raws: Uint8Array[];
}

export interface RecordHead {
  type: RecordType;
  bodyBytes: number;
}

export function encodeRecord(previous: Uint8Array, type: RecordType, body: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt8(TYPE_CODES[type], 4);
  head.writeUInt32BE(body.length, 5);
  head.writeUInt32BE(crc32(head.subarray(0, 9)), 9);
  return Buffer.concat([head, body, linkOf(previous, head, body)]);
}

export function linkOf(previous: Uint8Array, head: Uint8Array, body: Uint8Array): Buffer {
  return createHash("sha256").update(previous).update(head).update(body).digest();
}

/** Null when these bytes are no record's head. */
export function decodeHead(head: Buffer): RecordHead | null {
  if (head.length < HEAD_BYTES || !head.subarray(0, 4).equals(MAGIC)) return null;
  if (head.readUInt32BE(9) !== crc32(head.subarray(0, 9))) return null;
  const type = TYPES.get(head.readUInt8(4));
  const bodyBytes = head.readUInt32BE(5);
  return type && bodyBytes <= MAX_BODY_BYTES ? { type, bodyBytes } : null;
}

/** Whether any record begins in these bytes. */
export function holdsRecord(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(MAGIC); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    if (decodeHead(bytes.subarray(at, at + HEAD_BYTES))) return true;
  }
  return false;
}

export function encodeEntry(entry: Entry): Buffer {
  const start = Buffer.alloc(20);
  start.writeBigUInt64BE(BigInt(entry.number), 0);
  start.writeBigUInt64BE(BigInt(entry.timestamp), 8);
  start.writeUInt32BE(entry.raws.length, 16);
  const parts: Uint8Array[] = [start];
  for (const raw of entry.raws) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(raw.length);
    parts.push(length, raw);
  }
  return Buffer.concat(parts);
}

export function decodeEntry(body: Buffer): Entry {
  const raws: Uint8Array[] = [];
  let at = 20;
  for (let left = body.readUInt32BE(16); left > 0; left--) {
    const length = body.readUInt32BE(at);
    if (at + 4 + length > body.length) throw new RangeError("a transaction ends outside its record");
    raws.push(body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { ...decodeEntryTimes(body), raws };
}

export function decodeEntryTimes(body: Buffer): { number: number; timestamp: number } {
  return { number: Number(body.readBigUInt64BE(0)), timestamp: Number(body.readBigUInt64BE(8)) };
}

/** Body of a hash record and, with text in place of the hash, of a void and a restored record. */
export function encodeOutcome(number: number, outcome: Uint8Array): Buffer {
  const start = Buffer.alloc(8);
  start.writeBigUInt64BE(BigInt(number));
  return Buffer.concat([start, outcome]);
}

export function decodeOutcome(body: Buffer): { number: number; outcome: Buffer } {
  return { number: Number(body.readBigUInt64BE(0)), outcome: body.subarray(8) };
}
