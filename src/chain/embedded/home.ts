import { join } from "node:path";
import { anvilVersion, type Consensus, CONSENSUS_FLAGS } from "./anvil.ts";
import { readSealed, writeSealed } from "../../store/sealed.ts";
import { DirectoryRefused } from "./errors.ts";

/** Names of everything that lies in the chain's directory. */
export function filesOf(dir: string) {
  return {
    chain: join(dir, "chain.json"),
    journal: join(dir, "journal"),
    node: join(dir, "node.json"),
    step: join(dir, "clock-step.json"),
    clock: join(dir, "clock.json"),
    dumps: join(dir, "dumps"),
    reload: join(dir, "reload.json"),
  };
}

/** chain.json: what the hashes in the journal depend on. Written last, so its presence means the journal is there. */
interface Described {
  format: number;
  anvil: string;
  chainId: number;
  gasLimit: string;
  flags: string[];
  genesisTime: number;
}

/** 2: a node is loaded anew after each block that creates a contract; the hashes depend on it. */
const FORMAT = 2;

/** Null for a directory in which no chain was begun. Throws DirectoryRefused when it is not ours to go on with. */
export function readHome(dir: string, wanted: { chainId: number; gasLimit: bigint }): Consensus | null {
  const file = filesOf(dir).chain;
  const found = readSealed<Described>(file);
  if (!found) return null;
  if (found.format !== FORMAT) throw new DirectoryRefused(otherFormat(file, found.format));
  const expected = describe({ ...wanted, genesisTime: found.genesisTime });
  for (const key of Object.keys(expected) as (keyof Described)[]) {
    const [there, here] = [JSON.stringify(found[key]), JSON.stringify(expected[key])];
    if (there !== here) throw new DirectoryRefused(refusal(file, key, there, here));
  }
  return { ...wanted, genesisTime: found.genesisTime };
}

export function writeHome(dir: string, consensus: Consensus): void {
  writeSealed(filesOf(dir).chain, describe(consensus));
}

function describe({ chainId, gasLimit, genesisTime }: Consensus): Described {
  const flags = [...CONSENSUS_FLAGS];
  return { format: FORMAT, anvil: anvilVersion(), chainId, gasLimit: String(gasLimit), flags, genesisTime };
}

/** No step leads from one format to the next: a block's hash follows from how its node ran. */
function otherFormat(file: string, format: number): string {
  const begin = `${file} says format ${format}, and this version reads ${FORMAT}; `;
  if (format > FORMAT) return `${begin}a later version made it, so run that one`;
  return (
    `${begin}block hashes of format 1 depended on when its node was restarted, so replaying it could give others. ` +
    `Run the version that made it to read it, and begin a new ledger in another data directory`
  );
}

function refusal(file: string, key: string, there: string | undefined, here: string | undefined): string {
  return (
    `${file} says ${key} ${there}, but this program runs with ${here}; ` +
    `other values would give other block hashes, so start it as the chain was begun`
  );
}
