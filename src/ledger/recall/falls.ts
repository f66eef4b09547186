import { type Hex } from "../../core/hex.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { type Mark, type VersionRow } from "../dataset/tables.ts";
import { type Moment } from "../lineage/moment.ts";
import { blows, blowsOf } from "./tables.ts";

/** Why a version is not to be used, gravest first. A withdrawal reaches nothing that was derived. */
export const fallKinds = ["recall", "consent", "withdrawal"] as const;
export type FallKind = (typeof fallKinds)[number];

export interface Fall extends Mark {
  kind: FallKind;
  consent: Hex | null;
}

/** All that befell a version itself up to a moment, gravest first, then oldest. */
export function fallsOf(row: VersionRow, at: Moment, rows: RowReader): Fall[] {
  const struck = (rows.get(blowsOf, row.id) ?? []).map((f) => rows.get(blows, ordinal(f))!);
  const withdrawn = row.withdrawn ? [{ ...row.withdrawn, kind: "withdrawal" as const, consent: null }] : [];
  const all: Fall[] = [...struck, ...withdrawn].filter((f) => f.block <= at.block);
  return all.sort((a, b) => rank(a) - rank(b) || a.fact - b.fact);
}

const rank = ({ kind }: Fall) => fallKinds.indexOf(kind);

/** Whether what was derived from it falls with it. */
export function spreads({ kind }: Fall): boolean {
  return kind !== "withdrawal";
}

/** What ended a derived version by its owner's own hand: nothing is left to be done about it. */
export function closedBy(row: VersionRow, at: Moment): "recalled" | "withdrawn" | "corrected" | null {
  const by = (mark: Mark | null | undefined) => mark !== null && mark !== undefined && mark.block <= at.block;
  if (by(row.recalled)) return "recalled";
  if (by(row.withdrawn)) return "withdrawn";
  return row.corrected.some(by) ? "corrected" : null;
}

/** Whether the chain itself says that a version is affected. */
export function isMarked(row: VersionRow, at: Moment): boolean {
  return row.affected !== null && row.affected.block <= at.block;
}
