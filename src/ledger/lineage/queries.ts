import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { answerVersion, standings, versionAt, codeOf } from "../dataset/answers.ts";
import { findVersion } from "../dataset/queries.ts";
import { datasets } from "../dataset/tables.ts";
import { versionReference } from "../inputs.ts";
import { moment, momentOf, type Moment } from "./moment.ts";
import { type LedgerSources, type Walked } from "./sources.ts";

const node = z.object({
  id: z.string(),
  name: z.string(),
  /** Steps from the version asked about. */
  depth: z.number(),
  owner: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }).nullable(),
  grade: z.string(),
  standing: z.enum(standings),
  block: z.number(),
});

const cut = z.object({ by: z.enum(["depth", "limit"]), beyond: z.number() }).nullable();

const lineageAnswer = z
  .object({
    root: z.string(),
    asOf: z.object({ block: z.number(), time: z.string() }),
    nodes: z.array(node),
    /** From a parent to the version derived from it. */
    edges: z.array(z.object({ parent: z.string(), child: z.string() })),
    /** Not null when there is more than was asked for. */
    cut,
  })
  .meta({ id: "Lineage" });

export type LineageAnswer = z.infer<typeof lineageAnswer>;

const bounds = {
  depth: z.number().int().min(0).max(10_000).optional(),
  limit: z.number().int().min(1).max(50_000).default(1_000),
  at: moment(),
};

export const lineage = query({
  name: "lineage",
  summary: {
    zh: "一个版本的血缘：上溯、下探或双向，可限深度与数量，可回到某区块或时刻。",
    en: "A version's lineage: up, down or both, bounded by depth and number, as of a block or time.",
  },
  path: "/versions/:version/lineage",
  input: z.strictObject({
    version: versionReference(),
    direction: z.enum(["up", "down", "both"]).default("both"),
    ...bounds,
  }),
  output: lineageAnswer,
  run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    const root = findVersion(i.version, s, at.block);
    const { direction, depth, limit } = i;
    const walked = s.graph.walk({
      from: [root.ordinal],
      direction,
      limit,
      cutoff: at.versions,
      ...(depth === undefined ? {} : { depth }),
    });
    return answerWalk(root.id, walked, at, s);
  },
});

function answerWalk(root: string, walked: Walked, at: Moment, s: LedgerSources): LineageAnswer {
  const known = new Map(walked.nodes.map(({ node: n, depth }) => [n, answerNode(n, depth, at, s)]));
  return {
    root,
    asOf: { block: at.block, time: new Date(at.time * 1000).toISOString() },
    nodes: [...known.values()],
    edges: walked.edges.map((e) => ({ parent: known.get(e.parent)!.id, child: known.get(e.child)!.id })),
    cut: walked.cut,
  };
}

function answerNode(n: number, depth: number, at: Moment, s: LedgerSources): z.infer<typeof node> {
  const row = versionAt(s.rows, n);
  const { standing, title, datasetTitle, owner } = answerVersion(row, at, s);
  const { id, name, grade, block } = row;
  return { id, name, depth, owner, title: title ?? datasetTitle, grade, standing, block };
}

export const derivationPath = query({
  name: "path",
  summary: { zh: "两个版本之间最短的派生路径。", en: "A shortest derivation path between two versions." },
  path: "/path",
  input: z.strictObject({ from: versionReference(), to: versionReference(), at: moment() }),
  output: z.object({ connected: z.boolean(), nodes: z.array(node) }),
  run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    const [a, b] = [findVersion(i.from, s, at.block, "from"), findVersion(i.to, s, at.block, "to")];
    const found = s.graph.path(a.ordinal, b.ordinal, { cutoff: at.versions });
    if (found?.cut)
      throw new SuyuanError("INPUT_NOT_VALID", {
        field: "to",
        value: i.to,
        reason: "is too far away to search",
      });
    const nodes = (found?.nodes ?? []).map((n, depth) => answerNode(n, depth, at, s));
    return { connected: nodes.length > 0, nodes };
  },
});

export const impact = query({
  name: "impact",
  summary: {
    zh: "召回一个版本会影响什么：所有派生版本，按部门与数据集汇总。",
    en: "What a recall of a version reaches: everything derived from it, by department and dataset.",
  },
  path: "/versions/:version/impact",
  input: z.strictObject({ version: versionReference(), ...bounds }),
  output: lineageAnswer.extend({
    organisations: z.array(
      z.object({ organisation: z.string(), versions: z.number(), datasets: z.array(z.string()) }),
    ),
    /** Derived versions that the chain itself has marked as affected. */
    marked: z.number(),
  }),
  run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    const root = findVersion(i.version, s, at.block);
    const { depth, limit } = i;
    const walked = s.graph.walk({
      from: [root.ordinal],
      direction: "down",
      limit,
      cutoff: at.versions,
      ...(depth === undefined ? {} : { depth }),
    });
    const reached = walked.nodes
      .filter(({ node: n }) => n !== root.ordinal)
      .map(({ node: n }) => versionAt(s.rows, n));
    const owners = new Map<string, { versions: number; datasets: Set<string> }>();
    for (const v of reached) {
      const dataset = s.rows.get(datasets, v.dataset)!;
      const code = codeOf(s.rows, dataset.owner);
      const entry = owners.get(code) ?? { versions: 0, datasets: new Set() };
      owners.set(code, { versions: entry.versions + 1, datasets: entry.datasets.add(dataset.name) });
    }
    const organisations = [...owners]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([organisation, o]) => ({
        organisation,
        versions: o.versions,
        datasets: [...o.datasets].sort(),
      }));
    const marked = reached.filter((v) => v.affected && v.affected.block <= at.block).length;
    return { ...answerWalk(root.id, walked, at, s), organisations, marked };
  },
});

export const lineageQueries = [lineage, derivationPath, impact] as unknown as Query[];
