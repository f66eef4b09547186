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
  return { found: kept, next: more ? cursorAfter(table, kept.at(-1)!.key) : null };
}

const AT_ONCE = 500;
/** A page that looked at so many rows ends where it is, however few it found: `next` goes on from there. */
const LOOKS = 20_000;

/** One page of what `keep` makes of a table's rows, in key order; rows it makes nothing of are passed over. */
export async function siftPage<Row, Item>(
  rows: RowReader,
  table: Table<Row>,
  input: Parameters<typeof readPage>[2],
  keep: (row: Row) => Item | undefined,
): Promise<{ items: Item[]; next: string | null }> {
  const items: Item[] = [];
  let { cursor } = input;
  for (let looked = 0; looked < LOOKS; looked += AT_ONCE) {
    const { found, next } = await readPage(rows, table, { ...input, cursor, limit: AT_ONCE });
    for (const [i, { key, row }] of found.entries()) {
      const item = keep(row);
      if (item === undefined) continue;
      items.push(item);
      const isLast = next === null && i === found.length - 1;
      if (items.length === input.limit) return { items, next: isLast ? null : cursorAfter(table, key) };
    }
    if (next === null) return { items, next };
    cursor = next;
  }
  return { items, next: cursor ?? null };
}

function cursorAfter(table: Table<unknown>, key: string): string {
  return cursorAt(`${table.name}!`, key);
}

/** The cursor of a place in a list whose cursors all begin with `start`. */
export function cursorAt(start: string, place: string): string {
  return Buffer.from(start + place).toString("base64url");
}

/** The place after which a list goes on. */
export function placeIn(cursor: string, start: string, form: RegExp): string {
  const place = readCursor(cursor, start).slice(start.length);
  return form.test(place) ? place : refuseCursor(cursor);
}

/** A cursor says of which list it is: another list's, or one made up, would answer with the wrong rows. */
function readCursor(cursor: string, start: string): string {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const isOurs = text.startsWith(start) && Buffer.from(text).toString("base64url") === cursor;
  return isOurs ? text : refuseCursor(cursor);
}

function refuseCursor(cursor: string): never {
  const reason = "must be the “next” of this same list";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "cursor", value: cursor, reason });
}
