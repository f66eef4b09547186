import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { dutyOf } from "../duty/tables.ts";
import { shownStandings, standingOf } from "../grant/answers.ts";
import { grants } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { countdown, countdownTo, datasetNamed, grantName } from "../names.ts";
import { cadences } from "../supply/tables.ts";
import { promises, type MissedRow, type PromiseRow } from "./tables.ts";

export const promiseAnswer = z
  .object({
    /** `G9` */
    grant: z.string(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    /** The grant's. */
    standing: z.enum(shownStandings),
    cadence: z.enum(cadences),
    /** Of the next delivery; none while the grant is suspended, has ended, or ends before it. */
    ...countdown,
    /** Missed in a row, up to now. */
    missed: z.number(),
    missedInAll: z.number(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
  })
  .meta({ id: "Promise" });

export function answerPromise(row: PromiseRow, s: LedgerSources): z.infer<typeof promiseAnswer> {
  const { rows } = s;
  const isWaited = rows.get(dutyOf, `${row.grant}deliver`) !== undefined;
  const { cadence, missed, missedInAll, block, fact } = row;
  return {
    grant: grantName(row.number),
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    dataset: datasetNamed(rows, row.dataset),
    standing: standingOf(rows.get(grants, row.grant)!, s),
    cadence,
    ...countdownTo(isWaited ? row.due : null, s.view.now()),
    ...{ missed, missedInAll, since: instant(row.time), block, fact },
  };
}

export const missedAnswer = z
  .object({
    number: z.number(),
    grant: z.string(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    cadence: z.enum(cadences),
    /** The last second in which it would have been in time. */
    due: z.string(),
    /** How many in a row, this one included. */
    missed: z.number(),
    time: z.string(),
    block: z.number(),
    fact: z.number(),
  })
  .meta({ id: "MissedDelivery" });

export function answerMissed(row: MissedRow, { rows }: LedgerSources): z.infer<typeof missedAnswer> {
  const promise = rows.get(promises, row.grant)!;
  const { number, cadence, due, missed, time, block, fact } = row;
  return {
    ...{ number, grant: grantName(promise.number) },
    consumer: codeOf(rows, promise.consumer),
    provider: codeOf(rows, promise.provider),
    dataset: datasetNamed(rows, promise.dataset),
    ...{ cadence, due: instant(due), missed, time: instant(time), block, fact },
  };
}
