import { SuyuanError } from "./errors.ts";

// Days in Asia/Shanghai, which is UTC+8 all year round. A day is counted from 1970-01-01, which was a Thursday.
// contracts/Clocks.sol counts the same (vectors: test/vectors/working-days.json).

const DAY = 86_400;
const OFFSET = 8 * 3600;
const FIRST_YEAR = 1970;

/** Bit i is set when the year's day i, from 0, is off: days 0 to 255 in the first word. */
export type DaysOff = readonly [bigint, bigint];

/** What is published about a year: days like `2026-10-01`. */
export interface Arrangement {
  year: number;
  /** Off; those on a weekend may be named or not. */
  holidays: readonly string[];
  /** Saturdays and Sundays that are worked. */
  workdays: readonly string[];
}

/** `Calendar.daysOff` of contracts/interfaces/IClocks.sol. Throws INPUT_NOT_VALID naming the day that is wrong. */
export function calendarWords({ year, holidays, workdays }: Arrangement): [bigint, bigint] {
  const first = firstDayOf(year);
  const isOff = Array.from({ length: firstDayOf(year + 1) - first }, (_, i) => isWeekend(first + i));
  const named = new Set<number>();
  const place = (field: string, value: string) => {
    const i = dayOfDate(value) - first;
    if (!(i in isOff)) refuse(field, value, `is not a day of ${year}`);
    if (named.has(i)) refuse(field, value, "is named twice");
    named.add(i);
    return i;
  };
  holidays.forEach((date, n) => (isOff[place(`holidays.${n}`, date)] = true));
  workdays.forEach((date, n) => {
    const i = place(`workdays.${n}`, date);
    if (!isOff[i]) refuse(`workdays.${n}`, date, "is no Saturday or Sunday");
    isOff[i] = false;
  });
  return [word(isOff.slice(0, 256)), word(isOff.slice(256))];
}

export interface Deadline {
  /** The last second in time: 24:00 of the last working day. */
  until: number;
  /** A year on the way has no table, so that only its weekends were taken as off. */
  provisional: boolean;
}

/** As `Clocks.deadlineAfter`: the day of `from` (seconds) does not count. */
export function deadlineAfter(
  workingDays: number,
  from: number,
  calendarOf: (year: number) => DaysOff | undefined,
): Deadline {
  let day = dayOf(from);
  let provisional = false;
  for (let left = workingDays; left > 0;) {
    day++;
    const year = yearOf(day);
    const table = calendarOf(year);
    provisional ||= table === undefined;
    if (table ? !isMarked(table, day - firstDayOf(year)) : !isWeekend(day)) left--;
  }
  return { until: (day + 1) * DAY - OFFSET, provisional };
}

const dayOf = (time: number) => Math.floor((time + OFFSET) / DAY);

/** NaN when there is no such day. */
function dayOfDate(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${date}T`);
  return isDay ? time / (DAY * 1000) : Number.NaN;
}

function isWeekend(day: number): boolean {
  const weekday = (day + 4) % 7; // 0 is Sunday
  return weekday === 0 || weekday === 6;
}

/** 1 January of the year, as a day. */
function firstDayOf(year: number): number {
  return (year - FIRST_YEAR) * 365 + leapYearsBefore(year) - leapYearsBefore(FIRST_YEAR);
}

function yearOf(day: number): number {
  // Never too early, for no year has fewer days.
  let year = FIRST_YEAR + Math.floor(day / 365);
  while (firstDayOf(year) > day) year--;
  return year;
}

/** Of the Gregorian calendar. */
function leapYearsBefore(year: number): number {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
}

function word(bits: readonly boolean[]): bigint {
  return bits.reduce((sum, bit, i) => (bit ? sum | (1n << BigInt(i)) : sum), 0n);
}

function isMarked([low, high]: DaysOff, i: number): boolean {
  return (((i < 256 ? low : high) >> BigInt(i & 0xff)) & 1n) === 1n;
}

function refuse(field: string, value: string, reason: string): never {
  throw new SuyuanError("INPUT_NOT_VALID", { field, value, reason });
}
