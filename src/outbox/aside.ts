import { type FileHandle, open, rm } from "node:fs/promises";
import { Lines, writeAll } from "./lines.ts";

/** So much is encoded and written at once: other work gets its turn in between. */
const CHUNK_BYTES = 256 * 1024;

export function asideOf(path: string): string {
  return `${path}.new`;
}

/** The file that shall replace a journal, as long as nobody relies on it. */
export class Aside {
  readonly path: string;
  readonly #lines = new Lines();
  #file: FileHandle | undefined;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #bytes = 0;

  constructor(path: string) {
    this.path = asideOf(path);
  }

  get link(): string {
    return this.#lines.link;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(texts: Iterable<string>): Promise<void> {
    this.#file ??= await open(this.path, "w", 0o600);
    for (const text of texts) {
      const line = this.#lines.next(text);
      this.#waiting.push(line);
      this.#waitingBytes += line.length;
      if (this.#waitingBytes >= CHUNK_BYTES) await this.#flush();
    }
    await this.#flush();
  }

  async sync(): Promise<void> {
    await this.#file!.sync();
  }

  /** Closes it; what was not put in place by now is of no use. */
  async close(): Promise<void> {
    await this.#file?.close().catch(() => undefined);
    await rm(this.path, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(""));
    this.#waiting = [];
    this.#waitingBytes = 0;
    await writeAll(this.#file!, bytes);
    this.#bytes += bytes.length;
  }
}
