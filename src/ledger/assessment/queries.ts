import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { instant } from "../../core/instant.ts";
import { query, type Query } from "../../core/query.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets } from "../dataset/tables.ts";
import { eyesOn } from "../eyes.ts";
import {
  assessmentReference,
  code,
  datasetReference,
  knownOrganisation,
  toAssessment,
  toDataset,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { datasetNamed } from "../names.ts";
import { assessmentNumbers, assessments, type AssessmentRow } from "./tables.ts";

const standings = ["standing", "expired", "revoked"] as const;

/** An assessment; members that are `null` when `hidden` are not this reader's to see. */
const assessmentAnswer = z
  .object({
    id: z.string(),
    /** The assessing authority's reference. */
    code: z.string(),
    /** Who may hand the data on. */
    consumer: z.string(),
    dataset: z.string(),
    /** Whose it is. */
    provider: z.string(),
    standing: z.enum(standings),
    /** The last second in which it holds. */
    until: z.string(),
    document: z.string(),
    revoked: z
      .object({
        time: z.string(),
        block: z.number(),
        fact: z.number(),
        reason: z.string().nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    /** Who gets it, abroad. */
    recipient: z.string().nullable(),
  })
  .meta({ id: "Assessment" });

function answer(row: AssessmentRow, s: LedgerSources): z.infer<typeof assessmentAnswer> {
  const { rows } = s;
  const provider = rows.get(datasets, row.dataset)?.owner ?? row.consumer;
  const { hidden, only } = eyesOn({ consumer: row.consumer, provider }, s);
  const { id, revoked, document, block, fact } = row;
  return {
    ...{ id, code: row.code, consumer: codeOf(rows, row.consumer) },
    dataset: datasetNamed(rows, row.dataset),
    provider: codeOf(rows, provider),
    standing: standingOf(row, s.view.now()),
    ...{ until: instant(row.until), document },
    revoked: revoked && {
      ...{ time: instant(revoked.time), block: revoked.block, fact: revoked.fact },
      reason: only(revoked.reason ?? null),
      note: only(revoked.note ?? null),
    },
    ...{ since: instant(row.time), block, fact, hidden },
    recipient: only(row.recipient),
  };
}

export function standingOf({ standing, until }: AssessmentRow, now: number): (typeof standings)[number] {
  return standing === "standing" && now > until ? "expired" : standing;
}

export const listAssessments = query({
  name: "assessments",
  summary: {
    zh: "出境评估，新的在前；可按使用方、数据集与状态筛选。",
    en: "Assessments of data for abroad, newest first; by consumer, dataset and standing if wished.",
  },
  path: "/assessments",
  input: z.strictObject({
    ...page,
    consumer: code().optional(),
    dataset: datasetReference().optional(),
    standing: z.enum(standings).optional(),
  }),
  output: pageOf(assessmentAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.consumer === undefined ? undefined : knownOrganisation(i.consumer, rows, "consumer");
    const dataset: Hex | undefined = i.dataset === undefined ? undefined : toDataset(i.dataset);
    return siftPage(rows, assessmentNumbers, { ...i, reverse: true }, (id) => {
      const row = rows.get(assessments, id);
      return row && wanted(row) ? answer(row, s) : undefined;
    });

    function wanted(row: AssessmentRow): boolean {
      const isTheirs = who === undefined || row.consumer === who;
      const isOf = dataset === undefined || row.dataset === dataset;
      return isTheirs && isOf && (i.standing === undefined || standingOf(row, s.view.now()) === i.standing);
    }
  },
});

export const showAssessment = query({
  name: "assessment",
  summary: { zh: "一项出境评估。", en: "One assessment." },
  path: "/assessments/:assessment",
  input: z.strictObject({ assessment: assessmentReference() }),
  output: assessmentAnswer,
  run(i, s: LedgerSources) {
    const row = s.rows.get(assessments, toAssessment(i.assessment));
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "assessment", value: i.assessment });
    return answer(row, s);
  },
});

export const assessmentQueries = [listAssessments, showAssessment] as unknown as Query[];
