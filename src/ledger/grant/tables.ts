import { type Hex } from "../../core/hex.ts";
import { type Grade } from "../../core/states.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** How a grant stands on chain. That it has expired, no fact says: compare `expires` with the time. */
export const grantStandings = ["live", "suspended", "revoked", "terminated", "amended"] as const;
export type GrantStanding = (typeof grantStandings)[number];

/** Codes of why a grant was suspended, resumed or ended, from 1. Appended to, never renumbered. */
export const grantReasons = [
  "no-longer-needed",
  "breach",
  "security",
  "privacy",
  "legal",
  "quality",
  "dispute",
  "settled",
  "other",
] as const;

export interface GrantRow {
  id: Hex;
  /** In chain order, from 1: `G9` is how people name it. */
  number: number;
  request: Hex;
  consumer: Hex;
  provider: Hex;
  dataset: Hex;
  /** Granted; empty when confidential. */
  fields: string[];
  mask: string;
  /** The highest grade of a version that may be delivered under it. */
  ceiling: Grade;
  /** Seconds: the last one in which it holds. */
  expires: number;
  /** Seconds from a delivery to the report that is owed. */
  window: number;
  onward: boolean;
  atOnce: boolean;
  late: boolean;
  responsibilities: string;
  standing: GrantStanding;
  state: number;
  amends: Hex | null;
  amendedBy: Hex | null;
  /** The newest. */
  steps: (Mark & { event: string })[];
  block: number;
  time: number;
  fact: number;
}

export const grants = table<GrantRow>("grant");
/** ordinal(number) → id. */
export const grantNumbers = table<Hex>("grant-number");
/** organisation (as consumer or provider) + ordinal(number) → id. */
export const grantsOf = table<Hex>("grant-of");
