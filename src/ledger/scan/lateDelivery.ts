import { type Hex } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { versionAt } from "../dataset/answers.ts";
import { counters, versions, type VersionRow } from "../dataset/tables.ts";
import { deliveries, deliveryNumbers, type DeliveryRow } from "../delivery/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { deliveryName } from "../names.ts";
import { blows, blowsOf, type BlowRow } from "../recall/tables.ts";
import { finding, type Finding } from "./finding.ts";
import { rowsAfter, type ScanKind } from "./look.ts";

/** A walk upwards costs about as much as reading so many rows. */
const WALK = 50;

/** A version was handed over after it, or something it came from, had been recalled or had lost its consent. */
export const deliveryAfterRecall: ScanKind = {
  name: "delivery-after-recall",
  async *look(after, s) {
    const [first] = await s.rows.range(blows, { limit: 1 });
    if (!first) return;
    const isReached = reachedNow(s);
    for await (const { key, row: id } of rowsAfter(s.rows, deliveryNumbers, after)) {
      const delivery = s.rows.get(deliveries, id)!;
      const version = s.rows.get(versions, delivery.version)!;
      const isCandidate = delivery.fact > first.row.fact && isReached(version.ordinal);
      const found = isCandidate ? contradiction(delivery, version, s) : undefined;
      yield { place: key, findings: found ? [found] : [], cost: isCandidate ? WALK : 2 };
    }
  },
  share: (place, { rows }) => Number.parseInt(place, 16) / (rows.get(counters, "deliveries") ?? 1),
};

/** Which versions anything has reached: one walk, and a byte each. */
function reachedNow({ graph, recalledAt }: LedgerSources): (node: number) => boolean {
  const flags = new Uint8Array(graph.size);
  for (const node of graph.levelled({ from: [...recalledAt.keys()], direction: "down" }).nodes)
    flags[node] = 1;
  return (node) => flags[node] === 1;
}

/** Facts have an order within a block too: what was delivered before the recall in its own block is in order. */
function contradiction(delivery: DeliveryRow, version: VersionRow, s: LedgerSources): Finding | undefined {
  const { rows } = s;
  const before = blowsBefore(delivery, version, s);
  const first = before[0];
  if (!first) return undefined;
  const source = first.source;
  const isItself = source.id === version.id;
  const [zh, en] = whatFell[first.blow.kind];
  const name = deliveryName(delivery.number);
  return finding(
    "delivery-after-recall",
    {
      key: delivery.id,
      says: {
        zh: `${name} 交付了 ${version.name}，而${isItself ? "该版本" : `其来源 ${source.name}`} 此前已${zh}`,
        en: `${name} handed over ${version.name} after ${isItself ? "it" : `its source ${source.name}`} ${en}`,
      },
      subjects: [
        ["delivery", delivery.id],
        ["version", version.id],
        ...(isItself ? [] : [["source", source.id] as const]),
        ["consumer", delivery.consumer],
        ["provider", delivery.provider],
      ],
      facts: [
        [first.blow.kind, first.blow.fact],
        ["delivery", delivery.fact],
      ],
      details: { seconds: delivery.time - first.blow.time, sources: before.length },
    },
    rows,
  );
}

const whatFell: Record<BlowRow["kind"], [zh: string, en: string]> = {
  recall: ["被召回", "had been recalled"],
  consent: ["失去同意", "had lost its consent"],
};

/** The first blow to each of the delivered version's sources, itself among them, before it was delivered. */
function blowsBefore(delivery: DeliveryRow, version: VersionRow, s: LedgerSources) {
  const { rows, graph, recalledAt } = s;
  const { nodes } = graph.levelled({ from: [version.ordinal], direction: "up" });
  const struck = [...nodes].filter((n) => recalledAt.has(n)).map((n) => versionAt(rows, n));
  const first = (id: Hex): BlowRow => rows.get(blows, ordinal(rows.get(blowsOf, id)![0]!))!;
  return struck
    .map((source) => ({ source, blow: first(source.id) }))
    .filter(({ blow }) => blow.fact < delivery.fact)
    .sort((a, b) => a.blow.fact - b.blow.fact || a.source.ordinal - b.source.ordinal);
}
