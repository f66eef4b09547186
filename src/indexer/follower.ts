import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type ChainNode, type NodeBlock, type NodeReceipt } from "../chain/node.ts";
import { receiptsRoot } from "../chain/receiptsRoot.ts";
import { type Index } from "./index.ts";
import { reconcile, type Seen, type Step } from "./reconcile.ts";

/** The chain as the follower may see it. */
export interface FollowedChain {
  node: ChainNode;
  /** The highest block that may be read. */
  readable(): Promise<number>;
  /** The highest block that can no longer be taken back once there is this one. */
  final(head: number): number;
}

export interface FollowerOptions {
  /** Milliseconds between looks at the node; a poke looks at once. */
  pollMs: number;
  log(event: string, fields: object): void;
}

/** Keeps the index equal to the chain. Performs what `reconcile` decides, one step at a time. */
export class Follower {
  readonly #chain: FollowedChain;
  readonly #index: Index;
  readonly #options: FollowerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #halted: string | null = null;
  #lagging = false;
  #problem: string | null = null;

  constructor(chain: FollowedChain, index: Index, options: FollowerOptions) {
    this.#chain = chain;
    this.#index = index;
    this.#options = options;
  }

  /** Why the index stopped for good, until an operator decides. */
  get halted(): string | null {
    return this.#halted;
  }

  /** The last thing that went wrong with the node and may pass. */
  get problem(): string | null {
    return this.#lagging ? "the node is behind the index" : this.#problem;
  }

  start(): void {
    this.#timer = setInterval(() => void this.poke(), this.#options.pollMs);
    void this.poke();
  }

  /** Looks at the node now; resolves when everything readable is indexed, or something is in the way. */
  poke(): Promise<void> {
    this.#again = true;
    return (this.#running ??= this.#run());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Ends in the turn in which nobody asked again, so that no poke is left to a run that is over. */
  async #run(): Promise<void> {
    await null;
    while (this.#again && !this.#closed && this.#halted === null) {
      this.#again = false;
      try {
        while (!this.#closed && (await this.#step()));
        this.#problem = null;
      } catch (error) {
        this.#fail(error);
        // Whoever asked meanwhile is answered with this: a node that never answers would keep them waiting for ever.
        break;
      }
    }
    this.#running = undefined;
  }

  #fail(error: unknown): void {
    if (error instanceof SuyuanError && error.code === "INDEX_HALTED") {
      this.#halted = String(error.details.value);
      this.#options.log("index.halted", { reason: this.#halted });
      return;
    }
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#problem) this.#options.log("index.problem", { problem });
    this.#problem = problem;
  }

  /** Whether there may be more to do. */
  async #step(): Promise<boolean> {
    const readable = await this.#chain.readable();
    const seen = await this.#look(readable);
    const step = reconcile(this.#local(), seen);
    await this.#perform(step);
    return step.do === "append" || step.do === "rollback";
  }

  #local() {
    const index = this.#index;
    return {
      head: index.head,
      final: index.final,
      hashAt: (n: number) => index.block(n)?.hash,
    };
  }

  async #look(readable: number): Promise<Seen> {
    const head = this.#index.head;
    if (!head) return { head: readable, next: null, beside: null };
    const next = readable > head.number ? await this.#chain.node.block(head.number + 1) : null;
    if (next?.parent === head.hash) return { head: readable, next, beside: null };
    const beside = await this.#chain.node.block(Math.min(head.number, readable));
    return { head: readable, next, beside };
  }

  async #perform(step: Step): Promise<void> {
    switch (step.do) {
      case "append":
        this.#lagging = false;
        // Nothing of interest lies before the ledger's deployment, so the index begins at its block.
        return this.#append(this.#index.head ? step.number : this.#index.identity.from);
      case "rollback":
        this.#options.log("index.rollback", { to: step.to, from: this.#index.head?.number });
        return this.#index.rollback(step.to);
      case "wait":
        this.#lagging = step.lagging;
        return this.#index.settle(this.#finalBelow(this.#index.head?.number ?? -1));
      case "halt":
        await this.#lookAgain(step.at, step.found);
        throw new SuyuanError("INDEX_HALTED", { value: step.reason });
      default:
        return step satisfies never;
    }
  }

  /** Counted from blocks that follow one another here: the head a node names may be of another fork, or of none. */
  #finalBelow(head: number): number {
    return this.#chain.final(head);
  }

  /** A node may have been exchanged between two questions. Only what it says again stops the index for good. */
  async #lookAgain(number: number, found: Hex): Promise<void> {
    await this.#chain.readable();
    const again = await this.#chain.node.block(number);
    if (again?.hash !== found) throw new Error(`the node contradicts itself about block ${number}`);
  }

  async #append(number: number): Promise<void> {
    const block = await this.#chain.node.block(number);
    if (!block) throw new Error(`the node does not hand out block ${number}`);
    const head = this.#index.head;
    if (head && block.parent !== head.hash) return;
    const receipts = await this.#chain.node.receipts(block);
    await checkReceipts(block, receipts);
    await this.#index.apply(block, receipts, this.#finalBelow(number));
  }
}

/** A node that drops, reorders or invents a log is caught before anything is applied. */
export async function checkReceipts(block: NodeBlock, receipts: NodeReceipt[]): Promise<void> {
  const root = await receiptsRoot(receipts);
  if (root !== block.receiptsRoot) {
    throw new Error(
      `the receipts of block ${block.number} hash to ${root}, its header says ${block.receiptsRoot}`,
    );
  }
}
