import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { interfaces } from "../chain/abi/contracts.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Config } from "../config.ts";
import { type ChainIdentity } from "../indexer/apply.ts";
import { type DataDirectory, type Description } from "./dataDirectory.ts";

type Joining = NonNullable<Config["join"]>;

/** A directory that was made for a ledger of its own, or for another organisation, joins nothing. */
export function requireJoiner({ city, organisation }: Description, join: Joining | undefined): void {
  if (!join || organisation === join.organisation) return;
  const made = organisation ?? `a ledger of its own (${city})`;
  throw impossible("organisation", join.organisation, `the data directory was made for ${made}`);
}

/** The ledger that another gateway founded, once the node's chain was seen to hold it. */
export async function joinedLedger(port: ChainPort, join: Joining | undefined): Promise<ChainIdentity> {
  if (!join)
    throw impossible("join", null, "the first start did not get so far; give the ledger's file again");
  const { ledger } = join;
  const { chainId, factLog, spine, from } = ledger;
  if (chainId !== port.chainId)
    throw impossible("join", chainId, `the node is of chain ${port.chainId}, the ledger of another`);
  const asks = interfaces.FactLog.encodeFunctionData("spine") as Hex;
  const found = await port.node.call({ from: factLog, to: factLog, data: asks });
  if (found !== spine)
    throw impossible("join", factLog, "the node's chain holds no FactLog of this spine there");
  const head = await port.node.headNumber();
  if (from > head) throw impossible("join", from, `the node's chain ends at block ${head}, before its first`);
  return { chainId, factLog, spine, from };
}

/** A ledger file given again must be of the ledger that is served. */
export function requireSameLedger(known: ChainIdentity, directory: DataDirectory, join?: Joining): void {
  if (!join || join.ledger.spine === known.spine) return;
  throw impossible("join", join.ledger.spine, `${directory.path} serves the ledger ${known.spine}`);
}

function impossible(field: string, value: unknown, reason: string): SuyuanError {
  return new SuyuanError("JOIN_IMPOSSIBLE", { field, value, reason });
}
