import { type Fact } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { type DaysOff, deadlineAfter } from "../../core/workingDays.ts";
import { calendars } from "../clock/tables.ts";
import { discharge, owe } from "../duty/tables.ts";
import { grants, type GrantRow } from "../grant/tables.ts";
import { type Cadence } from "../supply/tables.ts";
import { promiseNumbers, promises, type PromiseRow } from "./tables.ts";

/** Seconds, as in contracts/Promises.sol; working-daily is counted in working days. */
const seconds: Partial<Record<Cadence, number>> = {
  "real-time": 15 * 60,
  hourly: 3_600,
  once: 86_400,
  daily: 86_400,
  weekly: 7 * 86_400,
  monthly: 31 * 86_400,
  quarterly: 92 * 86_400,
  yearly: 366 * 86_400,
};

/** When the first delivery after a moment is due. */
export function firstDue(cadence: Cadence, from: number, rows: Pick<Rows, "get">): number {
  if (cadence !== "working-daily") return from + seconds[cadence]!;
  const tableOf = (year: number) => rows.get(calendars, String(year))?.daysOff.map(BigInt);
  return deadlineAfter(1, from, (year) => tableOf(year) as DaysOff | undefined).until;
}

/** When the delivery after a missed one is due. A working day ends where the next day begins. */
export function afterMissed(cadence: Cadence, due: number, rows: Pick<Rows, "get">): number | null {
  if (cadence === "once") return null;
  return firstDue(cadence, cadence === "working-daily" ? due - 1 : due, rows);
}

/** What was promised, and until when it is waited for; nothing that would be due after the grant's end. */
export function awaitNext(rows: Rows, row: PromiseRow, since: number): void {
  rows.put(promises, row.grant, row);
  discharge(rows, "deliver", row.grant);
  const { due: deadline, provider: organisation, grant: subject } = row;
  const { standing, expires } = rows.get(grants, subject)!;
  if (deadline === null || deadline > expires || standing !== "live") return;
  owe(rows, {
    ...{ organisation, kind: "deliver", subject, deadline, since },
    ...{ provisional: false, overdue: false },
  });
}

/** With a grant that promises deliveries, once that is in its table. */
export function beginPromise(f: Fact<unknown>, rows: Rows, grant: GrantRow, cadence: Cadence): void {
  const { id, number, consumer, provider, dataset } = grant;
  const mark = { block: f.block, time: f.time, fact: f.sequence };
  rows.put(promiseNumbers, ordinal(number), id);
  const due = firstDue(cadence, f.time, rows);
  const row = { grant: id, number, consumer, provider, dataset, cadence, due, missed: 0, missedInAll: 0 };
  awaitNext(rows, { ...row, ...mark }, f.time);
}

/** A delivery came. */
export function keepPromise(f: Fact<unknown>, rows: Rows, grant: Hex): void {
  const row = rows.get(promises, grant);
  if (!row) return;
  const due = row.cadence === "once" ? null : firstDue(row.cadence, f.time, rows);
  awaitNext(rows, { ...row, due, missed: 0 }, f.time);
}

/** The grant stands otherwise than before. After a suspension the clock starts anew. */
export function movePromise(f: Fact<unknown>, rows: Rows, grant: Hex): void {
  const row = rows.get(promises, grant);
  if (!row) return;
  const starts = f.name === "GrantResumed" && row.due !== null;
  awaitNext(rows, starts ? { ...row, due: firstDue(row.cadence, f.time, rows) } : row, f.time);
}
