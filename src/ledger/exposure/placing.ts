import { type Hex } from "../../core/hex.ts";

import { versionAt } from "../dataset/answers.ts";
import { datasets, versions, versionsOfDataset, type VersionRow } from "../dataset/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { type Placed } from "./access.ts";

/** A version, and whose it is. */
export interface Seen extends Placed {
  row: VersionRow;
}

/** Versions looked at, and whether there are more that were not. */
export interface Found {
  versions: Seen[];
  more: boolean;
}

/** The newest of a dataset's versions. */
export async function versionsOf(dataset: Hex, most: number, s: LedgerSources): Promise<Found> {
  const { rows } = s;
  const found = await rows.range(versionsOfDataset, { prefix: dataset, reverse: true, limit: most + 1 });
  const ids = found.slice(0, most).map(({ row }) => row);
  const read = await rows.many(versions, ids);
  return { versions: read.map((row) => seen(row!, s)), more: found.length > most };
}

/** What lineage leads to from these, themselves left out. */
export function along(from: Seen[], direction: "up" | "down", most: number, s: LedgerSources): Found {
  if (from.length === 0) return { versions: [], more: false };
  const starts = from.map(({ row }) => row.ordinal).sort((a, b) => a - b);
  const { nodes, cut } = s.graph.levelled({ from: starts, direction, limit: starts.length + most });
  const own = new Set(starts);
  const others = [...nodes].filter((node) => !own.has(node));
  return { versions: others.map((node) => seen(versionAt(s.rows, node), s)), more: cut !== null };
}

function seen(row: VersionRow, { rows }: Pick<LedgerSources, "rows">): Seen {
  const owner = rows.get(datasets, row.dataset)?.owner ?? row.organisation;
  return { dataset: row.dataset, owner, state: row.state, row };
}
