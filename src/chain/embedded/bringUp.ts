import { type RpcClient, rpcClient } from "../rpc.ts";
import { type Anvil, type Consensus, startAnvil } from "./anvil.ts";
import { type Dump, goodDumps } from "./dump.ts";
import { HashMismatch, JournalDamaged, NotExecutable } from "./errors.ts";
import { executeEntry } from "./execute.ts";
import { filesOf } from "./home.ts";
import { type Journal } from "./journal.ts";
import { toHex } from "./keccak.ts";
import { checkState, compareHashes } from "./nodeBlock.ts";
import { recordNode } from "./orphan.ts";
import { type Head, type Log } from "./types.ts";

/** A running node that holds exactly the journal's final blocks. */
export interface Node {
  anvil: Anvil;
  client: RpcClient;
  /** Block of the dump it began from, 0 for genesis. */
  begunFrom: number;
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
  const anvil = await start(task, dump?.file);
  const client = rpcClient(anvil.url);
  try {
    await compareHashes(client, 0, begunFrom, (number) => hashOf(journal, number));
    await checkState(client);
    await replay(client, task, begunFrom + 1);
  } catch (error) {
    client.close();
    await anvil.kill();
    throw error;
  }
  const head = journal.head.number;
  log("embedded.replayed", { begunFrom, head, ms: Math.round(performance.now() - began) });
  return { anvil, client, begunFrom };
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

async function replay(client: RpcClient, { journal, log }: BringUp, from: number): Promise<void> {
  const { number: last } = journal.head;
  for (let start = from; start <= last; start += STRETCH) {
    const end = Math.min(start + STRETCH - 1, last);
    for (let number = start; number <= end; number++) await repeatBlock(client, journal, number);
    await compareHashes(client, start, end, (number) => hashOf(journal, number));
    if (end < last) log("embedded.replaying", { block: end, last });
  }
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
