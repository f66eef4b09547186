import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SuyuanError } from "./errors.ts";
import { calendarWords, deadlineAfter, type Arrangement, type DaysOff } from "./workingDays.ts";

interface Vectors {
  years: (Arrangement & { daysOff: [string, string] })[];
  deadlines: { about: string; from: string; workingDays: number; deadline: number; provisional: boolean }[];
}

const file = join(import.meta.dirname, "../../test/vectors/working-days.json");
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const tablesOf = (all: readonly Arrangement[]) => new Map(all.map((a) => [a.year, calendarWords(a)]));
const lookup = (tables: ReadonlyMap<number, DaysOff>) => (year: number) => tables.get(year);
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe("China's announced years", () => {
  const official = lookup(tablesOf(vectors.years));

  test.each(vectors.years)("$year is the table of the vectors", (arrangement) => {
    const hex = calendarWords(arrangement).map((w) => `0x${w.toString(16).padStart(64, "0")}`);
    expect(hex).toEqual(arrangement.daysOff);
  });

  test.each(vectors.deadlines)("$about", ({ from, workingDays, deadline, provisional }) => {
    expect(deadlineAfter(workingDays, seconds(from), official)).toEqual({ until: deadline, provisional });
  });

  test("midnight in Shanghai, not in Greenwich, begins another day", () => {
    const last = deadlineAfter(1, seconds("2025-03-06T15:59:59Z"), official);
    expect(last.until).toBe(seconds("2025-03-07T16:00:00Z"));
    expect(deadlineAfter(1, seconds("2025-03-06T16:00:00Z"), official).until).toBe(
      seconds("2025-03-10T16:00:00Z"),
    );
  });

  test("no working day at all ends with the day itself", () => {
    expect(deadlineAfter(0, seconds("2025-10-01T08:00:00+08:00"), official)).toEqual({
      until: seconds("2025-10-02T00:00:00+08:00"),
      provisional: false,
    });
  });
});

describe("a table that cannot be", () => {
  const refusal = (change: Partial<Arrangement>) => {
    try {
      calendarWords({ year: 2026, holidays: [], workdays: [], ...change });
    } catch (error) {
      return (error as SuyuanError).details;
    }
    return undefined;
  };

  test.each<[string, Partial<Arrangement>, string, string, string]>([
    [
      "a holiday of another year",
      { holidays: ["2026-12-31", "2027-01-01"] },
      "holidays.1",
      "2027-01-01",
      "is not a day of 2026",
    ],
    ["a day before it", { workdays: ["2025-12-28"] }, "workdays.0", "2025-12-28", "is not a day of 2026"],
    [
      "a day that never comes",
      { holidays: ["2026-02-29"] },
      "holidays.0",
      "2026-02-29",
      "is not a day of 2026",
    ],
    ["no date", { holidays: ["soon"] }, "holidays.0", "soon", "is not a day of 2026"],
    [
      "the same day twice",
      { holidays: ["2026-10-01", "2026-10-01"] },
      "holidays.1",
      "2026-10-01",
      "is named twice",
    ],
    [
      "a day both off and worked",
      { holidays: ["2026-10-03"], workdays: ["2026-10-03"] },
      "workdays.0",
      "2026-10-03",
      "is named twice",
    ],
    [
      "a worked Monday",
      { workdays: ["2026-10-10", "2026-10-12"] },
      "workdays.1",
      "2026-10-12",
      "is no Saturday or Sunday",
    ],
  ])("%s is named and refused", (_, change, field, value, reason) => {
    expect(refusal(change)).toEqual({ field, value, reason });
  });

  test("a leap year has its 366th day", () => {
    const [low, high] = calendarWords({ year: 2028, holidays: ["2028-12-31"], workdays: ["2028-01-01"] });
    expect([low & 1n, high >> 109n]).toEqual([0n, 1n]);
  });
});

/** What is off, as a set of dates: nothing of the code under test but its input. */
function countByDates(workingDays: number, from: number, all: readonly Arrangement[]) {
  const tabled = new Map(all.map((a) => [a.year, { off: new Set(a.holidays), on: new Set(a.workdays) }]));
  const day = new Date(from * 1000 + 8 * 3_600_000);
  day.setUTCHours(0, 0, 0, 0);
  let provisional = false;
  for (let left = workingDays; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    const table = tabled.get(day.getUTCFullYear());
    if (!table) provisional = true;
    const iso = day.toISOString().slice(0, 10);
    const weekend = [0, 6].includes(day.getUTCDay());
    const worked = weekend ? table?.on.has(iso) === true : table?.off.has(iso) !== true;
    if (worked) left--;
  }
  return { until: day.getTime() / 1000 + 24 * 3600 - 8 * 3600, provisional };
}

const datesOf = (year: number) =>
  Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i)))
    .filter((d) => d.getUTCFullYear() === year)
    .map((d) => d.toISOString().slice(0, 10));

/** Holidays and worked weekends in any year, none on both lists. */
const arrangement = (year: number): fc.Arbitrary<Arrangement> => {
  const dates = datesOf(year);
  const weekends = dates.filter((d) => [0, 6].includes(new Date(d).getUTCDay()));
  return fc
    .tuple(fc.subarray(dates, { maxLength: 40 }), fc.subarray(weekends, { maxLength: 10 }))
    .map(([holidays, worked]) => ({
      year,
      holidays,
      workdays: worked.filter((d) => !holidays.includes(d)),
    }));
};

test("a deadline is the one that counting dates gives, with tables for some of the years", () => {
  const case_ = fc.integer({ min: 1971, max: 2400 }).chain((year) =>
    fc.tuple(
      fc.tuple(arrangement(year), arrangement(year + 1)).chain((both) => fc.subarray(both)),
      fc.integer({ min: Date.UTC(year, 0, 1) / 1000, max: Date.UTC(year + 1, 0, 1) / 1000 }),
      fc.integer({ min: 0, max: 60 }),
    ),
  );
  fc.assert(
    fc.property(case_, ([tables, from, days]) => {
      expect(deadlineAfter(days, from, lookup(tablesOf(tables)))).toEqual(countByDates(days, from, tables));
    }),
    { numRuns: 1000 },
  );
});
