import { type Hex } from "../../core/hex.ts";
import { ordinal, table, type Rows } from "../../core/table.ts";

/** What an organisation owes, by the act that ends it. */
export const dutyKinds = [
  "review",
  "reply",
  "mediate",
  "grant",
  "complete",
  "receive",
  "report",
  "report-emergency",
  "review-emergency",
  "deliver",
  "acknowledge",
] as const;
export type DutyKind = (typeof dutyKinds)[number];

export interface DutyRow {
  /** Who owes it. */
  organisation: Hex;
  kind: DutyKind;
  /** The request, delivery or grant it is about. */
  subject: Hex;
  /** Seconds; the last one in time. `null` when no clock runs. */
  deadline: number | null;
  /** A year on the way to the deadline had no table of holidays. */
  provisional: boolean;
  /** When it arose, in seconds. */
  since: number;
  /** The chain says that it is late. */
  overdue: boolean;
}

/** organisation + deadline + subject + kind: what is due first comes first. */
export const duties = table<DutyRow>("duty");
/** deadline + subject + kind → the duty, whosever it is; without those that have no deadline or are overdue. */
export const dues = table<string>("due");
/** subject + kind → the duty. */
export const dutyOf = table<string>("duty-of");

const NEVER = 2 ** 47;

export function owe(rows: Rows, duty: DutyRow): void {
  discharge(rows, duty.kind, duty.subject);
  const { organisation, kind, subject, deadline, overdue } = duty;
  const key = organisation + ordinal(deadline ?? NEVER) + subject + kind;
  rows.put(duties, key, duty);
  rows.put(dutyOf, subject + kind, key);
  if (deadline !== null && !overdue) rows.put(dues, ordinal(deadline) + subject + kind, key);
}

export function discharge(rows: Rows, kind: DutyKind, subject: Hex): void {
  const key = rows.get(dutyOf, subject + kind);
  const duty = key === undefined ? undefined : rows.get(duties, key);
  if (key === undefined || !duty) return;
  rows.delete(duties, key);
  rows.delete(dutyOf, subject + kind);
  if (duty.deadline !== null) rows.delete(dues, ordinal(duty.deadline) + subject + kind);
}

/** It stays owed, and its lateness is on record. */
export function markOverdue(rows: Rows, kind: DutyKind, subject: Hex): void {
  const key = rows.get(dutyOf, subject + kind);
  const duty = key === undefined ? undefined : rows.get(duties, key);
  if (duty) owe(rows, { ...duty, overdue: true });
}
