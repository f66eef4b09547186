import { z } from "zod";
import { type Grade, gradeOf, has } from "../../core/states.ts";
import { codeOf } from "../dataset/answers.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { isDeliverable } from "./access.ts";
import { byGravity, tally } from "./decide.ts";
import { type Seen } from "./placing.ts";

/** Versions that a list shows; the counts are of all. */
export const MOST_SHOWN = 50;

const exposedVersion = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  grade: z.string(),
  personal: z.boolean(),
  /** Neither withdrawn, recalled, affected nor confined. */
  deliverable: z.boolean(),
});

const exposedList = z.object({
  count: z.number(),
  /** How many of them hold personal data. */
  personal: z.number(),
  /** How many there are of each grade, the highest first. */
  byGrade: z.record(z.string(), z.number()),
  /** The gravest first; of one grade the nearest. */
  versions: z.array(exposedVersion),
  /** Not null when there are more than are shown; `atLeast` when not even the counts are of all. */
  cut: z.object({ shown: z.number(), of: z.number(), atLeast: z.boolean() }).nullable(),
});

/** What a grant would newly let somebody reach. */
export const exposureAnswer = z
  .object({
    consumer: z.string(),
    dataset: z.string(),
    /** The highest grade that would be delivered. */
    ceiling: z.string(),
    onward: z.boolean(),
    /** Versions of the dataset that the consumer cannot get to now. */
    direct: exposedList,
    /** Versions whose data flowed into these, and that the consumer cannot get to itself. */
    sources: exposedList,
    /** `null` when nothing may be shared onward. */
    downstream: z
      .object({
        /** The consumer's own versions that were made of the data and may be shared already. */
        descendants: exposedList,
        /** Who holds grants on the consumer's data, and cannot get to all of this now. */
        organisations: z.array(
          z.object({
            organisation: z.string(),
            grants: z.array(z.string()),
            datasets: z.array(z.string()),
          }),
        ),
        /** The consumer's datasets from which everyone gets what is put there. */
        open: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: "Exposure" });

export type Exposure = z.infer<typeof exposureAnswer>;
export type ExposedList = z.infer<typeof exposedList>;

/** @param more Some were not looked at. */
export function listed(found: readonly Seen[], more: boolean, s: LedgerSources): ExposedList {
  const shown = byGravity(found).slice(0, MOST_SHOWN);
  const { count, personal, byGrade } = tally(found);
  const isCut = more || shown.length < count;
  return {
    ...{ count, personal, byGrade: byGrade as Record<Grade, number> },
    versions: shown.map((v) => ({
      ...{ id: v.row.id, name: v.row.name, owner: codeOf(s.rows, v.owner), grade: gradeOf(v.state) },
      personal: has(v.state, "personal"),
      deliverable: isDeliverable(v),
    })),
    cut: isCut ? { shown: shown.length, of: count, atLeast: more } : null,
  };
}
