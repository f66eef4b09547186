import { z } from "zod";
import { has } from "../../core/states.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { eyesOn } from "../eyes.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { assessmentNamed, datasetNamed, grantName, grantNamed, requestNamed } from "../names.ts";
import { cadences } from "../supply/tables.ts";
import { grantStandings, type GrantRow } from "./tables.ts";

/** As on chain, and `expired`, which no fact says. */
export const shownStandings = [...grantStandings, "expired"] as const;
export type ShownStanding = (typeof shownStandings)[number];

/** A grant; members that are `null` when `hidden` are not this reader's to see. */
export const grantAnswer = z
  .object({
    id: z.string(),
    /** `G9` */
    name: z.string(),
    number: z.number(),
    request: z.string(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    /** The highest grade of a version that may be delivered. */
    ceiling: z.string(),
    standing: z.enum(shownStandings),
    /** The last second in which it holds. */
    expires: z.string(),
    /** Until it expires; `null` once it has ended. */
    secondsLeft: z.number().nullable(),
    /** Seconds from a delivery to the report that is owed; 0 in an emergency. */
    feedbackWindow: z.number(),
    onward: z.boolean(),
    /** How often deliveries are promised; `null` when they are not. */
    cadence: z.enum(cadences).nullable(),
    /** Given in an emergency, which is reported and reviewed as a whole. */
    emergency: z.boolean(),
    /** Least authorisation: for named officers only. */
    least: z.boolean(),
    /** The data is shared unconditionally. */
    atOnce: z.boolean(),
    /** It came after the deadline of the answer. */
    late: z.boolean(),
    amends: z.string().nullable(),
    amendedBy: z.string().nullable(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    fields: z.array(z.string()).nullable(),
    /** What the consumer answers for. */
    responsibilities: z.string().nullable(),
    /** Keys of the officers who alone may receive and use the data; empty when any of the consumer's may. */
    officers: z.array(z.string()).nullable(),
    /** Reference of the assessment under which it goes abroad; empty when it does not. */
    assessment: z.string().nullable(),
  })
  .meta({ id: "Grant" });

export type GrantAnswer = z.infer<typeof grantAnswer>;

export function answerGrant(row: GrantRow, s: LedgerSources): GrantAnswer {
  const { rows } = s;
  const { hidden, only } = eyesOn(row, s);
  const { id, number, ceiling, onward, cadence, atOnce, late, block, fact } = row;
  const standing = standingOf(row, s);
  const holds = standing === "live" || standing === "suspended";
  return {
    ...{ id, name: grantName(number), number },
    request: requestNamed(rows, row.request),
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    dataset: datasetNamed(rows, row.dataset),
    ...{ ceiling, standing, expires: instant(row.expires) },
    secondsLeft: holds ? row.expires - s.view.now() : null,
    feedbackWindow: row.window,
    ...{ onward, cadence, least: has(row.state, "least"), emergency: row.window === 0, atOnce, late },
    amends: row.amends && grantNamed(rows, row.amends),
    amendedBy: row.amendedBy && grantNamed(rows, row.amendedBy),
    ...{ since: instant(row.time), block, fact, hidden },
    fields: only(row.fields),
    responsibilities: only(row.responsibilities),
    officers: only(row.officers),
    assessment: only(row.assessment === null ? "" : assessmentNamed(rows, row.assessment)),
  };
}

export function standingOf({ standing, expires }: GrantRow, { view }: LedgerSources): ShownStanding {
  const holds = standing === "live" || standing === "suspended";
  return holds && view.now() > expires ? "expired" : standing;
}
