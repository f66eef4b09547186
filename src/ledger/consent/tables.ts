import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** Codes of why a consent no longer holds, from 1. Appended to, never renumbered. */
export const consentReasons = ["subject-withdrew", "lapsed", "scope-changed", "legal", "other"] as const;

/** A version cites at most so many consents. */
export const MAX_CITED = 16;

export interface ConsentRow {
  id: Hex;
  /** In chain order, from 1: `C7` is how people name it. */
  number: number;
  dataset: Hex;
  owner: Hex;
  /** What tells it from the dataset's other consents. */
  name: string;
  commitment: Hex;
  standing: "standing" | "withdrawn";
  withdrawn: Mark | null;
  /** How many versions cite it. */
  citations: number;
  block: number;
  time: number;
  fact: number;
}

/** That a version rests on a consent. */
export interface CitationRow extends Mark {
  version: Hex;
  consent: Hex;
  /** The parent that cites it; `null` when it is the dataset's own. */
  through: Hex | null;
}

export const consents = table<ConsentRow>("consent");
/** ordinal(number) → id. */
export const consentNumbers = table<Hex>("consent-number");
/** dataset + ordinal(number) → id. */
export const consentsOf = table<Hex>("consent-of");
/** dataset → how many of its consents stand. */
export const consentCounts = table<number>("consent-count");
/** consent + ordinal(which of its citations, from 1) → the citation. */
export const citations = table<CitationRow>("citation");
