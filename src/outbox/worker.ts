import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Directory } from "../chain/encode.ts";
import { type StateAt } from "../chain/node.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Signer } from "../chain/signer.ts";
import { type BlockApplied, type Index } from "../indexer/index.ts";
import { Adoption, type NodeRestore } from "./adoption.ts";
import { Lane } from "./lane.ts";
import { blockOf } from "./landed.ts";
import { type Batch, type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { stepOf } from "./storedStep.ts";

export interface WorkerOptions {
  outbox: Outbox;
  port: ChainPort;
  index: Index;
  directory: Directory;
  signerOf(key: Hex): Signer | null;
  /** Seconds: the time the next block will have, as far as that can be known. */
  now(): number;
  mayAct(): void;
  /** Whether the index stopped for good. */
  halted(): boolean;
  log(event: string, fields: object): void;
  crashAt(point: string): void;
  /** Milliseconds between sending again what has not landed. */
  resendMs: number;
  /** With real nodes, when this directory was restored from a backup. */
  restore?: NodeRestore | undefined;
}

const SUSPECTED_MS = 2_000;

/** Runs the lanes: hands them what is accepted, and tells them what the index saw. */
export class Worker {
  readonly #o: WorkerOptions;
  readonly #lanes = new Map<Hex, Lane>();
  /** Transactions whose nonce seems to be used by another, and since when. */
  readonly #suspects = new Map<Hex, number>();
  #timer: NodeJS.Timeout | undefined;
  #resuming: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    this.#o = options;
  }

  lane(key: Hex): Lane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      const { signerOf, restore, ...rest } = this.#o;
      const { outbox, port, index, log } = this.#o;
      const storedStep = (k: Hex, at: StateAt) => stepOf(k, at, this.#o);
      const areQuiet = () => [...this.#lanes.values()].every((l) => l.isQuiet);
      const state = () => this.#state();
      const adoption = restore && new Adoption(key, { restore, outbox, port, index, log });
      lane = new Lane(key, signerOf(key), { ...rest, storedStep, state, areQuiet, adoption });
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  lanes(): Iterable<Lane> {
    return this.#lanes.values();
  }

  /** Picks up what the journal holds. The index must be where the chain is. */
  async start(): Promise<void> {
    const { outbox, index } = this.#o;
    const operations = new Map<Hex, Operation[]>();
    for (const o of outbox.openOperations()) operations.set(o.key, [...(operations.get(o.key) ?? []), o]);
    for (const [key, list] of operations) {
      const batches = [...outbox.batches.values()].filter((b) => b.key === key);
      this.lane(key).restore(list, batches);
    }
    outbox.on("accepted", (accepted) => this.#route(accepted));
    outbox.on("settled", () => this.#work());
    outbox.on("orphaned", (operation, ancestor) => void this.lane(operation.key).orphan(operation, ancestor));
    index.on("applied", (applied) => this.#applied(applied));
    index.on("rolledBack", ({ to }) => this.#rolledBack(to));
    await this.resume();
    this.#timer = setInterval(() => void this.resume(), this.#o.resendMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const lane of this.#lanes.values()) await lane.idle();
  }

  #route(accepted: Operation[]): void {
    const byKey = new Map<Hex, Operation[]>();
    for (const o of accepted) {
      const list = byKey.get(o.key);
      if (list) list.push(o);
      else byKey.set(o.key, [o]);
    }
    for (const [key, operations] of byKey) this.lane(key).enqueue(operations);
  }

  #applied({ block, transactions }: BlockApplied): void {
    const final = block.number <= this.#o.index.final;
    for (const { hash, succeeded } of transactions) {
      for (const lane of this.#lanes.values()) {
        if (lane.saw(hash, { block: block.number, succeeded, final })) break;
      }
    }
    this.#wake();
  }

  #wake(): void {
    for (const lane of this.#lanes.values()) lane.finalised(this.#o.index.final);
    this.#work();
  }

  #work(): void {
    for (const lane of this.#lanes.values()) void lane.work();
  }

  #rolledBack(to: number): void {
    for (const lane of this.#lanes.values()) lane.rolledBack(to);
  }

  /** Looks up what has not landed: it may lie in a block indexed before; the rest is sent again, unchanged. */
  resume(): Promise<void> {
    return (this.#resuming ??= this.#resume().finally(() => (this.#resuming = undefined)));
  }

  async #resume(): Promise<void> {
    for (const lane of this.#lanes.values()) {
      try {
        for (const batch of lane.outstanding) await this.#lookUp(lane, batch);
        await lane.resend();
      } catch (error) {
        this.#o.log("worker.problem", { problem: error instanceof Error ? error.message : String(error) });
      }
    }
    this.#wake();
  }

  async #lookUp(lane: Lane, batch: Batch): Promise<void> {
    const { index, outbox, port } = this.#o;
    const indexed = await blockOf(batch, outbox, index);
    if (indexed !== undefined) {
      lane.saw(batch.hash, { block: indexed, succeeded: true, final: indexed <= index.final });
      return;
    }
    // Taken first: whatever is in a block up to this one has a receipt when it is asked for below.
    const settled = index.final;
    const answer = await port.node.rpc.call("eth_getTransactionReceipt", [batch.hash]);
    const found = answer as Record<string, string> | null;
    if (!found) return this.#suspect(lane, batch, settled);
    this.#suspects.delete(batch.hash);
    const block = Number(found["blockNumber"]);
    if (index.block(block)?.hash !== found["blockHash"]) return;
    lane.saw(batch.hash, { block, succeeded: found["status"] === "0x1", final: block <= index.final });
  }

  /**
   * No receipt, and a final block shows the nonce used: another transaction took it. Believed only when two
   * looks a while apart agree, since a node in the middle of a block may show its state before its receipts.
   */
  async #suspect(lane: Lane, { hash, nonce }: Batch, settled: number): Promise<void> {
    const used = settled >= 0 && (await this.#isUsed(lane.key, nonce, settled));
    const since = this.#suspects.get(hash);
    if (!used) this.#suspects.delete(hash);
    else if (since === undefined) this.#suspects.set(hash, performance.now());
    else if (performance.now() - since > SUSPECTED_MS) {
      this.#suspects.delete(hash);
      lane.replaced(hash, settled);
    }
  }

  /** In the block that is final here, not in whatever the node has at its height. The head's state is there more often. */
  async #isUsed(key: Hex, nonce: number, settled: number): Promise<boolean> {
    const { index, port } = this.#o;
    const last = index.block(settled)?.hash;
    if (last === undefined || (await port.node.nonce(key, await this.#state())) <= nonce) return false;
    return (await port.node.nonce(key, last)) > nonce;
  }

  #state(): Promise<StateAt> {
    const { index, port } = this.#o;
    if (!index.head) throw new SuyuanError("INDEX_BEHIND", { value: "none", limit: index.identity.from });
    return port.stateAt(index.head);
  }
}
