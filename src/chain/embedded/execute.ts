import { type RpcClient, RpcError } from "../rpc.ts";
import { HaltedError, NotExecutable } from "./errors.ts";
import { keccak, toHex } from "./keccak.ts";
import { type NodeBlock, readBlock } from "./nodeBlock.ts";
import { type Entry } from "./record.ts";

/** A block of many batches over a large state takes seconds; one that takes longer counts as unknown. */
const MINE_TIMEOUT_MS = 120_000;

/**
 * Sends an entry's transactions and mines them. One call after the other: anvil runs the calls of a
 * JSON-RPC batch side by side, and blocks came out otherwise composed when this was batched.
 * A refusal comes before anything is mined, as NotExecutable.
 */
export async function executeEntry(client: RpcClient, entry: Entry, onSent?: () => void): Promise<void> {
  for (const [index, raw] of entry.raws.entries()) {
    try {
      await client.call("eth_sendRawTransaction", [toHex(raw)]);
    } catch (error) {
      if (error instanceof RpcError) throw new NotExecutable(index, `the node refused it: ${error.message}`);
      throw error;
    }
  }
  onSent?.();
  await client.call("evm_mine", [{ timestamp: entry.timestamp }], { timeoutMs: MINE_TIMEOUT_MS });
}

/** Takes away what others on this machine may have put into the pool: it would enter the next block. */
export async function emptyPool(client: RpcClient): Promise<void> {
  await client.call("anvil_dropAllTransactions", []);
}

/** The block just mined, if it is exactly what the entry says; throws HaltedError otherwise. */
export async function readMined(client: RpcClient, entry: Entry, parentHash: string): Promise<NodeBlock> {
  const block = await readBlock(client, entry.number);
  const problem = block === null ? "it is missing" : difference(block, entry, parentHash);
  if (problem) throw new HaltedError(`block ${entry.number} is not what its journal entry says: ${problem}`);
  return block!;
}

function difference(block: NodeBlock, entry: Entry, parentHash: string): string | null {
  const wanted = entry.raws.map((raw) => toHex(keccak(raw)));
  if (block.parentHash !== parentHash)
    return `its parent is ${block.parentHash}, the last one was ${parentHash}`;
  if (block.timestamp !== entry.timestamp)
    return `its time is ${block.timestamp} instead of ${entry.timestamp}`;
  const at = wanted.findIndex((hash, index) => block.transactions[index] !== hash);
  if (at !== -1) return `transaction ${at} is ${block.transactions[at]} instead of ${wanted[at]}`;
  const extra = block.transactions[wanted.length];
  return extra === undefined ? null : `it holds ${extra}, which nobody handed in`;
}
