import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { type Mark } from "../dataset/tables.ts";
import { eyesOn, type Eyes } from "../eyes.ts";
import { shownStandings, standingOf } from "../grant/answers.ts";
import { grants } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { countdown, countdownTo, datasetNamed, grantName, requestNamed } from "../names.ts";
import { requests } from "../request/tables.ts";
import { findings, tellings, type EmergencyRow } from "./tables.ts";

export const mark = z.object({ time: z.string(), block: z.number(), fact: z.number() });

export function markOf({ time, block, fact }: Mark): z.infer<typeof mark> {
  return { time: instant(time), block, fact };
}

/** A clock: until when, how long still, and when it was met. `late` while it runs, or when it was met too late. */
const clock = z.object({ ...countdown, done: z.string().nullable() });

/** An emergency; members that are `null` when `hidden` are not this reader's to see. */
export const emergencyAnswer = z
  .object({
    /** Its grant. */
    id: z.string(),
    /** `G9`: its grant's. */
    name: z.string(),
    number: z.number(),
    request: z.string(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    /** The key that invoked it. */
    officer: z.string(),
    /** The grant's. */
    standing: z.enum(shownStandings),
    expires: z.string(),
    told: z.enum(tellings),
    found: z.enum(findings),
    /** Of the consumer's report. */
    reportClock: clock,
    /** Of the bureau's review. */
    reviewClock: clock,
    /** A year on the way to the review's deadline had no table of holidays. */
    provisional: z.boolean(),
    report: mark
      .extend({
        late: z.boolean(),
        outcome: z.string().nullable(),
        /** Scenario and measured effect, as they were reported. */
        effect: z.record(z.string(), z.unknown()).nullable(),
      })
      .nullable(),
    /** The chain recorded that the report was overdue. */
    overdue: mark.nullable(),
    review: mark
      .extend({
        justified: z.boolean(),
        late: z.boolean(),
        /** Whose lane it closed. */
        closed: z.string().nullable(),
        reason: z.string().nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
    /** The chain recorded that the review was late. */
    reviewLate: mark.nullable(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    incident: z.string().nullable(),
    scenario: z.string().nullable(),
    fields: z.array(z.string()).nullable(),
  })
  .meta({ id: "Emergency" });

export type EmergencyAnswer = z.infer<typeof emergencyAnswer>;

export function answerEmergency(row: EmergencyRow, s: LedgerSources): EmergencyAnswer {
  const { rows } = s;
  const eyes = eyesOn(row, s);
  const grant = rows.get(grants, row.id)!;
  const { id, number, officer, told, found, provisional, report, review } = row;
  const now = s.view.now();
  return {
    ...{ id, name: grantName(number), number },
    request: requestNamed(rows, row.request),
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    dataset: datasetNamed(rows, row.dataset),
    ...{ officer, standing: standingOf(grant, s), expires: instant(grant.expires), told, found },
    reportClock: clockOf(row.due, report, now),
    reviewClock: clockOf(row.reviewDue, review, now),
    provisional,
    overdue: row.overdue && markOf(row.overdue),
    reviewLate: row.reviewLate && markOf(row.reviewLate),
    ...ended(row, eyes),
    ...{ since: instant(row.time), block: row.block, fact: row.fact, hidden: eyes.hidden },
    incident: eyes.only(row.incident),
    scenario: eyes.only(rows.get(requests, row.request)?.scenario ?? ""),
    fields: eyes.only(grant.fields),
  };
}

function ended({ report, review }: EmergencyRow, { only }: Eyes) {
  return {
    report: report && {
      ...{ ...markOf(report), late: report.late },
      outcome: only(report.outcome),
      effect: only(report.effect),
    },
    review: review && {
      ...{ ...markOf(review), justified: review.justified, late: review.late, closed: review.closed },
      reason: only(review.reason ?? null),
      note: only(review.note ?? ""),
    },
  };
}

function clockOf(deadline: number, end: Mark | null, now: number): z.infer<typeof clock> {
  const shown = countdownTo(deadline, end?.time ?? now);
  const secondsLeft = end ? null : shown.secondsLeft;
  return { ...shown, secondsLeft, done: end && instant(end.time) };
}
