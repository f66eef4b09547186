import { SuyuanError } from "../../core/errors.ts";
import { instant } from "../../core/instant.ts";
import { type Hex } from "../../core/hex.ts";
import { findVersion } from "../dataset/queries.ts";
import { type VersionRow } from "../dataset/tables.ts";
import { momentOf, type Moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { type Fall, fallsOf } from "./falls.ts";
import { responsesTo, type ResponseRow } from "./tables.ts";

/** A moment to look from, and what time it is there: with no block at hand, later than the last one. */
export interface Standpoint extends Moment {
  now: number;
}

export function standpoint(at: string | undefined, s: LedgerSources): Standpoint {
  const moment = momentOf(at, s);
  return { ...moment, now: at === undefined ? Math.max(s.view.now(), moment.time) : moment.time };
}

export const asOf = ({ block, now }: Standpoint) => ({ block, time: instant(now) });

/** A version that fell, and why: the first is what ages are counted from. */
export function fallen(reference: string, at: Standpoint, s: LedgerSources): [VersionRow, Fall[]] {
  const row = findVersion(reference, s, at.block);
  const falls = fallsOf(row, at, s.rows);
  if (falls.length > 0) return [row, falls];
  throw new SuyuanError("VERSION_STANDS", { field: "version", value: reference });
}

/** Seconds for which something has been left undone: since the fall, or since it came about after it. */
export function ageOf(since: number, came: number, { now }: Standpoint): number {
  return Math.max(0, now - Math.max(since, came));
}

/** What the consumer said last about a delivery up to a moment. */
export function responseTo(delivery: Hex, at: Moment, { rows }: LedgerSources): ResponseRow | undefined {
  return (rows.get(responsesTo, delivery) ?? []).findLast((r) => r.block <= at.block);
}

/** Deleted and replaced are final; what is in use waits for either. */
export function isSettled(response: ResponseRow | undefined): boolean {
  return response !== undefined && response.response !== "in-use";
}
