import { numberIn, sortBy, type Cell, type Row } from "./table.ts";

type Measure = (rows: readonly Row[]) => Cell;

export const count: Measure = (rows) => rows.length;
export const sum =
  (column: string): Measure =>
  (rows) =>
    rows.reduce((total, row) => total + numberIn(row, column), 0);
export const mean =
  (column: string): Measure =>
  (rows) =>
    Number(sum(column)(rows)) / rows.length;
export const least =
  (column: string): Measure =>
  (rows) =>
    rows.reduce((low, row) => Math.min(low, numberIn(row, column)), Infinity);
export const most =
  (column: string): Measure =>
  (rows) =>
    rows.reduce((high, row) => Math.max(high, numberIn(row, column)), -Infinity);
export const first =
  (column: string): Measure =>
  (rows) =>
    rows[0]?.[column] ?? null;
export const last =
  (column: string): Measure =>
  (rows) =>
    rows.at(-1)?.[column] ?? null;
/** How many rows of the group pass the test. */
export const countIf =
  (test: (row: Row) => boolean): Measure =>
  (rows) =>
    rows.filter(test).length;
/** Mean of one column, each row counted as often as another column says. */
export const weightedMean =
  (column: string, weight: string): Measure =>
  (rows) =>
    rows.reduce((total, row) => total + numberIn(row, column) * numberIn(row, weight), 0) /
    Number(sum(weight)(rows));

function keyOf(row: Row, keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => row[key] ?? null));
}

/** One row per key, sorted by it. Within a group the rows keep their order. */
export function groupBy(
  rows: readonly Row[],
  keys: readonly string[],
  measures: Record<string, Measure>,
): Row[] {
  const groups = Map.groupBy(rows, (row) => keyOf(row, keys));
  const result = [...groups.values()].map((group) => ({
    ...Object.fromEntries(keys.map((key) => [key, group[0]![key] ?? null])),
    ...Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, measure(group)])),
  }));
  return sortBy(result, ...keys);
}

/** Inner join. Each left row meets every right row of its key; a column both sides have must be a key. */
export function join(left: readonly Row[], right: readonly Row[], keys: readonly string[]): Row[] {
  const shared = Object.keys(right[0] ?? {}).find((name) => !keys.includes(name) && name in (left[0] ?? {}));
  if (shared !== undefined) throw new Error(`both sides of the join have a column "${shared}"`);
  const byKey = Map.groupBy(right, (row) => keyOf(row, keys));
  return left.flatMap((row) => (byKey.get(keyOf(row, keys)) ?? []).map((match) => ({ ...row, ...match })));
}

/** Joins many tables on the same keys, from left to right. */
export function joinAll(keys: readonly string[], ...tables: (readonly Row[])[]): Row[] {
  const [start = [], ...rest] = tables;
  return rest.reduce<Row[]>((joined, table) => join(joined, table, keys), [...start]);
}

/** Only the named columns, some under a new name: `pick(rows, "id", "name as state")`. */
export function pick(rows: readonly Row[], ...names: string[]): Row[] {
  const pairs = names.map((name) => name.split(" as "));
  return rows.map((row) =>
    Object.fromEntries(pairs.map(([from = "", to = from]) => [to, row[from] ?? null])),
  );
}

/** Adds columns computed from each row. */
export function extend(rows: readonly Row[], more: (row: Row) => Record<string, Cell>): Row[] {
  return rows.map((row) => ({ ...row, ...more(row) }));
}
