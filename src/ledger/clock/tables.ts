import { table } from "../../core/table.ts";

/** What an answer is waited for; the position is the number on chain, from 1. Appended to, never renumbered. */
export const steps = [
  "review",
  "reply-on-platform",
  "reply-off-platform",
  "mediation",
  "emergency-review",
] as const;
export type Step = (typeof steps)[number];

export interface CalendarRow {
  year: number;
  /** The two words of `Calendar` in contracts/interfaces/IClocks.sol, as hex. */
  daysOff: [string, string];
  source: string;
  block: number;
  time: number;
}

export interface TermRow {
  step: Step;
  workingDays: number;
  note: string;
  block: number;
  time: number;
}

/** year → its table of working days. */
export const calendars = table<CalendarRow>("calendar");
/** step → how long it may take; steps that the bureau never set are not here. */
export const terms = table<TermRow>("term");

/** Until the bureau sets others, as in contracts/Clocks.sol. */
export const defaultTerms: Record<Step, number> = {
  review: 2,
  "reply-on-platform": 5,
  "reply-off-platform": 10,
  mediation: 5,
  "emergency-review": 5,
};
