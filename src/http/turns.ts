import { SuyuanError } from "../core/errors.ts";

/**
 * Requests with a body, one after the other: between two of them the event loop looks at its sockets, so that
 * health and reads are answered however many acts wait. What waits is bounded; the rest is told to come later.
 */
export class Turns {
  readonly #most: { bytes: number; requests: number };
  readonly #waiting: (() => void)[] = [];
  #bytes = 0;
  #scheduled = false;

  constructor(most: { bytes: number; requests: number }) {
    this.#most = most;
  }

  /** Bytes of bodies in hand. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Makes room for a body; the answer gives it back. */
  enter(bytes: number): () => void {
    const { bytes: most, requests } = this.#most;
    if (this.#bytes + bytes > most || this.#waiting.length >= requests) throw new SuyuanError("GATEWAY_BUSY");
    this.#bytes += bytes;
    return () => void (this.#bytes -= bytes);
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#waiting.shift()!();
      this.#schedule();
    });
  }
}
