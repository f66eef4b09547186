import { type Exposing } from "../../core/action.ts";
import { type Grade } from "../../core/states.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets } from "../dataset/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { type Access, accessOf } from "./access.ts";
import { type Exposure, listed } from "./answer.ts";
import { covered, highest, newTo } from "./decide.ts";
import { downstreamOf } from "./onward.ts";
import { along, type Found, type Seen, versionsOf } from "./placing.ts";

/** Versions that are looked at on each side; beyond these a list says that there are more. */
const MOST = 10_000;

/**
 * Who would newly get to what, if this were granted as the ledger stands: versions of the dataset, what flowed into
 * them, and whom it would reach from there. Reads only what everyone who may read the ledger is shown.
 */
export async function exposureOf(e: Exposing, s: LedgerSources): Promise<Exposure | null> {
  const dataset = s.rows.get(datasets, e.dataset);
  if (!dataset) return null;
  const all = await versionsOf(e.dataset, MOST, s);
  all.versions.reverse();
  const ceiling = (e.ceiling as Grade | null) ?? highest(all.versions, dataset.grade);
  const access = await accessOf(e.consumer, s);
  const given = covered(all.versions, ceiling);
  const direct = newTo(access, given);
  const up = along(direct, "up", MOST, s);
  const sources = newTo(access, up.versions);
  return {
    ...{ consumer: codeOf(s.rows, e.consumer), dataset: dataset.name, ceiling, onward: e.onward },
    direct: listed(direct, all.more, s),
    sources: listed(sources, all.more || up.more, s),
    downstream: e.onward ? await downstream(access, given, all, s) : null,
  };
}

async function downstream(
  { organisation }: Access,
  given: Seen[],
  all: Found,
  s: LedgerSources,
): Promise<Exposure["downstream"]> {
  const down = along(given, "down", MOST, s);
  const made = covered(down.versions, "core").filter((v) => v.owner === organisation);
  const reached = await downstreamOf(organisation, given, s);
  return { descendants: listed(made, all.more || down.more, s), ...reached };
}
