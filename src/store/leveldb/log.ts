import { crc32c, masked } from "./crc32c.ts";

/*
 * doc/log_format.md of LevelDB: blocks of 32 KiB, each of records
 *
 *   masked CRC-32C of type and data (4) length (2) type (1) | data
 *
 * A record that does not fit goes on in the next block: types 1 whole, 2 first, 3 middle, 4 last.
 */
const BLOCK = 32 * 1024;
const HEAD = 7;

export interface LogScan {
  records: Uint8Array[];
  /** What is wrong, or null. */
  problem: string | null;
  /** Whether the damage is in the last bytes, as when writing was cut off. */
  atEnd: boolean;
}

export function readLog(bytes: Buffer): LogScan {
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  const wrong = (at: number, what: string, end: number): LogScan => ({
    records,
    problem: `${what} at byte ${at}`,
    atEnd: end >= bytes.length,
  });
  for (let at = 0; at < bytes.length;) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEAD) {
      at += left;
      continue;
    }
    if (at + HEAD > bytes.length) return wrong(at, "a record's head is cut off", bytes.length);
    const length = bytes.readUInt16LE(at + 4);
    const type = bytes[at + 6]!;
    const end = at + HEAD + length;
    if (HEAD + length > left) return wrong(at, "a record is longer than its block", at + left);
    if (end > bytes.length) return wrong(at, "a record is cut off", end);
    if (masked(crc32c(bytes, at + 6, end)) !== bytes.readUInt32LE(at))
      return wrong(at, "a record's checksum does not match", end);
    if (type < 1 || type > 4) return wrong(at, `a record is of type ${type}`, end);
    const begins = type === 1 || type === 2;
    if (begins !== (parts.length === 0)) return wrong(at, "a record is out of order", end);
    parts.push(bytes.subarray(at + HEAD, end));
    if (type === 1 || type === 4) {
      records.push(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      parts = [];
    }
    at = end;
  }
  if (parts.length > 0) return wrong(bytes.length, "a record is cut off", bytes.length);
  return { records, problem: null, atEnd: false };
}
