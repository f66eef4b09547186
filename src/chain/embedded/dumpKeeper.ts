import { type RpcClient } from "../rpc.ts";
import { requestDump, storeDump } from "./dump.ts";
import { readBlock } from "./nodeBlock.ts";
import { type CrashPoint, type Log } from "./types.ts";

/** A dump that takes a second is worth at most one in this many: mining waits while the node builds it. */
const PAUSE_FACTOR = 20;

/** Decides when to dump, one at a time. A dump that fails costs only time at the next start, so it is logged. */
export class DumpKeeper {
  readonly #dir: string;
  readonly #every: number;
  readonly #log: Log;
  readonly #reached: (point: CrashPoint) => void;
  #lastNumber: number;
  #notBefore = 0;
  #storing: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(
    dir: string,
    every: number,
    lastNumber: number,
    log: Log,
    reached: (point: CrashPoint) => void,
  ) {
    this.#dir = dir;
    this.#every = every;
    this.#lastNumber = lastNumber;
    this.#log = log;
    this.#reached = reached;
  }

  isDue(head: number): boolean {
    return !this.#busy && head - this.#lastNumber >= this.#every && performance.now() >= this.#notBefore;
  }

  /** Resolves when the node may mine again; the rest is read and written beside it. */
  async take(client: RpcClient, head: { number: number; hash: string }): Promise<void> {
    await this.#storing;
    if (this.#lastNumber === head.number) return;
    this.#busy = true;
    const began = performance.now();
    try {
      const latest = await readBlock(client, "latest");
      if (latest?.hash !== head.hash)
        throw new Error(`the node's last block is ${latest?.hash}, not ${head.hash}`);
      const answer = await requestDump(client);
      const { number, hash } = head;
      this.#storing = this.#finish(
        storeDump(answer, this.#dir, { number, hash }, this.#reached),
        number,
        began,
      );
    } catch (error) {
      this.#storing = this.#finish(Promise.reject(error as Error), head.number, began);
    }
  }

  /** No dump is being written when this resolves. */
  settled(): Promise<void> {
    return this.#storing;
  }

  async #finish(stored: Promise<void>, number: number, began: number): Promise<void> {
    try {
      await stored;
      this.#lastNumber = number;
      this.#log("embedded.dumped", { number, ms: Math.round(performance.now() - began) });
    } catch (error) {
      this.#log("embedded.dump.failed", { number, why: (error as Error).message });
    }
    const ended = performance.now();
    this.#notBefore = ended + PAUSE_FACTOR * (ended - began);
    this.#busy = false;
  }
}
