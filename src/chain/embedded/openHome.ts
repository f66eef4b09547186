import { existsSync, mkdirSync } from "node:fs";
import { rpcClient } from "../rpc.ts";
import { type Consensus, startAnvil } from "./anvil.ts";
import { removeFile } from "../../store/durable.ts";
import { DirectoryRefused, JournalDamaged } from "./errors.ts";
import { filesOf, readHome, writeHome } from "./home.ts";
import { Journal } from "./journal.ts";
import { readBlock } from "./nodeBlock.ts";
import { recordNode } from "./orphan.ts";
import { type Log } from "./types.ts";

export interface Home {
  consensus: Consensus;
  journal: Journal;
}

/** Opens the chain that lies in the directory, or begins one there with `genesisTime`. */
export async function openHome(
  dir: string,
  wanted: { chainId: number; gasLimit: bigint },
  genesisTime: number,
  log: Log,
): Promise<Home> {
  const files = filesOf(dir);
  mkdirSync(files.dumps, { recursive: true, mode: 0o700 });
  const consensus = readHome(dir, wanted) ?? (await begin(dir, { ...wanted, genesisTime }));
  if (!existsSync(files.journal))
    throw new DirectoryRefused(`${files.chain} is there, but ${files.journal} is gone`);
  const onTorn = (offset: number, bytes: number) => log("embedded.journal.torn", { offset, bytes });
  const journal = await Journal.open(files.journal, onTorn);
  if (journal.head) return { consensus, journal };
  await journal.close();
  throw new JournalDamaged(0, 0, "it is empty");
}

async function begin(dir: string, consensus: Consensus): Promise<Consensus> {
  const files = filesOf(dir);
  if (existsSync(files.journal)) await removeUnused(files.journal, files.chain);
  const journal = await Journal.create(files.journal, await genesisHash(dir, consensus));
  await journal.close();
  writeHome(dir, consensus);
  return consensus;
}

/** A first start that was killed leaves a journal without blocks; any other is somebody's chain. */
async function removeUnused(path: string, missing: string): Promise<void> {
  const journal = await Journal.open(path, () => undefined);
  const used = journal.pending !== null || (journal.head?.number ?? 0) > 0;
  await journal.close();
  if (used) throw new DirectoryRefused(`${path} holds blocks, but ${missing} is gone`);
  removeFile(path);
}

async function genesisHash(dir: string, consensus: Consensus): Promise<string> {
  const onSpawn = (pid: number) => recordNode(filesOf(dir).node, pid);
  const anvil = await startAnvil({ ...consensus, dir, port: 0, onSpawn });
  const client = rpcClient(anvil.url);
  try {
    return (await readBlock(client, 0))!.hash;
  } finally {
    client.close();
    await anvil.kill();
  }
}
