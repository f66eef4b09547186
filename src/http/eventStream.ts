import { type ServerResponse } from "node:http";
import { type Fact } from "../core/fact.ts";
import { ordinal } from "../core/table.ts";
import { facts } from "../ledger/spine/tables.ts";
import { type Gateway } from "../gateway.ts";
import { type HttpSettings } from "./settings.ts";

const AT_ONCE = 256;

export interface EventFilter {
  subject?: string | undefined;
  name?: string | undefined;
}

/**
 * Facts to one reader, in order, from a position on. Nothing is queued: the stream remembers where it is and
 * reads on when the reader has taken what was written. A reader that stops taking is cut off.
 */
export class EventStream {
  readonly #res: ServerResponse;
  readonly #index: Gateway["index"];
  readonly #filter: EventFilter;
  readonly #settings: HttpSettings;
  readonly #say: (fact: Fact) => unknown;
  #next: number;
  #running = false;
  #ended = false;
  #stalled: NodeJS.Timeout | undefined;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #applied = () => void this.#pump();
  readonly #rolledBack = ({ to }: { to: number }) => this.#takeBack(to);

  constructor(
    res: ServerResponse,
    index: Gateway["index"],
    from: number,
    options: { filter: EventFilter; settings: HttpSettings; say: (fact: Fact) => unknown },
  ) {
    this.#res = res;
    this.#index = index;
    this.#next = from;
    this.#filter = options.filter;
    this.#settings = options.settings;
    this.#say = options.say;
    index.on("applied", this.#applied);
    index.on("rolledBack", this.#rolledBack);
    res.on("close", () => this.end());
    res.on("error", () => this.end());
    res.on("drain", this.#applied);
    this.#heartbeat = setInterval(() => this.#beat(), this.#settings.heartbeatMs);
    void this.#pump();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#stalled);
    this.#index.off("applied", this.#applied);
    this.#index.off("rolledBack", this.#rolledBack);
    this.#res.off("drain", this.#applied);
    this.#res.end();
  }

  /** An id without data moves the reader's position past what its filter left out. */
  #beat(): void {
    if (!this.#isFull()) this.#res.write(`: still here\nid: ${this.#next - 1}\n\n`);
  }

  /** The facts of blocks that were taken back will come again, perhaps others. */
  #takeBack(to: number): void {
    const kept = this.#index.block(to)?.facts ?? 0;
    if (kept >= this.#next) return;
    this.#next = kept;
    this.#res.write(
      `event: rolled-back\nid: ${kept - 1}\ndata: ${JSON.stringify({ block: to, next: kept })}\n\n`,
    );
  }

  async #pump(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (!this.#ended && !this.#isFull() && (await this.#step()));
    } catch {
      // The index is closing, or damaged; either way there is nothing more to say here.
      this.end();
    } finally {
      this.#running = false;
    }
  }

  /** Whether there may be more. */
  async #step(): Promise<boolean> {
    const from = this.#next;
    const range = { limit: AT_ONCE, ...(from > 0 ? { after: ordinal(from - 1) } : {}) };
    const found = await this.#index.rows.range(facts, range);
    // A rollback while reading has moved the position: read again.
    if (this.#next !== from) return true;
    for (const { row } of found) {
      if (this.#isFull()) return false;
      this.#next = row.sequence + 1;
      if (this.#wants(row))
        this.#res.write(`id: ${row.sequence}\ndata: ${JSON.stringify(this.#say(row))}\n\n`);
    }
    return found.length === AT_ONCE || this.#next < this.#total();
  }

  #total(): number {
    return factCount(this.#index);
  }

  #wants({ name, subjects }: Fact): boolean {
    const { filter } = { filter: this.#filter };
    const fits = filter.name === undefined || filter.name === name;
    return fits && (filter.subject === undefined || subjects.some((s) => s === filter.subject));
  }

  #isFull(): boolean {
    clearTimeout(this.#stalled);
    if (this.#res.writableLength <= this.#settings.eventBufferBytes) return false;
    this.#stalled = setTimeout(() => this.#res.destroy(), this.#settings.eventStallMs);
    return true;
  }
}

/** Facts in the read model; the next one has this sequence. */
export function factCount(index: Gateway["index"]): number {
  return index.head ? (index.block(index.head.number)?.facts ?? 0) : 0;
}
