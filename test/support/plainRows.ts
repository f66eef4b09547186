import { type Range, type RowReader, type Rows, type Table } from "../../src/core/table.ts";

/** Rows as plain as they come, in memory, as JSON as in the store. */
export class PlainRows implements Rows, RowReader {
  readonly #tables = new Map<string, Map<string, string>>();

  get<Row>({ name }: Table<Row>, key: string): Row | undefined {
    const text = this.#tables.get(name)?.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Row);
  }

  put<Row>({ name }: Table<Row>, key: string, row: Row): void {
    const rows = this.#tables.get(name) ?? new Map<string, string>();
    this.#tables.set(name, rows.set(key, JSON.stringify(row)));
  }

  delete({ name }: Table<unknown>, key: string): void {
    this.#tables.get(name)?.delete(key);
  }

  many<Row>(table: Table<Row>, keys: readonly string[]): Promise<(Row | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.get(table, key)));
  }

  range<Row>(table: Table<Row>, range: Range = {}): Promise<{ key: string; row: Row }[]> {
    const { prefix = "", after, reverse = false, limit = Infinity } = range;
    const keys = [...(this.#tables.get(table.name)?.keys() ?? [])].filter((k) => k.startsWith(prefix)).sort();
    if (reverse) keys.reverse();
    const isAfter = (k: string) => after === undefined || (reverse ? k < after : k > after);
    const found = keys.filter(isAfter).slice(0, limit);
    return Promise.resolve(found.map((key) => ({ key, row: this.get(table, key)! })));
  }

  /** Each row as text, by table and key. */
  *entries(): Generator<[table: string, key: string, text: string]> {
    for (const [name, rows] of this.#tables) for (const [key, text] of rows) yield [name, key, text];
  }

  all<Row>({ name }: Table<Row>): Row[] {
    return [...(this.#tables.get(name)?.values() ?? [])].map((text) => JSON.parse(text) as Row);
  }
}
