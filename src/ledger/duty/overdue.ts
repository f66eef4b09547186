import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { organisations } from "../agent/tables.ts";
import { overdueCounts } from "../delivery/tables.ts";
import { emergencyOverdueCounts } from "../emergency/tables.ts";

/** How many deliveries and emergencies keep an organisation from ordinary grants; a team answers for its department's. */
export function overdueOf(organisation: Hex, rows: Pick<RowReader, "get">): number {
  const department = rows.get(organisations, organisation)?.parent ?? null;
  const all = [organisation, ...(department === null ? [] : [department])];
  const counts = all.flatMap((id) => [
    rows.get(overdueCounts, id) ?? 0,
    rows.get(emergencyOverdueCounts, id) ?? 0,
  ]);
  return counts.reduce((sum, n) => sum + n, 0);
}
