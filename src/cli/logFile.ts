import { appendFileSync, createWriteStream, existsSync, type WriteStream } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

/** Opened late: a data directory in which a log lay before anything else would be taken for a foreign one. */
export class LogFile {
  readonly path: string;
  readonly #mark: string;
  #waiting: string[] = [];
  #stream: WriteStream | undefined;

  constructor(data: string) {
    this.path = join(data, "gateway.log");
    this.#mark = join(data, "suyuan.json");
  }

  write(line: string): void {
    if (!this.#stream && !existsSync(this.#mark)) return void this.#waiting.push(line);
    this.#stream ??= this.#open();
    this.#stream.write(line);
  }

  /** For the last words of a process that fails: it will not live to see a stream flushed. */
  writeNow(line: string): void {
    if (existsSync(this.#mark)) appendFileSync(this.path, line, { mode: 0o600 });
  }

  async close(): Promise<void> {
    if (!this.#stream) return;
    this.#stream.end();
    await once(this.#stream, "close");
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.path, { flags: "a", mode: 0o600 });
    // A full disk stops the outbox, which says so; it need not stop the reading too.
    stream.on("error", () => undefined);
    for (const line of this.#waiting.splice(0)) stream.write(line);
    return stream;
  }
}
