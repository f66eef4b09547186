import { z } from "zod";
import { SuyuanError } from "../core/errors.ts";
import { type RowReader, type Table } from "../core/table.ts";

/** Every list is cut into pages; `next` is opaque and goes back as `cursor`. */
export const page = {
  limit: z.number().int().min(1).max(500).default(50),
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
  const { limit, cursor, prefix, reverse } = input;
  const start = `${table.name}!${prefix ?? ""}`;
  const after = cursor === undefined ? undefined : readCursor(cursor, start).slice(table.name.length + 1);
  const found = await rows.range(table, {
    limit: limit + 1,
    ...(prefix === undefined ? {} : { prefix }),
    ...(after === undefined ? {} : { after }),
    ...(reverse === undefined ? {} : { reverse }),
  });
  const more = found.length > limit;
  const kept = found.slice(0, limit);
  const next = more ? `${table.name}!${kept.at(-1)!.key}` : null;
  return { found: kept, next: next && Buffer.from(next).toString("base64url") };
}

/** A cursor says of which list it is: another list's, or one made up, would answer with the wrong rows. */
function readCursor(cursor: string, start: string): string {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const isOurs = text.startsWith(start) && Buffer.from(text).toString("base64url") === cursor;
  if (isOurs) return text;
  const reason = "must be the “next” of this same list";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "cursor", value: cursor, reason });
}
