import { z } from "zod";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { organisations } from "../agent/tables.ts";
import { type Moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { consentNamed, evidenceNamed, grantNamed } from "../names.ts";
import { datasets, graphNodes, runs, versions, type Mark, type VersionRow } from "./tables.ts";

const text = z.object({ zh: z.string(), en: z.string() });
const mark = z.object({
  block: z.number(),
  time: z.string(),
  fact: z.number(),
  reason: z.string().optional(),
  note: z.string().optional(),
});

/** How a version stands; the gravest that holds. */
export const standings = ["recalled", "affected", "withdrawn", "corrected", "current"] as const;
export type Standing = (typeof standings)[number];

export const versionAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    dataset: z.string(),
    datasetTitle: text.nullable(),
    number: z.number(),
    owner: z.string(),
    publisher: z.string(),
    key: z.string(),
    standing: z.enum(standings),
    content: z.object({
      sha256: z.string(),
      sm3: z.string(),
      size: z.number().nullable(),
      committed: z.boolean(),
    }),
    schema: z.string().nullable(),
    mediaType: z.string().nullable(),
    title: text.nullable(),
    grade: z.string(),
    personal: z.boolean(),
    /** Least authorisation: for named officers only. */
    least: z.boolean(),
    /** On which it rests, as `C7`. */
    consents: z.array(z.string()),
    /** The evidence by which it is declared below its parents, as `E3`. */
    evidence: z.string().nullable(),
    run: z
      .object({ id: z.string(), job: z.string(), code: z.string().nullable(), name: z.string() })
      .nullable(),
    parents: z.array(z.string()),
    /** Grants under which others' data was used. */
    under: z.array(z.string()),
    corrects: z.string().nullable(),
    unchanged: z.boolean(),
    block: z.number(),
    time: z.string(),
    transaction: z.string(),
    fact: z.number(),
    corrected: z.array(mark.extend({ by: z.string() })),
    withdrawn: mark.nullable(),
    recalled: mark.nullable(),
    /** Versions it descends from that were recalled or lost a consent, nearest first, at most ten. */
    affectedBy: z.array(z.string()),
    /** The chain has marked it as affected. */
    affected: mark.nullable(),
  })
  .meta({ id: "Version" });

export type VersionAnswer = z.infer<typeof versionAnswer>;

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function seen<M extends Mark>(m: M | null, at: Moment) {
  return m !== null && m.block <= at.block ? { ...m, time: iso(m.time) } : null;
}

/** A version as it stood at a moment. */
export function answerVersion(row: VersionRow, at: Moment, s: LedgerSources): VersionAnswer {
  const { rows } = s;
  const dataset = rows.get(datasets, row.dataset);
  const run = rows.get(runs, row.run);
  const recalled = seen(row.recalled, at);
  const withdrawn = seen(row.withdrawn, at);
  const corrected = row.corrected.map((c) => seen(c, at)).filter((c) => c !== null);
  const sources = struckSources(row.ordinal, at, s);
  const isStruck = (s.recalledAt.get(row.ordinal) ?? Infinity) <= at.block;
  const standing: Standing = recalled
    ? "recalled"
    : isStruck || sources.length > 0
      ? "affected"
      : withdrawn
        ? "withdrawn"
        : corrected.length > 0
          ? "corrected"
          : "current";
  return {
    id: row.id,
    name: row.name,
    dataset: dataset?.name ?? row.dataset,
    datasetTitle: dataset?.title ?? null,
    number: row.number,
    owner: codeOf(rows, dataset?.owner ?? row.organisation),
    publisher: codeOf(rows, row.organisation),
    key: row.key,
    standing,
    content: { sha256: row.content, sm3: row.sm3, size: row.size, committed: row.committed },
    schema: row.schema,
    mediaType: row.mediaType,
    title: row.title,
    grade: row.grade,
    personal: row.personal,
    least: row.least,
    consents: row.consents.map((id) => consentNamed(rows, id)),
    evidence: row.evidence && evidenceNamed(rows, row.evidence),
    run: run ? { id: run.id, job: run.job, code: run.code, name: run.name } : null,
    parents: row.parents,
    under: [...new Set(row.under)].filter((g) => g !== ZERO32).map((g) => grantNamed(rows, g)),
    corrects: row.corrects,
    unchanged: row.unchanged,
    block: row.block,
    time: iso(row.time),
    transaction: row.transaction,
    fact: row.fact,
    corrected,
    withdrawn,
    recalled,
    affectedBy: sources.slice(0, 10).map((n) => versionAt(rows, n).name),
    affected: seen(row.affected, at),
  };
}

export function versionAt(rows: RowReader, node: number): VersionRow {
  return rows.get(versions, rows.get(graphNodes, ordinal(node))!.id)!;
}

export function codeOf(rows: RowReader, organisation: Hex): string {
  return rows.get(organisations, organisation)?.code ?? organisation;
}

/** Struck versions this one descends from. */
function struckSources(node: number, at: Moment, { graph, recalledAt }: LedgerSources): number[] {
  const inForce = [...recalledAt].filter(([n, block]) => block <= at.block && n < node).map(([n]) => n);
  if (inForce.length === 0) return [];
  const wanted = new Set(inForce);
  const up = graph.walk({ from: [node], direction: "up", cutoff: at.versions, limit: graph.size });
  return up.nodes.filter(({ node: n }) => n !== node && wanted.has(n)).map(({ node: n }) => n);
}
