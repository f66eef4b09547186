import { createHash } from "node:crypto";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { syncDirectory } from "../store/durable.ts";

/**
 * An append-only file of JSON records, one a line: `<link> <json>\n`. The link is the first 32 hexadecimal
 * digits of SHA-256(link before ‖ json), so a lost, changed or inserted line breaks the chain.
 *
 * MUST: `append` resolves only after its records are on disk. Records appended at the same time share a sync.
 */
export class Journal<Entry> {
  readonly #path: string;
  #file: FileHandle;
  #link: string;
  #end: number;
  #waiting: { text: string; resolve: () => void; reject: (e: unknown) => void }[] = [];
  #flushing: Promise<void> | undefined;
  #broken: unknown;
  readonly #crashAt: (point: string) => void;

  private constructor(
    path: string,
    file: FileHandle,
    scan: { link: string; end: number },
    crashAt: (p: string) => void,
  ) {
    this.#path = path;
    this.#file = file;
    this.#link = scan.link;
    this.#end = scan.end;
    this.#crashAt = crashAt;
  }

  /** Opens the file, hands out every record, and cuts off a last one whose writing never finished. */
  static async open<Entry>(
    path: string,
    each: (entry: Entry) => void,
    options: { onTorn?: (bytes: number) => void; crashAt?: (point: string) => void } = {},
  ): Promise<Journal<Entry>> {
    const file = await open(path, "a+", 0o600);
    try {
      const bytes = await readAll(file);
      const scan = scanJournal<Entry>(bytes, each);
      if (scan.end < bytes.length) {
        await file.truncate(scan.end);
        await file.sync();
        options.onTorn?.(bytes.length - scan.end);
      }
      syncDirectory(dirname(path));
      return new Journal<Entry>(path, file, scan, options.crashAt ?? (() => undefined));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#end;
  }

  append(...entries: Entry[]): Promise<void> {
    if (this.#broken)
      return Promise.reject(new SuyuanError("OUTBOX_CANNOT_WRITE", {}, { cause: this.#broken }));
    const text = entries.map((e) => JSON.stringify(e));
    return new Promise((resolve, reject) => {
      const last = text.length - 1;
      text.forEach((line, i) => {
        const done = i === last;
        this.#waiting.push({ text: line, resolve: done ? resolve : noop, reject: done ? reject : noop });
      });
      this.#flushing ??= Promise.resolve().then(() => this.#flush());
    });
  }

  /** MUST: resolves only when everything appended so far is on disk. */
  async synced(): Promise<void> {
    await this.#flushing;
    if (this.#broken) throw new SuyuanError("OUTBOX_CANNOT_WRITE", {}, { cause: this.#broken });
  }

  /** Replaces everything by these records: written aside, synced, then put in place. */
  async rewrite(entries: Iterable<Entry>): Promise<void> {
    while (this.#flushing) await this.#flushing;
    let link = "";
    const lines: string[] = [];
    for (const entry of entries) {
      const text = JSON.stringify(entry);
      link = linkOf(link, text);
      lines.push(`${link} ${text}\n`);
    }
    const bytes = Buffer.from(lines.join(""));
    const aside = `${this.#path}.new`;
    const file = await open(aside, "w", 0o600);
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(aside, this.#path);
    syncDirectory(dirname(this.#path));
    await this.#file.close();
    this.#file = await open(this.#path, "a+", 0o600);
    this.#link = link;
    this.#end = bytes.length;
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const lines = group.map(({ text }) => {
        this.#link = linkOf(this.#link, text);
        return `${this.#link} ${text}\n`;
      });
      try {
        const bytes = Buffer.from(lines.join(""));
        this.#crashAt("journal-writing");
        await writeAll(this.#file, bytes);
        this.#crashAt("journal-written");
        await this.#file.datasync();
        this.#crashAt("journal-synced");
        this.#end += bytes.length;
      } catch (cause) {
        // The file's end is unknown now: nothing more is appended until it is opened anew.
        this.#broken = cause;
        const rest = this.#waiting.splice(0);
        for (const g of [...group, ...rest]) g.reject(new SuyuanError("OUTBOX_CANNOT_WRITE", {}, { cause }));
        break;
      }
      for (const g of group) g.resolve();
    }
    // In the same turn as the last look at the queue, so that nothing is queued behind a flush that is over.
    this.#flushing = undefined;
  }
}

const noop = () => undefined;

function linkOf(before: string, text: string): string {
  return createHash("sha256").update(before).update(text).digest("hex").slice(0, 32);
}

async function readAll(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await file.read(bytes, done, size - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}

const NEWLINE = 0x0a;

/** Every record is synced before the next is begun, so only the last line can be torn. */
export function scanJournal<Entry>(
  bytes: Buffer,
  each: (entry: Entry) => void,
): { link: string; end: number } {
  let link = "";
  let at = 0;
  while (at < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) break;
    const line = bytes.toString("utf8", at, newline);
    const text = line.slice(33);
    const expected = linkOf(link, text);
    if (line.slice(0, 32) !== expected || line[32] !== " ") throw damagedAt(at);
    each(JSON.parse(text) as Entry);
    link = expected;
    at = newline + 1;
  }
  // A torn record is a beginning of one. A whole one that ends with another byte was written, then changed.
  const tail = bytes.toString("utf8", at, Math.max(at, bytes.length - 1));
  if (tail.length > 33 && tail.slice(0, 32) === linkOf(link, tail.slice(33))) throw damagedAt(at);
  return { link, end: at };
}

function damagedAt(value: number): SuyuanError {
  return new SuyuanError("OUTBOX_DAMAGED", { value, reason: "a record does not match its checksum" });
}
