import { type Hex } from "../../core/hex.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { graphNodes, versions, type VersionRow } from "../dataset/tables.ts";
import { deliveredVersions, deliveries, deliveriesOfVersion, type DeliveryRow } from "../delivery/tables.ts";
import { type Moment } from "../lineage/moment.ts";
import { type LedgerSources, type Walked } from "../lineage/sources.ts";

/** So many versions are looked at before others are answered. */
const SLICE = 500;
/** No fallout looks at more: nearest first, and it says that it was cut. */
export const MOST_REACHED = 200_000;

/** A version that something reached, `depth` derivations away; of depth 0 are those that were struck. */
export interface Place {
  node: number;
  depth: number;
}

export interface Reached {
  /** By depth, then in chain order. */
  places: Place[];
  cut: Walked["cut"];
}

/** Everything derived from these, them included, as of a moment. */
export function reachedFrom(from: readonly number[], at: Moment, { graph }: LedgerSources): Reached {
  const options = { from, direction: "down", cutoff: at.versions, limit: MOST_REACHED } as const;
  const { nodes, counts, cut } = graph.levelled(options);
  let [depth, end] = [0, counts[0] ?? 0];
  const places = Array.from(nodes, (node, i) => {
    while (i >= end) end += counts[++depth]!;
    return { node, depth };
  });
  return { places, cut };
}

/** Their rows, in their order. */
export async function* versionsAt<P extends Place>(
  places: readonly P[],
  rows: RowReader,
): AsyncGenerator<P & { row: VersionRow }> {
  for (const slice of sliced(places)) {
    const keys = slice.map(({ node }) => ordinal(node));
    const ids = await rows.many(graphNodes, keys);
    const found = await rows.many(
      versions,
      ids.map((n) => n!.id),
    );
    for (const [i, place] of slice.entries()) yield { ...place, row: found[i]! };
  }
}

/** Deliveries of them up to a moment, in their order, a version's own in chain order. */
export async function* deliveriesAt<P extends Place>(
  places: readonly P[],
  at: Moment,
  rows: RowReader,
): AsyncGenerator<P & { delivery: DeliveryRow }> {
  for (const slice of sliced(places)) {
    const keys = slice.map(({ node }) => ordinal(node));
    const delivered = await rows.many(deliveredVersions, keys);
    for (const [i, place] of slice.entries()) {
      const version = delivered[i];
      if (!version) continue;
      for (const delivery of await deliveriesOf(version, rows))
        if (delivery.block <= at.block) yield { ...place, delivery };
    }
  }
}

async function deliveriesOf(version: Hex, rows: RowReader): Promise<DeliveryRow[]> {
  const found = await rows.range(deliveriesOfVersion, { prefix: version });
  const all = await rows.many(
    deliveries,
    found.map(({ row }) => row),
  );
  return all.flatMap((row) => row ?? []);
}

function* sliced<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += SLICE) yield all.slice(i, i + SLICE);
}
