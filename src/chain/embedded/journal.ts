import { closeSync, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectory } from "../../store/durable.ts";
import { fromHex } from "./keccak.ts";
import { type FinalBlock, type Fork, readAt, scanJournal, type Scan } from "./journalScan.ts";
import {
  decodeEntry,
  decodeHead,
  encodeEntry,
  encodeOutcome,
  encodeRecord,
  type Entry,
  HEAD_BYTES,
  type RecordType,
} from "./record.ts";

/** Called when a record's bytes are handed to the system, before they are synced. */
type OnWritten = () => void;

/**
 * The append-only list of blocks, each an entry and then its hash. What it says is final: an entry is on
 * disk before its block is mined, and a block is shown only after its hash is on disk.
 */
export class Journal {
  readonly #file: FileHandle;
  #scan: Scan;

  private constructor(file: FileHandle, scan: Scan) {
    this.#file = file;
    this.#scan = scan;
  }

  /** Makes a journal whose only record is the genesis hash. */
  static async create(path: string, genesisHash: string): Promise<Journal> {
    const file = await open(path, "wx+", 0o600);
    const journal = new Journal(file, scanJournal(file.fd, 0));
    await journal.#append("hash", encodeOutcome(0, fromHex(genesisHash)));
    journal.#scan = scanJournal(file.fd, journal.#scan.end);
    syncDirectory(dirname(path));
    return journal;
  }

  /** Throws JournalDamaged; a torn tail is cut off and reported through `onTorn`. */
  static async open(path: string, onTorn: (offset: number, bytes: number) => void): Promise<Journal> {
    const file = await open(path, "r+");
    try {
      const scan = scanJournal(file.fd, (await file.stat()).size);
      if (scan.torn > 0) {
        await file.truncate(scan.end);
        await file.sync();
        onTorn(scan.end, scan.torn);
      }
      await writeAgain(file, scan);
      return new Journal(file, { ...scan, torn: 0 });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The last final block. */
  get head(): FinalBlock {
    return this.#scan.blocks.at(-1)!;
  }

  /** Bytes written and synced. */
  get end(): number {
    return this.#scan.end;
  }

  /** Number of an entry that is on disk without its outcome. */
  get pending(): number | null {
    return this.#scan.pending?.number ?? null;
  }

  get forks(): readonly Fork[] {
    return this.#scan.forks;
  }

  block(number: number): FinalBlock | undefined {
    return this.#scan.blocks[number];
  }

  entry(number: number): Entry {
    const at =
      this.#scan.pending?.number === number ? this.#scan.pending.entryAt : this.block(number)!.entryAt;
    const head = decodeHead(readAt(this.#file.fd, at, HEAD_BYTES))!;
    return decodeEntry(readAt(this.#file.fd, at + HEAD_BYTES, head.bodyBytes));
  }

  async appendEntry(entry: Entry, onWritten?: OnWritten): Promise<void> {
    const entryAt = this.#scan.end;
    await this.#append("entry", encodeEntry(entry), onWritten);
    this.#scan.pending = { number: entry.number, timestamp: entry.timestamp, entryAt };
  }

  async appendHash(hash: string, onWritten?: OnWritten): Promise<void> {
    const pending = this.#scan.pending!;
    await this.#append("hash", encodeOutcome(pending.number, fromHex(hash)), onWritten);
    this.#scan.blocks.push({ ...pending, hash: fromHex(hash) });
    this.#scan.pending = null;
  }

  /** The pending entry was never mined and never will be; its number is free again. */
  async appendVoid(reason: string): Promise<void> {
    await this.#append("void", encodeOutcome(this.#scan.pending!.number, Buffer.from(reason)));
    this.#scan.pending = null;
  }

  /** The file is a copy: what follows is not what followed in the one it was copied from. */
  async appendRestored(text: string): Promise<void> {
    const after = this.head.number;
    await this.#append("restored", encodeOutcome(after + 1, Buffer.from(text)));
    this.#scan.forks.push({ after, text });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** After an error here the file's end is unknown: no further append is allowed, only opening anew. */
  async #append(type: RecordType, body: Uint8Array, onWritten?: OnWritten): Promise<void> {
    const record = encodeRecord(this.#scan.link, type, body);
    await writeAll(this.#file, record, this.#scan.end);
    onWritten?.();
    await this.#file.datasync();
    this.#scan.link = record.subarray(-this.#scan.link.length);
    this.#scan.end += record.length;
  }
}

/** Reads the file from its beginning again, apart from an open journal's memory. */
export function rescan(path: string, size: number): Scan {
  const file = openSync(path, "r");
  try {
    return scanJournal(file, size);
  } finally {
    closeSync(file);
  }
}

/**
 * Of all whole records only the last may not have been synced, when a sync failed before: the system may then
 * show it from memory and never write it. Written and synced again, it is on disk before anything follows.
 */
async function writeAgain(file: FileHandle, scan: Scan): Promise<void> {
  if (scan.end === scan.last) return;
  await writeAll(file, readAt(file.fd, scan.last, scan.end - scan.last), scan.last);
  await file.datasync();
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
