import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** Codes of why an assessment was taken back, from 1. Appended to, never renumbered. */
export const revocationReasons = [
  "conditions-breached",
  "recipient-changed",
  "reassessed",
  "security",
  "legal",
  "other",
] as const;

export interface AssessmentRow {
  id: Hex;
  /** In chain order, from 1. */
  number: number;
  /** The assessing authority's reference, by which people name it. */
  code: string;
  /** The department that may hand the data on. */
  consumer: Hex;
  dataset: Hex;
  /** The last second in which it holds. */
  until: number;
  /** Who gets it, abroad. */
  recipient: string;
  document: Hex;
  standing: "standing" | "revoked";
  revoked: Mark | null;
  block: number;
  time: number;
  fact: number;
}

export const assessments = table<AssessmentRow>("assessment");
/** ordinal(number) → id. */
export const assessmentNumbers = table<Hex>("assessment-number");
