import { type Rows, type Table } from "../core/table.ts";
import { keyOf, type Level } from "./open.ts";

/** What a key held before a block changed it, or `null` when it did not exist. */
export type Undo = [key: string, before: string | null][];

/** The rows of one or more blocks being applied: read through, written in one batch at the end. */
export class Changes implements Rows {
  readonly #db: Level;
  readonly #written = new Map<string, string | null>();
  #undo = new Map<string, string | null>();

  constructor(db: Level) {
    this.#db = db;
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    const text = this.#read(keyOf(table, key));
    return text === null ? undefined : (JSON.parse(text) as Row);
  }

  put<Row>(table: Table<Row>, key: string, row: Row): void {
    this.#write(keyOf(table, key), JSON.stringify(row, plain));
  }

  delete(table: Table<unknown>, key: string): void {
    this.#write(keyOf(table, key), null);
  }

  /** What takes back everything written since the last call. */
  takeUndo(): Undo {
    const undo = [...this.#undo];
    this.#undo = new Map();
    return undo;
  }

  /** Takes an earlier block's changes back. */
  revert(undo: Undo): void {
    for (const [key, before] of undo) this.#write(key, before);
  }

  async commit(): Promise<void> {
    const operations = [...this.#written].map(([key, value]) =>
      value === null ? ({ type: "del", key } as const) : ({ type: "put", key, value } as const),
    );
    if (operations.length > 0) await this.#db.batch(operations);
    this.#written.clear();
  }

  #read(key: string): string | null {
    const written = this.#written.get(key);
    return written !== undefined ? written : (this.#db.getSync(key) ?? null);
  }

  #write(key: string, value: string | null): void {
    if (!this.#undo.has(key)) this.#undo.set(key, this.#read(key));
    this.#written.set(key, value);
  }
}

/** Whole numbers beyond 2^53 ride as decimal text. */
function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
