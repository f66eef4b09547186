import { type RpcClient, RpcUnreachable, rpcClient } from "../rpc.ts";
import { removeFile } from "../../store/durable.ts";
import { isDiskError } from "../../store/storage.ts";
import { type Anvil, type Consensus, startAnvil } from "./anvil.ts";
import { type Dump, goodDumps, requestDump, writeDump } from "./dump.ts";
import { HashMismatch, JournalDamaged, NotExecutable } from "./errors.ts";
import { executeEntry } from "./execute.ts";
import { filesOf } from "./home.ts";
import { type Journal } from "./journal.ts";
import { toHex } from "./keccak.ts";
import { checkState, compareHashes } from "./nodeBlock.ts";
import { recordNode } from "./orphan.ts";
import { createsContract } from "./transaction.ts";
import { type Head, type Log } from "./types.ts";

/** A running node that holds exactly the journal's final blocks. */
export interface Node {
  anvil: Anvil;
  client: RpcClient;
  /** Block of the dump it began from, 0 for genesis. */
  begunFrom: number;
  /** Block after which its state was last loaded from a file. */
  loadedAt: number;
}

export interface BringUp {
  dir: string;
  consensus: Consensus;
  journal: Journal;
  /** Zero lets the system choose. */
  port: number;
  log: Log;
}

/** From the newest dump that fits, else from genesis; throws HashMismatch when not even genesis leads to the journal. */
export async function bringUp(task: BringUp): Promise<Node> {
  const { journal, log } = task;
  const onDamaged = (file: string, why: string) => log("embedded.dump.damaged", { file, why });
  for await (const dump of goodDumps(filesOf(task.dir).dumps, onDamaged)) {
    // The record of this block's hash was the last and is lost; its entry leads to the same block.
    if (dump.number === journal.pending) continue;
    if (dump.number > journal.head.number) throw journalTooShort(journal, dump);
    try {
      return await bringUpFrom(dump, task);
    } catch (error) {
      log("embedded.dump.refused", { file: dump.file, why: (error as Error).message });
    }
  }
  return bringUpFrom(null, task);
}

async function bringUpFrom(dump: Dump | null, task: BringUp): Promise<Node> {
  const { journal, log } = task;
  const began = performance.now();
  const begunFrom = dump?.number ?? 0;
  let node = await load(task, begunFrom, dump?.file);
  const head = journal.head.number;
  for (let from = begunFrom + 1; from <= head;) {
    const to = endOfStretch(journal, from);
    node = await guarded(node, () => replay(node.client, task, from, to));
    if (to < head) log("embedded.replaying", { block: to, last: head });
    if (to < head && creates(journal, to)) node = await reload(node, to, task);
    from = to + 1;
  }
  log("embedded.replayed", { begunFrom, head, ms: Math.round(performance.now() - began) });
  return { ...node, begunFrom };
}

/** A node that begins after this block, its blocks and its state compared with the journal. */
async function load(task: BringUp, loadedAt: number, file?: string): Promise<Node> {
  const anvil = await start(task, file);
  const client = rpcClient(anvil.url);
  return guarded({ anvil, client, begunFrom: loadedAt, loadedAt }, async () => {
    await compareHashes(client, 0, loadedAt, (number) => hashOf(task.journal, number));
    await checkState(client);
  });
}

/** The node is ended when work on it fails. */
async function guarded(node: Node, work: () => Promise<void>): Promise<Node> {
  try {
    await work();
    return node;
  } catch (error) {
    node.client.close();
    await node.anvil.kill();
    throw error;
  }
}

/**
 * anvil keeps a zero slot that a reverted transaction only read, but not in contracts it created itself
 * since it was loaded, and its state root tells the difference. So that hashes follow from the journal alone,
 * whatever restarts lay between, every node is loaded anew, from its own dump, after a block that creates.
 */
export function mustReload({ journal }: BringUp, node: Node): boolean {
  const { number } = journal.head;
  return number > node.loadedAt && creates(journal, number);
}

/** The node in which this block is the last, loaded anew. When it throws, the old node is gone. */
export async function reload(node: Node, at: number, task: BringUp): Promise<Node> {
  const file = filesOf(task.dir).reload;
  try {
    await guarded(node, async () => void (await writeDump(await requestDump(node.client), file)));
    node.client.close();
    await node.anvil.kill();
    return { ...(await load({ ...task, port: node.anvil.port }, at, file)), begunFrom: node.begunFrom };
  } catch (error) {
    const toldAsIs = [RpcUnreachable, HashMismatch].some((kind) => error instanceof kind);
    if (toldAsIs || isDiskError(error)) throw error;
    throw new RpcUnreachable("reload", (error as Error).message, error);
  } finally {
    removeFile(file);
  }
}

/** Prefers the wanted port, so that readers keep their address; if another has it now, any other. */
async function start({ dir, consensus, port }: BringUp, loadState?: string): Promise<Anvil> {
  const onSpawn = (pid: number) => recordNode(filesOf(dir).node, pid);
  const options = { ...consensus, dir, onSpawn, loadState };
  try {
    return await startAnvil({ ...options, port });
  } catch (error) {
    if (port === 0) throw error;
    return startAnvil({ ...options, port: 0 });
  }
}

/** Blocks mined before their hashes are compared: few enough to stop soon, many enough to ask in one go. */
const STRETCH = 200;

function endOfStretch(journal: Journal, from: number): number {
  const last = Math.min(from + STRETCH - 1, journal.head.number);
  let to = from;
  while (to < last && !creates(journal, to)) to++;
  return to;
}

function creates(journal: Journal, number: number): boolean {
  return number > 0 && journal.entry(number).raws.some(createsContract);
}

async function replay(client: RpcClient, { journal }: BringUp, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number++) await repeatBlock(client, journal, number);
  await compareHashes(client, from, to, (number) => hashOf(journal, number));
}

async function repeatBlock(client: RpcClient, journal: Journal, number: number): Promise<void> {
  try {
    await executeEntry(client, journal.entry(number));
  } catch (error) {
    if (!(error instanceof NotExecutable)) throw error;
    throw new HashMismatch(number, hashOf(journal, number), error.message);
  }
}

/** The last final block; genesis has no entry, so its time comes from the chain's description. */
export function headOf({ journal, consensus }: BringUp): Head {
  const { number, hash, timestamp } = journal.head;
  return { number, hash: toHex(hash), timestamp: number === 0 ? consensus.genesisTime : timestamp };
}

export function hashOf(journal: Journal, number: number): string {
  const block = journal.block(number);
  if (!block) throw new HashMismatch(number, "none", "a block");
  return toHex(block.hash);
}

function journalTooShort(journal: Journal, dump: Dump): JournalDamaged {
  const { number } = journal.head;
  return new JournalDamaged(
    journal.end,
    number + 1,
    `it ends here, but ${dump.file} is of block ${dump.number}`,
  );
}
