import { mkdirSync, statSync } from "node:fs";
import { type RpcClient, RpcUnreachable } from "../rpc.ts";
import { isDiskError } from "../../store/storage.ts";
import { bringUp, type BringUp, headOf, type Node } from "./bringUp.ts";
import { thisBoot } from "./clockAnchor.ts";
import { ClockGuard, sinceBoot } from "./clockGuard.ts";
import { DumpKeeper } from "./dumpKeeper.ts";
import { ClockStepped, HaltedError, NotExecutable } from "./errors.ts";
import { lockDirectory } from "./directoryLock.ts";
import { filesOf } from "./home.ts";
import { type Journal, rescan } from "./journal.ts";
import { toHex } from "./keccak.ts";
import { checkState, compareHashes } from "./nodeBlock.ts";
import { Miner } from "./miner.ts";
import { NodeKeeper } from "./nodeKeeper.ts";
import { openHome } from "./openHome.ts";
import { endOrphan } from "./orphan.ts";
import {
  type EmbeddedChain,
  type EmbeddedOptions,
  type Head,
  type Hex,
  type Log,
  type MinedBlock,
} from "./types.ts";

export * from "./errors.ts";
export * from "./types.ts";

/** Ten batches of 1,000 versions at 55,000 gas fit fifty times over. */
const DEFAULT_GAS_LIMIT = 30_000_000_000n;
const DEFAULT_DUMP_EVERY = 200;
/** A refusal, or the node's silence, after which the journal still says all that is needed. */
const LEAVES_CHAIN_SOUND = [NotExecutable, ClockStepped, RpcUnreachable];

export async function openEmbeddedChain(options: EmbeddedOptions): Promise<EmbeddedChain> {
  const { dir, chainId, log = () => undefined } = options;
  const now = options.now ?? (() => Date.now() / 1000);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(dir);
  let journal: Journal | null = null;
  try {
    const orphan = await endOrphan(filesOf(dir).node);
    if (orphan !== null) log("embedded.orphan.ended", { pid: orphan });
    const wanted = { chainId, gasLimit: options.gasLimit ?? DEFAULT_GAS_LIMIT };
    const home = await openHome(dir, wanted, Math.floor(now()), log);
    journal = home.journal;
    const node = await bringUp({ ...home, dir, port: 0, log });
    const task = { ...home, dir, port: node.anvil.port, log };
    const chain = new Chain({ ...options, now, log }, task, node, lock.release);
    await chain.settle();
    const { url, clockProblem } = chain;
    for (const { after, text } of home.journal.forks) log("embedded.restored", { after, text });
    log("embedded.open", { url, clockProblem, reach: "any process on this machine can reach this node" });
    return chain;
  } catch (error) {
    await endOrphan(filesOf(dir).node).catch(() => undefined);
    await journal?.close();
    lock.release();
    throw error;
  }
}

class Chain implements EmbeddedChain {
  readonly chainId: number;
  readonly #task: BringUp;
  readonly #journal: Journal;
  readonly #miner: Miner;
  readonly #clock: ClockGuard;
  readonly #dumps: DumpKeeper;
  readonly #release: () => void;
  readonly #onDiskError: (error: unknown) => void;
  readonly #node: NodeKeeper;
  #halted: string | null = null;
  #closing = false;
  #closed: Promise<void> | null = null;
  /** One thing at a time: the last of what was asked. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    options: EmbeddedOptions & { now: () => number; log: Log },
    task: BringUp,
    node: Node,
    release: () => void,
  ) {
    const files = filesOf(options.dir);
    this.chainId = task.consensus.chainId;
    this.#task = task;
    this.#journal = task.journal;
    this.#release = release;
    this.#onDiskError = options.onDiskError ?? (() => undefined);
    const reached = options.crashAt ?? (() => undefined);
    const boot = options.monotonic ? null : thisBoot();
    const sources = {
      now: options.now,
      monotonic: options.monotonic ?? sinceBoot,
      ...(boot === null ? {} : { boot: { name: boot, file: files.clock } }),
    };
    const { timestamp } = this.head();
    this.#clock = new ClockGuard(sources, files.step, options.acceptClock ?? false, timestamp);
    const every = options.dumpEvery ?? DEFAULT_DUMP_EVERY;
    this.#dumps = new DumpKeeper(files.dumps, every, node.begunFrom, options.log, reached);
    this.#node = new NodeKeeper(task, node, {
      serialise: (work) => this.#work(work),
      afterRestart: () => this.#miner.forget(),
      beforeRestart: () => this.#dumps.settled(),
    });
    this.#miner = new Miner(task, this.#node, this.#clock, reached);
  }

  get url(): string {
    return this.#node.url;
  }

  get halted(): string | null {
    return this.#halted;
  }

  get clockProblem(): string | null {
    return this.#clock.problem(this.head().timestamp)?.message ?? null;
  }

  get journalBytes(): number {
    return this.#journal.end;
  }

  head(): Head {
    return headOf(this.#task);
  }

  mine(raws: readonly Hex[]): Promise<MinedBlock> {
    return this.#work(async () => {
      const block = await this.#miner.mine(raws);
      this.#dumpIfDue();
      return block;
    });
  }

  verify(): Promise<number> {
    return this.#work(async () => {
      await this.#miner.settlePending();
      await this.#node.use((client) => this.#compare(client));
      return this.#journal.head.number;
    });
  }

  async #compare(client: RpcClient): Promise<void> {
    const path = filesOf(this.#task.dir).journal;
    const { blocks } = rescan(path, statSync(path).size);
    const recorded = (number: number) => toHex(blocks[number]?.hash ?? Buffer.alloc(0));
    await compareHashes(client, 0, this.#journal.head.number, recorded);
    await checkState(client);
  }

  /** Finishes what a crash left, an entry without its hash; the chain is closed when that fails. */
  async settle(): Promise<void> {
    try {
      await this.#work(() => this.#miner.settlePending());
    } catch (error) {
      this.#closing = true;
      await this.#node.end();
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#enqueue(async () => {
      if (this.#halted === null) await this.#dumps.take(this.#node.client, this.head());
      await this.#dumps.settled();
      try {
        await this.#node.end();
      } finally {
        await this.#journal.close();
        this.#release();
      }
    });
    this.#closing = true;
    return this.#closed;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new Error("the embedded chain is closed"));
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #dumpIfDue(): void {
    if (!this.#dumps.isDue(this.head().number)) return;
    this.#enqueue(() => this.#dumps.take(this.#node.client, this.head())).catch(() => undefined);
  }

  /** What concerns the chain itself: refused once halted, and halting it when journal and node may differ. */
  #work<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      if (this.#halted !== null) throw new HaltedError(this.#halted);
      try {
        return await work();
      } catch (error) {
        if (LEAVES_CHAIN_SOUND.some((kind) => error instanceof kind)) throw error;
        throw this.#halt(error as Error);
      }
    });
  }

  #halt(error: Error): HaltedError {
    if (isDiskError(error)) this.#onDiskError(error);
    this.#halted = error instanceof HaltedError ? error.reason : error.message;
    this.#task.log("embedded.halted", { why: this.#halted });
    return new HaltedError(this.#halted);
  }
}
