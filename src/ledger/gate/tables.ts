import { type Hex } from "../../core/hex.ts";
import { type Grade } from "../../core/states.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** The highest grade that needs no clearance. */
export const CLEARED_FOR_ALL: Grade = "general-4";

/** At most so many officers are named in a grant. */
export const MAX_OFFICERS = 8;

export interface ClearanceRow extends Mark {
  organisation: Hex;
  /** Number on chain of the purpose; 0 is any that has none of its own, hidden ones included. */
  purpose: number;
  grade: Grade;
  /** The last second in which it holds; `null` when it holds until it is set anew. */
  until: number | null;
}

/** organisation + ordinal(purpose) → what was set last. */
export const clearances = table<ClearanceRow>("clearance");
