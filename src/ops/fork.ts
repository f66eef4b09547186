import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal } from "../core/table.ts";
import { interfaces } from "../chain/abi/contracts.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type ChainIdentity } from "../indexer/apply.ts";
import { positions } from "../indexer/index.ts";
import { blocks } from "../ledger/spine/tables.ts";
import { lossOn, type OutboxAtRest, reopen } from "../outbox/loss.ts";
import { type Operation } from "../outbox/operation.ts";
import { type Level, rowReader } from "../store/open.ts";

/** What became of operations that were final in blocks the chain lost. */
export interface AcceptedFork {
  /** On their way again, with the bytes that were sent before. */
  again: LostOperation[];
  /** They must be handed in again: nobody keeps their bytes, or they lie behind a nonce whose bytes nobody keeps. */
  lost: LostOperation[];
}

export interface LostOperation {
  id: string;
  action: string;
  key: Hex;
  transaction: Hex;
  /** The block that is gone. */
  block: number;
}

/** Another chain, or one from before the ledger was founded, is nothing to go on with. */
export async function requireLedger(port: ChainPort, identity: ChainIdentity, data: string): Promise<void> {
  const foreign = (reason: string) =>
    new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "rpc", value: data, reason });
  if (identity.chainId !== port.chainId)
    throw foreign(`it serves chain ${identity.chainId}, the node is of chain ${port.chainId}`);
  const { factLog } = identity;
  const asks = interfaces.FactLog.encodeFunctionData("spine") as Hex;
  const spine = await port.node.call({ from: factLog, to: factLog, data: asks });
  if (spine !== identity.spine)
    throw foreign(`the node's chain does not hold the FactLog that was founded at ${factLog}`);
}

/** What was final in the index must be on the node's chain, unless its operator says otherwise. */
export async function requireFinal(port: ChainPort, live: Level, acceptFork: boolean): Promise<void> {
  const rows = rowReader(live);
  const final = rows.get(positions, "position")?.final;
  const ours = final === undefined ? undefined : rows.get(blocks, ordinal(final));
  if (acceptFork || !ours) return;
  const theirs = await port.node.block(ours.number);
  if (theirs?.hash === ours.hash) return;
  const head = await port.readable();
  const reason = theirs ? `it has ${theirs.hash} there` : `it ends at block ${head}`;
  throw new SuyuanError("CHAIN_FORKED", { value: ours.number, reason });
}

/** Compares the outbox with the rebuilt index's chain; opens again what was lost when that is accepted. */
export async function settleFork(site: {
  port: ChainPort;
  level: Level;
  outbox: OutboxAtRest;
  acceptFork: boolean;
  crashAt: (point: string) => void;
}): Promise<AcceptedFork | null> {
  const { port, level, outbox, acceptFork } = site;
  const rows = rowReader(level);
  const { head } = rows.get(positions, "position")!;
  const hashAt = (n: number) => rows.get(blocks, ordinal(n))?.hash;
  const loss = await lossOn({ node: port.node, head, hashAt }, outbox);
  if (!acceptFork && loss.from !== null)
    throw new SuyuanError("CHAIN_FORKED", {
      value: loss.from,
      reason: "operations that were final are missing",
    });
  if (acceptFork) await reopen(outbox, loss, site.crashAt);
  return loss.from === null ? null : { again: loss.reopened.map(brief), lost: loss.lost.map(brief) };
}

function brief({ id, action, key, status }: Operation): LostOperation {
  const { transaction, block } = status as { transaction: Hex; block: number };
  return { id, action, key, transaction, block };
}
