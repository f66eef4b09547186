/** A table of the read model: rows are JSON, keys are strings that sort as they should be listed. */
export interface Table<_Row> {
  name: string;
}

export function table<Row>(name: string): Table<Row> {
  return { name };
}

/** The rows as a fact changes them. Reads see the fact's own writes. */
export interface Rows {
  get<Row>(table: Table<Row>, key: string): Row | undefined;
  put<Row>(table: Table<Row>, key: string, row: Row): void;
  delete(table: Table<unknown>, key: string): void;
}

export interface Range {
  /** Only keys that begin with this. */
  prefix?: string;
  /** Only keys after this one (before it, when reversed). */
  after?: string;
  reverse?: boolean;
  limit?: number;
}

/** The rows as queries read them. */
export interface RowReader {
  get<Row>(table: Table<Row>, key: string): Row | undefined;
  /** Rows of these keys, in their order: for hundreds at a time, and others are answered meanwhile. */
  many<Row>(table: Table<Row>, keys: readonly string[]): Promise<(Row | undefined)[]>;
  range<Row>(table: Table<Row>, range?: Range): Promise<{ key: string; row: Row }[]>;
}

/** Fixed width, so that text order is number order. */
export function ordinal(n: number): string {
  return n.toString(16).padStart(12, "0");
}
