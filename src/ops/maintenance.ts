import { existsSync } from "node:fs";
import { damageOf } from "../store/leveldb/damage.ts";
import { SuyuanError } from "../core/errors.ts";
import { useKeccak } from "../core/hash.ts";
import { keccak } from "../chain/embedded/keccak.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Config } from "../config.ts";
import { type ChainIdentity } from "../indexer/apply.ts";
import { Follower } from "../indexer/follower.ts";
import { Index, positions } from "../indexer/index.ts";
import { type Level, rowReader } from "../store/open.ts";
import { fsck, type Finding, type FsckProgress } from "../indexer/fsck.ts";
import { besideOf, openIndexPlace, recoverPlace, swapIn } from "../indexer/place.ts";
import { rebuild, type RebuildProgress } from "../indexer/rebuild.ts";
import { DataDirectory } from "./dataDirectory.ts";
import { readIdentity } from "./deploy.ts";
import { type AcceptedFork, requireFinal, requireLedger, settleFork } from "./fork.ts";
import { withOutboxAtRest } from "./outbox.ts";
import { openPort } from "./port.ts";

type Log = (event: string, fields: object) => void;

interface Quiet<Progress> {
  onProgress?: (progress: Progress) => void;
  log?: Log;
}

interface Site {
  directory: DataDirectory;
  log: Log;
  port: ChainPort;
  identity: ChainIdentity;
  /** Where the index lies. */
  place: string;
}

export interface RebuildRequest extends Quiet<RebuildProgress> {
  /** Goes on with the node's chain though it lacks blocks that were final here. */
  acceptFork?: boolean;
}

export interface Rebuilt extends RebuildProgress {
  fork: AcceptedFork | null;
}

/**
 * Builds the index anew from the chain and puts it in the old one's place. No gateway may run on the data
 * directory meanwhile; one that does is named, and nothing is touched. A chain that lost what was final is
 * refused unless it is accepted.
 */
export async function rebuildIndex(config: Config, options: RebuildRequest = {}): Promise<Rebuilt> {
  return onSite(config, options.log, async ({ port, identity, place, directory, log }) => {
    const acceptFork = options.acceptFork ?? false;
    await requireLedger(port, identity, config.data);
    // Whatever a crash left here is put right first.
    recoverPlace(place);
    // An index that is damaged cannot say what was final; the chain alone is asked then.
    const live = damageOf(place) === null ? await openIndexPlace(place) : null;
    if (live) await requireFinal(port, live, acceptFork).finally(() => live.close());
    let last: RebuildProgress = { block: identity.from, target: identity.from, facts: 0 };
    const onProgress = (progress: RebuildProgress) => {
      last = progress;
      options.onProgress?.(progress);
    };
    const { crashAt } = config;
    const level = await rebuild(port, identity, besideOf(place), { onProgress, crashAt });
    // The outbox first: an index of the new chain beside statuses of the old one would be believed.
    const fork = await withOutboxAtRest(config, directory, log, (outbox) =>
      settleFork({ port, level, outbox, acceptFork, crashAt }),
    ).finally(() => level.close());
    crashAt("rebuild-complete");
    swapIn(place, crashAt);
    return { ...last, fork };
  });
}

/** Compares the index with the chain and with itself; an empty answer is a clean one. */
export async function checkIndex(config: Config, options: Quiet<FsckProgress> = {}): Promise<Finding[]> {
  return onSite(config, options.log, async ({ port, identity, place }) => {
    const level = await openIndexPlace(place);
    try {
      await catchUp(level, identity, port);
      return await fsck(level, identity, port.node, options.onProgress);
    } finally {
      await level.close();
    }
  });
}

/**
 * A gateway that stopped between a block and its indexing left the index a block behind, and an embedded node
 * that was loaded from a dump has no older states to compare with.
 */
async function catchUp(level: Level, identity: ChainIdentity, port: ChainPort): Promise<void> {
  if ((await port.readable()) <= (rowReader(level).get(positions, "position")?.head.number ?? 0)) return;
  const index = await Index.open(level, identity);
  const follower = new Follower(port, index, { pollMs: 0, log: () => undefined });
  await follower.poke();
  await follower.close();
}

async function onSite<T>(
  config: Config,
  log: Log = () => undefined,
  work: (s: Site) => Promise<T>,
): Promise<T> {
  useKeccak(keccak);
  if (!existsSync(config.data)) throw new SuyuanError("THING_UNKNOWN", { field: "data", value: config.data });
  const directory = DataDirectory.open(config.data, config.city);
  try {
    const identity = readIdentity(directory.file("ledger.json"));
    if (!identity)
      throw new SuyuanError("THING_UNKNOWN", { field: "data", value: `${config.data}: a ledger` });
    const port = await openPort(config, directory, { log });
    try {
      return await work({ directory, log, port, identity, place: directory.file("index") });
    } finally {
      await port.close();
    }
  } finally {
    directory.close();
  }
}
