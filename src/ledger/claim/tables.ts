import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** Data that came without a delivery on record, as its consumer says. */
export interface ClaimRow extends Mark {
  /** In chain order, from 1. */
  number: number;
  dataset: Hex;
  consumer: Hex;
  /** The dataset's owner. */
  provider: Hex;
  /** Under which it came, so the claim. */
  grant: Hex | null;
  /** SHA-256 of what arrived, or a salted commitment to it. */
  content: Hex;
  note: string;
}

/** ordinal(number) → the claim. */
export const claims = table<ClaimRow>("claim");
