import { type Hex } from "../../core/hex.ts";
import { ordinal, table, type Rows } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** What strikes a version and reaches everything derived from it, at any depth, in its own block. */
export const blowKinds = ["recall", "consent"] as const;
export type BlowKind = (typeof blowKinds)[number];

/** A recall of one version, or a consent's withdrawal, which strikes every version that cites it. */
export interface BlowRow extends Mark {
  kind: BlowKind;
  versions: Hex[];
  /** Which consent was withdrawn. */
  consent: Hex | null;
}

/** ordinal(fact) → the blow, in the order in which they fell. */
export const blows = table<BlowRow>("blow");
/** version → facts of the blows that struck it, oldest first. */
export const blowsOf = table<number[]>("blow-of");
/** Facts that may strike. */
export const striking = new Set(["VersionRecalled", "ConsentWithdrawn", "ConsentCited"]);

/** For the facts: these versions are not to be used from now on, nor what was derived from them. */
export function strike(rows: Rows, blow: BlowRow): void {
  rows.put(blows, ordinal(blow.fact), blow);
  for (const id of blow.versions) rows.put(blowsOf, id, [...(rows.get(blowsOf, id) ?? []), blow.fact]);
}

/** The position is the number on chain, from 1. Appended to, never renumbered. */
export const responses = ["deleted", "replaced", "in-use"] as const;
export type Response = (typeof responses)[number];

/** Codes of why recalled data stays in use, from 1. Appended to, never renumbered. */
export const useReasons = ["legal", "public-safety", "no-replacement", "not-concerned", "other"] as const;

/** What a consumer says it did with data whose source fell. */
export interface ResponseRow extends Mark {
  response: Response;
}

/** delivery → what its consumer said to a recall, oldest first; the last one holds. */
export const responsesTo = table<ResponseRow[]>("recall-response");
