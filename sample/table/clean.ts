import { compareCells, numberIn, type Row } from "./table.ts";

/** What a cleaning left, and how many rows each rule took away. */
export interface Cleaned {
  rows: Row[];
  dropped: Record<string, number>;
}

export type Rules = Readonly<Record<string, (row: Row) => boolean>>;

/** Keeps the rows every rule holds for; a row counts against the first rule it breaks. */
export function keep(rows: readonly Row[], rules: Rules): Cleaned {
  const dropped = Object.fromEntries(Object.keys(rules).map((rule) => [rule, 0]));
  const kept = rows.filter((row) => {
    const broken = Object.keys(rules).find((rule) => !rules[rule]!(row));
    if (broken !== undefined) dropped[broken]! += 1;
    return broken === undefined;
  });
  return { rows: kept, dropped };
}

/** A rule: the column is a number from `low` to `high`, both included. */
export function within(column: string, low: number, high: number) {
  return (row: Row): boolean => {
    const value = row[column];
    return typeof value === "number" && value >= low && value <= high;
  };
}

/** A rule: the column has a value. */
export function present(column: string) {
  return (row: Row): boolean => row[column] !== null && row[column] !== undefined;
}

/** A rule that remembers: the first row of each key is kept. Make a new one for each table. */
export function firstOf(...columns: string[]) {
  const seen = new Set<string>();
  return (row: Row): boolean => {
    const key = JSON.stringify(columns.map((column) => row[column]));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

/** The p-quantile, by linear interpolation between the order statistics (Hyndman and Fan, type 7). */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error("a quantile of no values");
  const sorted = values.toSorted(compareCells);
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

/** Tukey's fences: quartiles widened by k times their distance. */
export function tukeyFences(values: readonly number[], k = 1.5): [low: number, high: number] {
  const [first, third] = [quantile(values, 0.25), quantile(values, 0.75)];
  return [first - k * (third - first), third + k * (third - first)];
}

export function dropOutliers(rows: readonly Row[], column: string, k = 1.5): Cleaned {
  const fences = tukeyFences(
    rows.map((row) => numberIn(row, column)),
    k,
  );
  return keep(rows, { [`${column}-outlier`]: within(column, ...fences) });
}

/** Not called `then`: a module that exports `then` is taken for a promise by whoever imports it dynamically. */
export function afterwards(first: Cleaned, next: (rows: Row[]) => Cleaned): Cleaned {
  const second = next(first.rows);
  return { rows: second.rows, dropped: { ...first.dropped, ...second.dropped } };
}
