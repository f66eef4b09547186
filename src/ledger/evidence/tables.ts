import { type Hex } from "../../core/hex.ts";
import { type Grade } from "../../core/states.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** Codes of what was done to the data, from 1. Appended to, never renumbered. */
export const methods = [
  "masking",
  "aggregation",
  "generalisation",
  "suppression",
  "pseudonymisation",
  "perturbation",
  "synthesis",
  "other",
] as const;

/** The position is the number on chain, from 1. */
export const decisions = ["waited", "approved", "rejected"] as const;
export type Decision = (typeof decisions)[number];

/** What one officer said that was done, and what another said to it. */
export interface EvidenceRow {
  id: Hex;
  /** In chain order, from 1: `E3` is how people name it. */
  number: number;
  /** Of the version that is to be published, or was. */
  version: Hex;
  organisation: Hex;
  /** The officer's key. */
  maker: Hex;
  /** What the version may be declared as. */
  grade: Grade;
  personal: boolean;
  least: boolean;
  state: number;
  method: string;
  report: Hex;
  note: string;
  decision: Decision;
  /** By whom, and their note. */
  decided: (Mark & { key: Hex; organisation: Hex }) | null;
  /** How often it was proposed. */
  proposals: number;
  block: number;
  time: number;
  fact: number;
}

export const evidences = table<EvidenceRow>("evidence");
/** ordinal(number) → id. */
export const evidenceNumbers = table<Hex>("evidence-number");
/** ordinal(number) → id, of what waits for another officer. */
export const evidenceWaiting = table<Hex>("evidence-waiting");
