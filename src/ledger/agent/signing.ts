import { z } from "zod";
import { type RowReader } from "../../core/table.ts";
import { type Hex } from "../../core/hex.ts";
import { officerKeys, organisations } from "./tables.ts";

/** `unknown`: no organisation has it yet, so nothing it signs is accepted. */
const standings = ["in-force", "not-in-force", "suspended", "unknown"] as const;

export const signingAnswer = z
  .object({
    name: z.string(),
    key: z.string(),
    organisation: z.string().nullable(),
    permissions: z.array(z.string()),
    standing: z.enum(standings),
  })
  .meta({ id: "SigningKey" });

export type SigningAnswer = z.infer<typeof signingAnswer>;

/** What a key can sign for, as of this moment (seconds). */
export function signingOf(
  { name, key }: { name: string; key: Hex },
  rows: RowReader,
  now: number,
): SigningAnswer {
  const row = rows.get(officerKeys, key);
  const last = row?.intervals.at(-1);
  if (!row || !last) return { name, key, organisation: null, permissions: [], standing: "unknown" };
  const { code, suspended } = rows.get(organisations, row.organisation)!;
  const inForce = last.from <= now && now < last.until;
  const standing = !inForce ? "not-in-force" : suspended ? "suspended" : "in-force";
  return { name, key, organisation: code, permissions: last.permissions, standing };
}
