import { type Table } from "../../core/table.ts";
import { keyOf, type Level } from "../../store/open.ts";

/** The store as it was at one moment, whatever is applied meanwhile. Tables are walked, never held. */
export class Reading {
  readonly #db: Level;
  readonly #snapshot: ReturnType<Level["snapshot"]>;

  constructor(db: Level) {
    this.#db = db;
    this.#snapshot = db.snapshot();
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    const text = this.#db.getSync(keyOf(table, key), { snapshot: this.#snapshot });
    return text === undefined ? undefined : (JSON.parse(text) as Row);
  }

  async *each<Row>(table: Table<Row>, prefix = ""): AsyncGenerator<{ key: string; row: Row }> {
    const start = keyOf(table, "");
    const from = keyOf(table, prefix);
    const bounds = { gte: from, lt: `${from}\u{10ffff}`, snapshot: this.#snapshot };
    for await (const [key, text] of this.#db.iterator(bounds)) {
      yield { key: key.slice(start.length), row: JSON.parse(text) as Row };
    }
  }

  close(): Promise<void> {
    return this.#snapshot.close();
  }
}

/** Groups of at most `size`, in order. */
export async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
