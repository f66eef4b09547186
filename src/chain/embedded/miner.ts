import { type RpcClient } from "../rpc.ts";
import { Admission, type Admitted } from "./admission.ts";
import { type BringUp, headOf } from "./bringUp.ts";
import { type ClockGuard } from "./clockGuard.ts";
import { NotExecutable } from "./errors.ts";
import { emptyPool, executeEntry, readMined } from "./execute.ts";
import { fromHex } from "./keccak.ts";
import { type NodeBlock } from "./nodeBlock.ts";
import { type NodeKeeper } from "./nodeKeeper.ts";
import { type CrashPoint, type Hex, type MinedBlock } from "./types.ts";

/**
 * One block's journey: admit → sync the entry → send → mine → compare → sync the hash. Whatever ends it in
 * the middle, the entry tells how to finish it, and nobody has seen the block before its hash is synced.
 * Its callers run one at a time.
 */
export class Miner {
  readonly #task: BringUp;
  readonly #node: NodeKeeper;
  readonly #clock: ClockGuard;
  readonly #reached: (point: CrashPoint) => void;
  readonly #admission: Admission;

  constructor(task: BringUp, node: NodeKeeper, clock: ClockGuard, reached: (point: CrashPoint) => void) {
    this.#task = task;
    this.#node = node;
    this.#clock = clock;
    this.#reached = reached;
    this.#admission = new Admission(task.consensus.chainId, task.consensus.gasLimit);
  }

  async mine(list: readonly Hex[]): Promise<MinedBlock> {
    await this.settlePending();
    const raws = list.map(parseRaw);
    const parent = headOf(this.#task);
    const timestamp = this.#clock.next(parent.timestamp);
    const admitted = await this.#node.use((client) => this.#admission.admit(client, raws));
    const entry = { number: parent.number + 1, timestamp, raws };
    await this.#task.journal.appendEntry(entry, () => this.#reached("entry-written"));
    this.#reached("entry-synced");
    return this.#finishPending(admitted);
  }

  /** The node was replaced: what it said about nonces is asked again. */
  forget(): void {
    this.#admission.forget();
  }

  /** Never throws NotExecutable: whoever handed in the transactions is gone, and the entry is void. */
  async settlePending(): Promise<void> {
    if (this.#task.journal.pending === null) return;
    const { number } = headOf(this.#task);
    this.#task.log("embedded.pending.replayed", { number: number + 1 });
    this.#admission.forget();
    try {
      await this.#finishPending(null);
    } catch (error) {
      if (!(error instanceof NotExecutable)) throw error;
      this.#task.log("embedded.pending.void", { number: number + 1, why: error.message });
    }
  }

  /** Sends and mines the journalled entry, and records its hash; only then is the block anyone's to see. */
  async #finishPending(admitted: Admitted | null): Promise<MinedBlock> {
    const block = await this.#executePending();
    this.#reached("mined");
    await this.#task.journal.appendHash(block.hash, () => this.#reached("hash-written"));
    this.#reached("hash-synced");
    if (admitted) this.#admission.commit(admitted);
    return { ...headOf(this.#task), transactions: block.transactions };
  }

  /**
   * A transaction let in and then refused means that somebody meddled with the node, or that we let in too
   * much. A new node tells which: if it refuses too, the entry is void, for nobody has seen its block.
   */
  async #executePending(): Promise<NodeBlock> {
    try {
      return await this.#node.use((client) => this.#execute(client));
    } catch (error) {
      if (!(error instanceof NotExecutable)) throw error;
      await this.#node.restart(error.message);
    }
    try {
      return await this.#node.use((client) => this.#execute(client));
    } catch (error) {
      if (!(error instanceof NotExecutable)) throw error;
      await this.#node.use(emptyPool);
      await this.#task.journal.appendVoid(error.message);
      throw error;
    }
  }

  async #execute(client: RpcClient): Promise<NodeBlock> {
    const entry = this.#task.journal.entry(this.#task.journal.pending!);
    await emptyPool(client);
    await executeEntry(client, entry, () => this.#reached("sent"));
    return readMined(client, entry, headOf(this.#task).hash);
  }
}

function parseRaw(raw: Hex, index: number): Buffer {
  try {
    return fromHex(raw);
  } catch (error) {
    throw new NotExecutable(index, (error as Error).message);
  }
}
