import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { overdueCounts } from "../delivery/tables.ts";
import { emergencyOverdueCounts } from "../emergency/tables.ts";

/** How many deliveries and emergencies keep an organisation from ordinary grants. */
export function overdueOf(organisation: Hex, rows: Pick<RowReader, "get">): number {
  const all = [overdueCounts, emergencyOverdueCounts].map((table) => rows.get(table, organisation) ?? 0);
  return all.reduce((sum, n) => sum + n, 0);
}
