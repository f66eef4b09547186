import { setTimeout as wait } from "node:timers/promises";
import { type RpcClient, RpcUnreachable } from "../rpc.ts";
import { bringUp, type BringUp, mustReload, type Node, reload } from "./bringUp.ts";
import { filesOf } from "./home.ts";
import { endOrphan } from "./orphan.ts";

export interface NodeEvents {
  /** Runs work when nothing else uses the node. */
  serialise: (work: () => Promise<void>) => Promise<void>;
  beforeRestart: () => Promise<void>;
  afterRestart: () => void;
}

/** Tries of one piece of work before its caller hears that the node does not stay up. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** Keeps one node running: when it ends or falls silent, a new one is brought to the journal's head. */
export class NodeKeeper {
  readonly #task: BringUp;
  readonly #events: NodeEvents;
  #node: Node;
  /** Block after which the node was last seen to be fit for the next. */
  #settled: number | null = null;

  constructor(task: BringUp, node: Node, events: NodeEvents) {
    this.#task = task;
    this.#events = events;
    this.#node = node;
    this.#watch(node);
  }

  get client(): RpcClient {
    return this.#node.client;
  }

  get url(): string {
    return this.#node.anvil.url;
  }

  /** A node that does not answer is started anew: nobody knows what it did, and the journal knows all. */
  async use<T>(work: (client: RpcClient) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#settle();
        return await work(this.#node.client);
      } catch (error) {
        if (!(error instanceof RpcUnreachable)) throw error;
        await this.restart(error.message);
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async end(): Promise<void> {
    this.#node.client.close();
    await this.#node.anvil.kill();
    await endOrphan(filesOf(this.#task.dir).node);
  }

  /** A node that has just created contracts is loaded anew before anything else. */
  async #settle(): Promise<void> {
    const { number } = this.#task.journal.head;
    if (this.#settled === number) return;
    if (mustReload(this.#task, this.#node)) {
      await this.#events.beforeRestart();
      this.#node = await reload(this.#node, number, this.#task);
      this.#watch(this.#node);
    }
    this.#settled = number;
  }

  /** Ends the node and brings a new one to the journal's head. */
  async restart(why: string): Promise<void> {
    this.#task.log("embedded.node.restarted", { why });
    await this.end();
    await this.#events.beforeRestart();
    this.#settled = null;
    this.#node = await bringUp(this.#task);
    this.#events.afterRestart();
    this.#watch(this.#node);
  }

  /**
   * Readers need the node too, so it is started anew at once and not only for the next block: whoever mines
   * that block may have to read first. A node that ends while it comes up is followed by another.
   */
  #watch(node: Node): void {
    void node.anvil.ended.then(async (how) => {
      const restart = async () => {
        if (this.#node === node) await this.restart(`it ended with ${how}`);
      };
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        try {
          return await this.#events.serialise(restart);
        } catch (error) {
          // Anything else says that the chain is closing, or halted with the reason in the log.
          if (!(error instanceof RpcUnreachable)) return;
        }
        await wait(pause, undefined, { ref: false });
      }
    });
  }
}
