import { type Rows, type Table } from "../core/table.ts";
import { keyOf, type Level } from "./open.ts";

/** What a key held before a block changed it, or `null` when it did not exist. */
export type Undo = [key: string, before: string | null][];

/** A row as it lies in the store. */
class Stored {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const DELETED = Symbol("deleted");

/**
 * The rows of one or more blocks being applied: read through, written in one batch at the end. Rows are kept
 * as they were put and become text once, at the commit; nobody changes a row that was put or read.
 */
export class Changes implements Rows {
  readonly #db: Level;
  readonly #written = new Map<string, unknown>();
  readonly #read = new Map<string, unknown>();

  constructor(db: Level) {
    this.#db = db;
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    const name = keyOf(table, key);
    const written = this.#written.get(name);
    if (written === undefined) return this.#stored(name) as Row | undefined;
    if (written === DELETED) return undefined;
    return (written instanceof Stored ? JSON.parse(written.text) : written) as Row;
  }

  put<Row>(table: Table<Row>, key: string, row: Row): void {
    this.#written.set(keyOf(table, key), row);
  }

  delete(table: Table<unknown>, key: string): void {
    this.#written.set(keyOf(table, key), DELETED);
  }

  /** What takes back everything written so far; asked for before the commit. */
  undo(): Undo {
    return [...this.#written.keys()].map((key) => [key, this.#db.getSync(key) ?? null]);
  }

  /** Takes an earlier block's changes back. */
  revert(undo: Undo): void {
    for (const [key, before] of undo) this.#written.set(key, before === null ? DELETED : new Stored(before));
  }

  async commit(): Promise<void> {
    const operations = [...this.#written].map(([key, row]) =>
      row === DELETED ? ({ type: "del", key } as const) : ({ type: "put", key, value: textOf(row) } as const),
    );
    if (operations.length > 0) await this.#db.batch(operations);
    this.#written.clear();
    this.#read.clear();
  }

  #stored(name: string): unknown {
    if (this.#read.has(name)) return this.#read.get(name);
    const text = this.#db.getSync(name);
    const row: unknown = text === undefined ? undefined : JSON.parse(text);
    this.#read.set(name, row);
    return row;
  }
}

function textOf(row: unknown): string {
  return row instanceof Stored ? row.text : JSON.stringify(row);
}
