import { fstatSync, rmSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { syncDirectory } from "../store/durable.ts";
import { type HeldFile, holdFile } from "../store/held.ts";
import { Storage } from "../store/storage.ts";
import { Aside, asideOf } from "./aside.ts";
import { linkOf, Lines, writeAll } from "./lines.ts";

interface Waiting<Entry> {
  entry: Entry;
  text: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface Options {
  onTorn?: (bytes: number) => void;
  crashAt?: (point: string) => void;
  /** Told of a write that failed; after that nothing more is appended until the file is opened anew. */
  storage?: Storage;
}

/** So few records that came during a compaction may be written while others wait for it. */
const FEW = 500;

/**
 * An append-only file of JSON records, one a line: `<link> <json>\n`. The link is the first 32 hexadecimal
 * digits of SHA-256(link before ‖ json), so a lost, changed or inserted line breaks the chain.
 *
 * MUST: `append` resolves only after its records are on disk. Records appended at the same time share a sync.
 */
export class Journal<Entry> {
  readonly #path: string;
  #file: FileHandle;
  readonly #lines: Lines;
  #end: number;
  #waiting: Waiting<Entry>[] = [];
  #flushing: Promise<void> | undefined;
  /** While it is being compacted: what reached the disk since the new file was begun. */
  #since: string[] | undefined;
  /** Done between two groups, when nothing else writes. */
  #turn: (() => Promise<void>) | undefined;
  readonly #each: (entry: Entry) => void;
  readonly #crashAt: (point: string) => void;
  readonly #storage: Storage;

  private constructor(
    path: string,
    file: FileHandle,
    scan: { link: string; end: number },
    each: (entry: Entry) => void,
    { crashAt = noop, storage = new Storage() }: Options,
  ) {
    this.#path = path;
    this.#file = file;
    this.#each = each;
    this.#lines = new Lines(scan.link);
    this.#end = scan.end;
    this.#crashAt = crashAt;
    this.#storage = storage;
  }

  /**
   * Opens the file and cuts off a last record whose writing never finished. `each` is handed every record in
   * order: those of the file now, those appended later once they are on disk and before their callers go on.
   */
  static async open<Entry>(
    path: string,
    each: (entry: Entry) => void,
    options: Options = {},
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
      // What a compaction left that was cut off before it was put in place.
      rmSync(asideOf(path), { recursive: true, force: true });
      syncDirectory(dirname(path));
      return new Journal<Entry>(path, file, scan, each, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#end;
  }

  /** The file in force, for a backup: what is on disk now and will not change. */
  hold(): HeldFile {
    const held = holdFile(this.#path);
    // While a compaction puts a file in place, the name is the new one's already, and nothing is appended.
    const isOurs = held.inode === fstatSync(this.#file.fd).ino;
    return isOurs ? held.first(this.#end) : held;
  }

  append(...entries: Entry[]): Promise<void> {
    const texts = entries.map((e) => JSON.stringify(e));
    return new Promise((resolve, reject) => {
      this.#storage.require();
      const last = entries.length - 1;
      entries.forEach((entry, i) => {
        const done = i === last;
        const told = { resolve: done ? resolve : noop, reject: done ? reject : noop };
        this.#waiting.push({ entry, text: texts[i]!, ...told });
      });
      this.#flushing ??= Promise.resolve().then(() => this.#flush());
    });
  }

  /** MUST: resolves only when everything appended so far is on disk. */
  async synced(): Promise<void> {
    await this.#flushing;
    this.#storage.require();
  }

  /**
   * Replaces everything by records that amount to the same, while others go on appending: written aside, then
   * what came meanwhile, synced, and put in place between two groups. `amount` is asked in the turn of the
   * call, and must tell what all records handed to `each` so far amount to. When it fails before the new file
   * is in place, the old one stays in force. One at a time.
   */
  async compact(amount: () => readonly Entry[]): Promise<void> {
    if (this.#since) throw new Error("the journal is being compacted already");
    this.#since = [];
    const aside = new Aside(this.#path);
    try {
      await aside.write(textsOf(amount()));
      this.#crashAt("compact-writing");
      while (this.#since.length > FEW) await aside.write(this.#since.splice(0));
      // Most of it is on disk before anybody has to wait for it.
      await aside.sync();
      await this.#between(() => this.#replaceBy(aside));
    } finally {
      this.#since = undefined;
      await aside.close();
    }
  }

  async #replaceBy(aside: Aside): Promise<void> {
    this.#storage.require();
    await aside.write(this.#since!.splice(0));
    await aside.sync();
    this.#crashAt("compact-written");
    await rename(aside.path, this.#path);
    try {
      this.#crashAt("compact-renamed");
      const file = await open(this.#path, "a+", 0o600);
      syncDirectory(dirname(this.#path));
      const old = this.#file;
      this.#file = file;
      this.#lines.link = aside.link;
      this.#end = aside.bytes;
      await old.close();
    } catch (cause) {
      // Which of the two files a loss of power would leave is unknown, so neither may grow.
      throw this.#storage.fail(this.#path, cause);
    }
  }

  /** Runs in the queue of groups, so that nothing is appended meanwhile. */
  #between(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#turn = () => work().then(resolve, reject);
      this.#flushing ??= Promise.resolve().then(() => this.#flush());
    });
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    while (this.#turn || (this.#waiting.length > 0 && !this.#storage.failure)) {
      const turn = this.#turn;
      this.#turn = undefined;
      await (turn ? turn() : this.#write(this.#waiting.splice(0)));
    }
    for (const g of this.#waiting.splice(0)) g.reject(this.#storage.failure);
    // In the same turn as the last look at the queue, so that nothing is queued behind a flush that is over.
    this.#flushing = undefined;
  }

  async #write(group: Waiting<Entry>[]): Promise<void> {
    try {
      const bytes = Buffer.from(group.map(({ text }) => this.#lines.next(text)).join(""));
      this.#crashAt("journal-writing");
      await writeAll(this.#file, bytes);
      this.#crashAt("journal-written");
      await this.#file.datasync();
      this.#crashAt("journal-synced");
      this.#end += bytes.length;
    } catch (cause) {
      // The file's end is unknown now: nothing more is appended until it is opened anew.
      const failure = this.#storage.fail(this.#path, cause);
      for (const g of group) g.reject(failure);
      return;
    }
    for (const g of group) this.#each(g.entry);
    this.#since?.push(...group.map((g) => g.text));
    for (const g of group) g.resolve();
  }
}

function* textsOf(entries: readonly unknown[]): Iterable<string> {
  for (const entry of entries) yield JSON.stringify(entry);
}

const noop = () => undefined;

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
