export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;
export type ColumnType = "string" | "number" | "boolean" | "date";

/** `digits` are the decimals a number is written with; 0 means the value must be whole. */
export interface Column {
  name: string;
  type: ColumnType;
  digits: number;
}

const types: readonly string[] = ["string", "number", "boolean", "date"] satisfies ColumnType[];

/** Columns as `date:date | city | wind:number.1`: a type is `string` unless said, a number whole unless said. */
export function columns(notation: string): Column[] {
  return notation.split(" | ").map((part) => {
    const [, name = part, type = "string", digits = "0"] =
      /^(.*?)(?::([a-z]+)(?:\.(\d))?)?$/.exec(part) ?? [];
    if (!types.includes(type)) throw new Error(`column "${name}" has the unknown type "${type}"`);
    return { name, type: type as ColumnType, digits: Number(digits) };
  });
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number")
    throw new Error(`column "${column}" is not a number: ${JSON.stringify(value)}`);
  return value;
}

export function stringIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string")
    throw new Error(`column "${column}" is not a string: ${JSON.stringify(value)}`);
  return value;
}

/** By code unit, so that no machine's locale changes the bytes of a file. */
export function compareCells(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function sortBy(rows: readonly Row[], ...keys: string[]): Row[] {
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const order = compareCells(a[key] ?? null, b[key] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}
