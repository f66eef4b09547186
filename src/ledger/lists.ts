import { z } from "zod";
import { type RowReader, type Table } from "../core/table.ts";

/** Every list is cut into pages; `next` is opaque and goes back as `cursor`. */
export const page = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(300).optional(),
};

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** One page of a table's rows, in key order. */
export async function readPage<Row>(
  rows: RowReader,
  table: Table<Row>,
  input: { limit: number; cursor?: string | undefined; prefix?: string; reverse?: boolean },
): Promise<{ found: { key: string; row: Row }[]; next: string | null }> {
  const after =
    input.cursor === undefined ? undefined : Buffer.from(input.cursor, "base64url").toString("utf8");
  const { limit, prefix, reverse } = input;
  const found = await rows.range(table, {
    limit: limit + 1,
    ...(prefix === undefined ? {} : { prefix }),
    ...(after === undefined ? {} : { after }),
    ...(reverse === undefined ? {} : { reverse }),
  });
  const more = found.length > limit;
  const kept = found.slice(0, limit);
  return { found: kept, next: more ? Buffer.from(kept.at(-1)!.key).toString("base64url") : null };
}
