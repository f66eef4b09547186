import { type Hex } from "../../core/hex.ts";
import { type Table } from "../../core/table.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** How many are overdue of each organisation, as stored and as counted now. */
export async function* checkCounts(
  reading: Reading,
  table: Table<number>,
  overdue: Map<Hex, number>,
): AsyncGenerator<Finding> {
  for await (const { key, row } of reading.each(table)) {
    const counted = overdue.get(key as Hex) ?? 0;
    if (row !== counted) yield finding("sharing", key, `${row} overdue`, `${counted} overdue`);
    overdue.delete(key as Hex);
  }
  for (const [key, counted] of overdue) yield finding("sharing", key, undefined, `${counted} overdue`);
}
