import { type Rows, type Table } from "../core/table.ts";
import { type Change, keyOf, partsOf, type Level } from "./open.ts";
import { Pace } from "./pace.ts";

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

/** Rows by table and key: joining the two names for each look would cost more than the look. */
class ByTable {
  readonly #tables = new Map<string, Map<string, unknown>>();

  of(table: string): Map<string, unknown> {
    let rows = this.#tables.get(table);
    if (!rows) this.#tables.set(table, (rows = new Map<string, unknown>()));
    return rows;
  }

  *entries(): Generator<[name: string, row: unknown]> {
    for (const [table, rows] of this.#tables)
      for (const [key, row] of rows) yield [keyOf({ name: table }, key), row];
  }

  clear(): void {
    this.#tables.clear();
  }
}

/**
 * The rows of one or more blocks being applied: read through, written in one batch at the end. Rows are kept
 * as they were put and become text once, at the commit; nobody changes a row that was put or read.
 */
export class Changes implements Rows {
  readonly #db: Level;
  readonly #written = new ByTable();
  readonly #read = new ByTable();

  constructor(db: Level) {
    this.#db = db;
  }

  get<Row>(table: Table<Row>, key: string): Row | undefined {
    const written = this.#written.of(table.name).get(key);
    if (written === undefined) return this.#stored(table, key) as Row | undefined;
    if (written === DELETED) return undefined;
    return (written instanceof Stored ? JSON.parse(written.text) : written) as Row;
  }

  put<Row>(table: Table<Row>, key: string, row: Row): void {
    this.#written.of(table.name).set(key, row);
  }

  delete(table: Table<unknown>, key: string): void {
    this.#written.of(table.name).set(key, DELETED);
  }

  /** What takes back everything written so far; asked for before the commit. */
  async undo(): Promise<Undo> {
    const pace = new Pace();
    const undo: Undo = [];
    for (const [name] of this.#written.entries()) {
      undo.push([name, this.#db.getSync(name) ?? null]);
      if (pace.isOver) await pace.rest();
    }
    return undo;
  }

  /** Takes an earlier block's changes back. */
  revert(undo: Undo): void {
    for (const [name, before] of undo) {
      const [table, key] = partsOf(name);
      this.#written.of(table).set(key, before === null ? DELETED : new Stored(before));
    }
  }

  async commit(): Promise<void> {
    const pace = new Pace();
    const changes: Change[] = [];
    for (const [key, row] of this.#written.entries()) {
      changes.push([key, row === DELETED ? null : textOf(row)]);
      if (pace.isOver) await pace.rest();
    }
    if (changes.length > 0) await this.#db.write(changes);
    this.#written.clear();
    this.#read.clear();
  }

  #stored(table: Table<unknown>, key: string): unknown {
    const read = this.#read.of(table.name);
    if (read.has(key)) return read.get(key);
    const text = this.#db.getSync(keyOf(table, key));
    const row: unknown = text === undefined ? undefined : JSON.parse(text);
    read.set(key, row);
    return row;
  }
}

function textOf(row: unknown): string {
  return row instanceof Stored ? row.text : JSON.stringify(row);
}
