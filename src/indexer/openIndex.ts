import { SuyuanError } from "../core/errors.ts";
import { requireWhole } from "../store/whole.ts";
import { isDiskError, type Storage } from "../store/storage.ts";
import { type ChainIdentity } from "./apply.ts";
import { type FollowedChain } from "./follower.ts";
import { Index } from "./index.ts";
import { besideOf, openIndexPlace, recoverPlace, swapIn } from "./place.ts";
import { rebuild } from "./rebuild.ts";

export interface IndexSite {
  port: FollowedChain;
  identity: ChainIdentity;
  /** Where the index lies. */
  place: string;
  storage: Storage;
  crashAt: (point: string) => void;
  /** An index of an older version is made anew; told before it is. */
  onOutdated?: (format: number) => void;
  log(event: string, fields: object): void;
}

/** Opens the index. One that is not what was written there is built anew from the chain, which has it all. */
export async function openIndex(site: IndexSite): Promise<Index> {
  const { place, storage, identity } = site;
  const opened = await openWhole(site).catch((error: unknown) => error);
  if (opened instanceof Index) return opened;
  if (!isDamage(opened)) throw opened;
  const began = performance.now();
  site.log("index.damaged", { problem: (opened as Error).message });
  recoverPlace(place);
  await (await rebuild(site.port, identity, besideOf(place))).close();
  swapIn(place);
  site.log("index.rebuilt", { ms: Math.round(performance.now() - began) });
  return Index.open(await openIndexPlace(place, storage), identity, hooksOf(site));
}

function hooksOf({ crashAt, onOutdated = () => undefined }: IndexSite) {
  return { crashAt, onOutdated };
}

async function openWhole(site: IndexSite): Promise<Index> {
  const { place, storage, identity } = site;
  recoverPlace(place);
  requireWhole(place);
  const level = await openIndexPlace(place, storage);
  try {
    return await Index.open(level, identity, hooksOf(site));
  } catch (error) {
    await level.close();
    throw error;
  }
}

/** A disk that does not answer, another's lock, or a ledger that is another, is no damage of the index's own. */
function isDamage(error: unknown): boolean {
  const cause = (error as Error).cause as { code?: string } | undefined;
  if (isDiskError(error) || cause?.code === "LEVEL_LOCKED") return false;
  return !(error instanceof SuyuanError && error.code !== "STORE_DAMAGED");
}
