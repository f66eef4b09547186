import { rmSync } from "node:fs";
import { SuyuanError } from "../core/errors.ts";
import { type NodeBlock, type NodeReceipt } from "../chain/node.ts";
import { openLevel, type Level } from "../store/open.ts";
import { type ChainIdentity } from "./apply.ts";
import { checkReceipts, type FollowedChain } from "./follower.ts";
import { Index } from "./index.ts";

export interface RebuildProgress {
  block: number;
  /** The last block that will be read. */
  target: number;
  facts: number;
}

export interface RebuildOptions {
  onProgress?: (progress: RebuildProgress) => void;
  /** Stops at this block; left out, at the chain's head. */
  to?: number;
  crashAt?: (point: string) => void;
}

/** Blocks asked for before they are needed; each is at most a few megabytes. */
const AHEAD = 8;
const PROGRESS_EVERY_MS = 200;

/** Builds the read model from the chain alone, in a folder of its own, and leaves it open. */
export async function rebuild(
  chain: FollowedChain,
  identity: ChainIdentity,
  folder: string,
  options: RebuildOptions = {},
): Promise<Level> {
  rmSync(folder, { recursive: true, force: true });
  const level = await openLevel(folder);
  try {
    const readable = await chain.readable();
    const target = Math.min(options.to ?? readable, readable);
    await fill(await Index.open(level, identity), chain, target, options);
    return level;
  } catch (error) {
    await level.close();
    throw error;
  }
}

async function fill(
  index: Index,
  chain: FollowedChain,
  target: number,
  options: RebuildOptions,
): Promise<void> {
  const final = chain.final(target);
  const tell = atMostEvery(PROGRESS_EVERY_MS, options.onProgress);
  for await (const { block, receipts } of blocksInOrder(chain, index.identity.from, target)) {
    mustFollow(index, block);
    await index.apply(block, receipts, final);
    options.crashAt?.("rebuild-block");
    const facts = index.block(block.number)!.facts;
    tell({ block: block.number, target, facts }, block.number === target);
  }
  await index.settle(final);
}

interface Read {
  block: NodeBlock;
  receipts: NodeReceipt[];
}

/** The node works on the next blocks while the caller works on this one. */
async function* blocksInOrder(chain: FollowedChain, from: number, to: number): AsyncGenerator<Read> {
  const asked: Promise<Read>[] = [];
  let next = from;
  for (let number = from; number <= to; number++) {
    while (next <= to && asked.length < AHEAD) {
      const read = readBlock(chain, next++);
      // Whoever awaits it later meets the error then.
      read.catch(() => undefined);
      asked.push(read);
    }
    yield await asked.shift()!;
  }
}

async function readBlock({ node }: FollowedChain, number: number): Promise<Read> {
  const block = await node.block(number);
  if (!block) throw new SuyuanError("CHAIN_UNREACHABLE", { value: `the node has no block ${number}` });
  const receipts = await node.receipts(block);
  await checkReceipts(block, receipts);
  return { block, receipts };
}

/** The chain was reorganised while it was read: what was built is of no chain, and is begun again. */
function mustFollow(index: Index, block: NodeBlock): void {
  if (!index.head || block.parent === index.head.hash) return;
  const value = `block ${block.number} does not follow ${index.head.hash}: the chain changed while it was read`;
  throw new SuyuanError("CHAIN_UNREACHABLE", { value });
}

function atMostEvery(ms: number, report: RebuildOptions["onProgress"]) {
  let last = 0;
  return (progress: RebuildProgress, always: boolean) => {
    const now = performance.now();
    if (!report || (!always && now - last < ms)) return;
    last = now;
    report(progress);
  };
}
