import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** Whether the consumer has reported; the position is the number on chain, from 1. Appended to, never renumbered. */
export const tellings = ["waited", "overdue", "reported"] as const;
export type Telling = (typeof tellings)[number];

/** What the bureau found; the position is the number on chain, from 0. Appended to, never renumbered. */
export const findings = ["waited", "justified", "unjustified"] as const;
export type Finding = (typeof findings)[number];

/** Codes of why an emergency was not justified, from 1. Appended to, never renumbered. */
export const reviewReasons = [
  "no-emergency",
  "more-than-necessary",
  "used-otherwise",
  "not-reported",
  "other",
] as const;

export interface EmergencyRow {
  /** Its grant, by whose number people name it. */
  id: Hex;
  number: number;
  request: Hex;
  dataset: Hex;
  consumer: Hex;
  provider: Hex;
  /** The key that invoked it. */
  officer: Hex;
  incident: string;
  /** Seconds: the last one in which a report is in time. */
  due: number;
  /** Seconds: the last one in which the review is in time. */
  reviewDue: number;
  /** A year on the way to `reviewDue` had no table of holidays. */
  provisional: boolean;
  told: Telling;
  found: Finding;
  /** The chain recorded that the report was overdue. */
  overdue: Mark | null;
  report: (Mark & { outcome: string; late: boolean; effect: Record<string, unknown> }) | null;
  /** The chain recorded that the review was late. */
  reviewLate: Mark | null;
  /** `closed` is whose lane it closed. */
  review: (Mark & { justified: boolean; late: boolean; closed: Hex | null }) | null;
  block: number;
  time: number;
  fact: number;
}

/** grant → the emergency it was given in. */
export const emergencies = table<EmergencyRow>("emergency");
/** ordinal(number of the grant) → grant. */
export const emergencyNumbers = table<Hex>("emergency-number");
/** consumer → how many of its emergencies are overdue and not reported. */
export const emergencyOverdueCounts = table<number>("emergency-overdue-count");

export interface ResponderRow extends Mark {
  organisation: Hex;
  named: boolean;
  note: string;
}

/** organisation → whether it gets data at once in emergencies, as the bureau said last. */
export const responders = table<ResponderRow>("responder");

export interface LaneRow {
  officer: Hex;
  organisation: Hex;
  /** The emergency that was found unjustified; the last one of several. */
  grant: Hex;
  closed: Mark;
  lifted: Mark | null;
}

/** officer → how the lane was closed last, and whether it was lifted. */
export const lanes = table<LaneRow>("lane");
