import { ClassicLevel } from "classic-level";
import { type Range, type RowReader, type Table } from "../core/table.ts";

export type Level = ClassicLevel<string, string>;

/** Four times the default: fewer, larger files are merged while a backlog is worked off. */
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;

/** Opens a LevelDB folder of strings. Another process that holds it is told as such. */
export async function openLevel(path: string): Promise<Level> {
  const db: Level = new ClassicLevel(path, { keyEncoding: "utf8", valueEncoding: "utf8" });
  await db.open({ writeBufferSize: WRITE_BUFFER_BYTES });
  return db;
}

/** Keys of one table lie together, in text order; `!` sorts before every character a table's name has. */
export function keyOf(table: Table<unknown>, key: string): string {
  return `${table.name}!${key}`;
}

/** The table's name and the key that `keyOf` joined. */
export function partsOf(name: string): [table: string, key: string] {
  const at = name.indexOf("!");
  return [name.slice(0, at), name.slice(at + 1)];
}

const AFTER_ALL = "\u{10ffff}";

export function rowReader(db: Level): RowReader {
  return {
    get<Row>(table: Table<Row>, key: string): Row | undefined {
      const text = db.getSync(keyOf(table, key));
      return text === undefined ? undefined : (JSON.parse(text) as Row);
    },
    async range<Row>(table: Table<Row>, range: Range = {}) {
      const start = keyOf(table, "");
      const entries = await db.iterator(bounds(table, range)).all();
      return entries.map(([key, text]) => ({ key: key.slice(start.length), row: JSON.parse(text) as Row }));
    },
  };
}

function bounds(table: Table<unknown>, { prefix = "", after, reverse = false, limit }: Range) {
  const from = keyOf(table, prefix);
  const lower = after !== undefined && !reverse ? { gt: keyOf(table, after) } : { gte: from };
  const upper = after !== undefined && reverse ? { lt: keyOf(table, after) } : { lt: from + AFTER_ALL };
  return { ...lower, ...upper, reverse, ...(limit === undefined ? {} : { limit }) };
}
