import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { ordinal } from "../../core/table.ts";
import { blocks, type BlockRow } from "../spine/tables.ts";
import { type LedgerSources } from "./sources.ts";

/** A block number, or a time such as 2026-03-01T08:00:00+08:00. Left out: now. */
export const moment = () =>
  z
    .string()
    .max(40)
    .regex(
      /^(\d{1,15}|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?)$/,
      "must be a block number or an ISO 8601 time with its zone",
    )
    .optional()
    .meta({ examples: ["120", "2026-03-01T08:00:00+08:00"] });

/** Where an answer stands: the last block it counts, and how many versions there were by then. */
export interface Moment {
  block: number;
  time: number;
  versions: number;
}

/** The moment meant by `at`. A time means the last block at or before it. */
export function momentOf(at: string | undefined, sources: LedgerSources): Moment {
  const head = sources.head();
  const number = at === undefined ? head.number : /^\d+$/.test(at) ? Number(at) : blockAtTime(at, sources);
  const row = number > head.number ? undefined : blockRow(number, sources);
  if (!row) throw new SuyuanError("BLOCK_UNKNOWN", { field: "at", value: at });
  return { block: row.number, time: row.time, versions: row.versions };
}

function blockRow(number: number, { rows }: LedgerSources): BlockRow | undefined {
  return rows.get(blocks, ordinal(number));
}

/** Block times never fall, so halving finds the last one that is not later. */
function blockAtTime(at: string, sources: LedgerSources): number {
  const seconds = Math.floor(Date.parse(at) / 1000);
  let [low, high] = [sources.from, sources.head().number];
  if (Number.isNaN(seconds) || (blockRow(low, sources)?.time ?? Infinity) > seconds) return -1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (blockRow(middle, sources)!.time <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}
