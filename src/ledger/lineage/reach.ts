import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { ordinal } from "../../core/table.ts";
import { findVersion } from "../dataset/queries.ts";
import { graphNodes } from "../dataset/tables.ts";
import { versionReference } from "../inputs.ts";
import { moment, momentOf } from "./moment.ts";
import { type LedgerSources } from "./sources.ts";

/** What a machine with a million versions reads: a number each, in place of a name, title, grade and standing. */
const MOST = 1_000_000;
const MOST_IDS = 10_000;

const place = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const reach = query({
  name: "reach",
  summary: {
    zh: "一个版本可达的全部版本（仅序号），可限深度，可回到某区块或时刻。",
    en: "Every version that lineage leads to, as ordinals alone, bounded by depth, as of a block or time.",
  },
  path: "/versions/:version/reach",
  input: z.strictObject({
    version: versionReference(),
    direction: z.enum(["up", "down", "both"]).default("both"),
    depth: z.number().int().min(0).max(10_000).optional(),
    limit: z.number().int().min(1).max(MOST).default(MOST),
    at: moment(),
  }),
  output: z
    .object({
      root: z.string(),
      asOf: z.object({ block: z.number(), time: z.string() }),
      count: z.number(),
      /** How many lie at each depth, from the version itself on. */
      levels: z.array(z.number()),
      /** Ordinals, by depth and then ascending; `versions-by-ordinal` has their ids. */
      versions: z.array(z.number()),
      /** Not null when there is more than was asked for. */
      cut: z.object({ by: z.enum(["depth", "limit"]), beyond: z.number() }).nullable(),
    })
    .meta({ id: "Reach" }),
  run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    const root = findVersion(i.version, s, at.block);
    const { direction, depth, limit } = i;
    const { nodes, counts, cut } = s.graph.levelled({
      from: [root.ordinal],
      direction,
      limit,
      cutoff: at.versions,
      ...(depth === undefined ? {} : { depth }),
    });
    const asOf = { block: at.block, time: new Date(at.time * 1000).toISOString() };
    return { root: root.id, asOf, count: nodes.length, levels: counts, versions: Array.from(nodes), cut };
  },
});

export const versionsByOrdinal = query({
  name: "versions-by-ordinal",
  summary: {
    zh: "按序号列出版本标识：账本中第几个版本。",
    en: "Ids of versions in the order in which the ledger has them; the first is ordinal 0.",
  },
  path: "/version-ids",
  input: z.strictObject({
    from: place.default(0),
    limit: z.number().int().min(1).max(MOST_IDS).default(1_000),
  }),
  output: z.object({
    /** Ordinal of the first of `ids`. */
    from: z.number(),
    ids: z.array(z.string()),
    /** How many versions there are. */
    versions: z.number(),
  }),
  async run({ from, limit }, { rows, graph }: LedgerSources) {
    const versions = graph.size;
    if (from > versions) throw new SuyuanError("THING_UNKNOWN", { field: "from", value: from });
    const after = from === 0 ? {} : { after: ordinal(from - 1) };
    const found = await rows.range(graphNodes, { ...after, limit });
    return { from, ids: found.map(({ row }) => row.id), versions };
  },
});

export const reachQueries = [reach, versionsByOrdinal] as unknown as Query[];
