import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets } from "../dataset/tables.ts";
import { eyesOn } from "../eyes.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { countdown, countdownTo, datasetNamed, grantNamed, requestName } from "../names.ts";
import { offices } from "../agent/tables.ts";
import { documentOf } from "./document.ts";
import { answers, stages, type RequestRow } from "./tables.ts";

/** A request; members that are `null` when `hidden` are not this reader's to see. */
export const requestAnswer = z
  .object({
    id: z.string(),
    /** `R17` */
    name: z.string(),
    number: z.number(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    /** The dataset's. */
    grade: z.string().nullable(),
    stage: z.enum(stages),
    /** Whose answer is waited for. */
    waitsFor: z.string().nullable(),
    ...countdown,
    /** A year on the way to the deadline had no table of holidays. */
    provisional: z.boolean(),
    /** The chain says that the answer is late. */
    lateRecorded: z.boolean(),
    wasReturned: z.boolean(),
    /** Purpose, basis, fields and scenario are in a commitment; told only where this gateway can open it. */
    confidential: z.boolean(),
    commitment: z.string().nullable(),
    onward: z.boolean(),
    revision: z.number(),
    grants: z.array(z.string()),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    purpose: z.string().nullable(),
    basis: z.string().nullable(),
    fields: z.array(z.string()).nullable(),
    scenario: z.string().nullable(),
    /** Days. */
    duration: z.number().nullable(),
    abroad: z.boolean().nullable(),
    /** What tells it from the consumer's others for the dataset. */
    label: z.string().nullable(),
  })
  .meta({ id: "Request" });

export type RequestAnswer = z.infer<typeof requestAnswer>;

export function answerRequest(row: RequestRow, s: LedgerSources): RequestAnswer {
  const { rows } = s;
  const { hidden, only } = eyesOn(row, s);
  const why = whyOf(row, s);
  const { id, number, stage, provisional, lateRecorded, wasReturned, commitment, revision } = row;
  return {
    ...{ id, name: requestName(number), number },
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    dataset: datasetNamed(rows, row.dataset),
    grade: rows.get(datasets, row.dataset)?.grade ?? null,
    stage,
    waitsFor: waitsFor(row, s),
    ...countdownTo(row.deadline, s.view.now()),
    ...{ provisional, lateRecorded, wasReturned, confidential: commitment !== null, commitment },
    onward: row.onward,
    revision,
    grants: row.grants.map((g) => grantNamed(rows, g)),
    since: instant(row.time),
    block: row.block,
    fact: row.fact,
    hidden,
    purpose: only(why.purpose),
    basis: only(why.basis),
    fields: only(why.fields),
    scenario: only(why.scenario),
    duration: only(row.duration),
    abroad: only(row.abroad),
    label: only(row.name),
  };
}

type Why = Pick<RequestRow, "purpose" | "basis" | "fields" | "scenario">;

function whyOf(row: RequestRow, s: LedgerSources): Why {
  const text = row.commitment === null ? undefined : s.openedText(row.commitment);
  return (text === undefined ? undefined : documentOf(text, row)) ?? row;
}

function waitsFor(row: RequestRow, { rows }: LedgerSources): string | null {
  const due = answers[row.stage];
  const id = due && (due.by === "bureau" ? rows.get(offices, "bureau") : row[due.by]);
  return id ? codeOf(rows, id) : null;
}
