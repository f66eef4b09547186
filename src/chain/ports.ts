import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { NotExecutable } from "./embedded/errors.ts";
import { type EmbeddedChain } from "./embedded/types.ts";
import { ChainNode, type StateAt } from "./node.ts";
import { RpcError, rpcClient } from "./rpc.ts";

export interface SignedBytes {
  raw: Hex;
  hash: Hex;
}

/** What became of handing bytes to the chain. `unknown` is not `failed`: look the hash up, send the same again. */
export type Submission =
  { outcome: "sent" } | { outcome: "refused"; reason: string } | { outcome: "unknown"; reason: string };

/** The chain as a gateway uses it. */
export interface ChainPort {
  readonly chainId: number;
  readonly node: ChainNode;
  /** Gas a transaction may ask for. */
  readonly gasCap: bigint;
  readonly kind: "embedded" | "node";
  /** Bytes of the embedded chain's journal that are on disk; null with real nodes, which keep their own. */
  readonly journalBytes: number | null;
  readable(): Promise<number>;
  /** The key's next nonce, counting what waits in any node's pool. Throws when a node does not answer. */
  pendingNonce(key: Hex): Promise<number>;
  final(head: number): number;
  /** The state to try things on when this is the last block that was read. */
  stateAt(read: { number: number; hash: Hex }): Promise<StateAt>;
  submit(transaction: SignedBytes): Promise<Submission>;
  /** Why nothing can be sent at the moment, or null. */
  problem(): string | null;
  onBlock(listener: () => void): void;
  close(): Promise<void>;
}

const BLOCK_TRANSACTIONS = 256;

/** The chain this gateway mines: a block holds what waits, and is final when it is recorded. */
export function embeddedPort(chain: EmbeddedChain): ChainPort {
  const waiting: { transaction: SignedBytes; resolve: (s: Submission) => void }[] = [];
  const listeners: (() => void)[] = [];
  let mining: Promise<void> | undefined;

  /** Ends in the turn in which nothing waited, so that nothing is left to mining that is over. */
  async function mineWaiting(): Promise<void> {
    await null;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BLOCK_TRANSACTIONS);
      const refused = await mineOne(batch);
      if (refused) waiting.unshift(...refused);
      for (const listener of listeners) listener();
    }
    mining = undefined;
  }

  /** The rest of the batch, to be mined without the one that could not be executed. */
  async function mineOne(batch: typeof waiting): Promise<typeof waiting | undefined> {
    try {
      await chain.mine(batch.map((b) => b.transaction.raw));
      for (const b of batch) b.resolve({ outcome: "sent" });
      return undefined;
    } catch (error) {
      if (error instanceof NotExecutable) {
        const [bad] = batch.splice(error.index, 1);
        bad?.resolve({ outcome: "refused", reason: error.reason });
        return batch;
      }
      const reason = error instanceof Error ? error.message : String(error);
      for (const b of batch) b.resolve({ outcome: "unknown", reason });
      return undefined;
    }
  }

  return {
    chainId: chain.chainId,
    kind: "embedded",
    gasCap: 2_500_000_000n,
    get node() {
      return nodeAt(chain.url);
    },
    get journalBytes() {
      return chain.journalBytes;
    },
    readable: () => Promise.resolve(chain.head().number),
    pendingNonce: (key) => nodeAt(chain.url).nonce(key, "pending"),
    final: (head) => head,
    async stateAt({ number }) {
      // A node that is being replayed misses what was made since: with a used step, one batch would overtake another.
      const at = await nodeAt(chain.url).headNumber();
      if (at < number) throw new Error(`the node is at block ${at} and the index at ${number}`);
      return at;
    },
    submit(transaction) {
      return new Promise((resolve) => {
        waiting.push({ transaction, resolve });
        // Everything that arrives in this turn shares the block.
        mining ??= mineWaiting();
      });
    },
    problem: () => chain.halted ?? chain.clockProblem,
    onBlock: (listener) => void listeners.push(listener),
    async close() {
      await mining;
      await chain.close();
    },
  };
}

const nodes = new Map<string, ChainNode>();

function nodeAt(url: string): ChainNode {
  let node = nodes.get(url);
  if (!node) nodes.set(url, (node = new ChainNode(rpcClient(url))));
  return node;
}

export interface RpcPortOptions {
  /** The first is read from; all are sent to, since some nodes do not pass on transactions that pay nothing. */
  urls: string[];
  /** Blocks below the head that count as final. */
  depth: number;
  /** From asking a node to the last byte of its answer. */
  timeoutMs?: number;
  /** Throws when this gateway may not send; asked when a transaction's first byte is about to leave. */
  mayAct?: () => void;
}

/** Real nodes, reached over JSON-RPC. */
export async function rpcPort({ urls, depth, timeoutMs, mayAct }: RpcPortOptions): Promise<ChainPort> {
  const all = urls.map((url) => new ChainNode(rpcClient(url, timeoutMs === undefined ? {} : { timeoutMs })));
  const [first] = all;
  if (!first)
    throw new SuyuanError("INPUT_NOT_VALID", { field: "rpc", value: urls, reason: "names no node" });
  const chainId = await first.chainId().catch((cause: unknown) => {
    throw new SuyuanError("CHAIN_UNREACHABLE", { value: urls[0] }, { cause });
  });
  for (const node of all.slice(1)) await requireChain(node, chainId);
  let problem: string | null = null;
  return {
    chainId,
    kind: "node",
    gasCap: 25_000_000n,
    journalBytes: null,
    node: first,
    async pendingNonce(key) {
      return Math.max(...(await Promise.all(all.map((node) => node.nonce(key, "pending")))));
    },
    async readable() {
      try {
        const { chainId: found, head } = await first.standing();
        // Another node may answer under the same name since.
        if (found !== chainId)
          throw new SuyuanError("CHAIN_EXCHANGED", { field: "rpc", value: found, chain: chainId });
        problem = null;
        return head;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        throw error;
      }
    },
    final: (head) => head - depth,
    // By its hash: on another fork what was made may be missing, and a refusal would be one for ever.
    stateAt: ({ hash }) => Promise.resolve(hash),
    async submit({ raw }) {
      const outcomes = await Promise.all(all.map((node) => sendTo(node, raw, mayAct)));
      return (
        outcomes.find((o) => o.outcome === "sent") ??
        outcomes.find((o) => o.outcome === "unknown") ??
        outcomes[0]!
      );
    },
    problem: () => problem,
    onBlock: () => undefined,
    close: () => Promise.resolve(all.forEach((node) => node.rpc.close())),
  };
}

/** The other nodes are only sent to; one that does not answer now may do so later. */
async function requireChain(node: ChainNode, expected: number): Promise<void> {
  const found = await node.chainId().catch(() => expected);
  if (found === expected) return;
  const reason = `it is of chain ${found}, the first node of chain ${expected}`;
  throw new SuyuanError("INPUT_NOT_VALID", { field: "rpc", value: node.rpc.url, reason });
}

async function sendTo(node: ChainNode, raw: Hex, mayAct?: () => void): Promise<Submission> {
  try {
    await node.send(raw, mayAct);
    return { outcome: "sent" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof RpcError)) return { outcome: "unknown", reason };
    return /already known|already imported|known transaction/i.test(reason)
      ? { outcome: "sent" }
      : { outcome: "refused", reason };
  }
}
