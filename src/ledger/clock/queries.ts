import { z } from "zod";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { arrangementOf } from "./arrangement.ts";
import { calendars, defaultTerms, steps, terms } from "./tables.ts";

const termAnswer = z.object({
  step: z.enum(steps),
  workingDays: z.number(),
  /** The bureau has set none: as the contracts have it. */
  byDefault: z.boolean(),
  since: z.string().nullable(),
  note: z.string(),
});

const calendarAnswer = z.object({
  year: z.number(),
  /** Where the arrangement was published. */
  source: z.string(),
  since: z.string(),
  block: z.number(),
});

const yearAnswer = z.object({
  year: z.number(),
  /** There is a table; where there is none only weekends are off, and deadlines are provisional. */
  published: z.boolean(),
  source: z.string().nullable(),
  /** Days off besides Saturdays and Sundays. */
  holidays: z.array(z.string()),
  /** Saturdays and Sundays that are worked. */
  workdays: z.array(z.string()),
});

export const workingDays = query({
  name: "working-days",
  summary: {
    zh: "现行各环节时限与已公布的工作日表；可查某年的节假日与调休。",
    en: "The terms in force and the years whose working days are published; a year's holidays if wished.",
  },
  path: "/working-days",
  input: z.strictObject({ year: z.int().min(1970).max(9999).optional() }),
  output: z.object({
    terms: z.array(termAnswer),
    calendars: z.array(calendarAnswer),
    year: yearAnswer.nullable(),
  }),
  async run(i, s: LedgerSources) {
    const all = await s.rows.range(calendars);
    return {
      terms: steps.map((step) => termOf(step, s)),
      calendars: all.map(({ row: { year, source, time, block } }) => ({
        ...{ year, source, since: instant(time), block },
      })),
      year: i.year === undefined ? null : yearOf(i.year, s),
    };
  },
});

function termOf(step: (typeof steps)[number], { rows }: LedgerSources): z.infer<typeof termAnswer> {
  const row = rows.get(terms, step);
  if (!row) return { step, workingDays: defaultTerms[step], byDefault: true, since: null, note: "" };
  return { step, workingDays: row.workingDays, byDefault: false, since: instant(row.time), note: row.note };
}

function yearOf(year: number, { rows }: LedgerSources): z.infer<typeof yearAnswer> {
  const row = rows.get(calendars, String(year));
  if (!row) return { year, published: false, source: null, holidays: [], workdays: [] };
  return { year, published: true, source: row.source, ...arrangementOf(year, row.daysOff) };
}

export const clockQueries = [workingDays] as unknown as Query[];
