import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";

/** The position is the number on chain, from 1. Appended to, never renumbered. */
export const sharingKinds = ["unconditional", "conditional", "not-shared"] as const;
export type SharingKind = (typeof sharingKinds)[number];

/** The position is the number on chain, from 0. Appended to, never renumbered. */
export const cadences = [
  "none",
  "once",
  "real-time",
  "hourly",
  "daily",
  "working-daily",
  "weekly",
  "monthly",
  "quarterly",
  "yearly",
] as const;
export type Cadence = (typeof cadences)[number];

export interface SupplyRow {
  id: Hex;
  dataset: Hex;
  provider: Hex;
  revision: number;
  sharing: SharingKind;
  cadence: Cadence;
  onPlatform: boolean;
  /** Field i is bit i of a request. */
  fields: string[];
  /** The condition, or the legal ground of not sharing. */
  terms: string;
  block: number;
  time: number;
  fact: number;
}

/** dataset → the item as it stands. */
export const supplyItems = table<SupplyRow>("supply");
/** dataset + ordinal(revision) → the item as it was. */
export const supplyRevisions = table<SupplyRow>("supply-revision");
/** provider + dataset's name → dataset. */
export const supplyOfProvider = table<Hex>("supply-of");
