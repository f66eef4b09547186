import { type Cell, type Column, type Row } from "./table.ts";

/** CSV with "\n" after every line, the columns in the order given. The same rows always give the same bytes. */
export function writeTable(rows: readonly Row[], columns: readonly Column[]): string {
  const lines = [
    columns.map(({ name }) => escaped(name)).join(","),
    ...rows.map((row) =>
      columns.map((column) => escaped(formatted(row[column.name] ?? null, column))).join(","),
    ),
  ];
  return lines.join("\n") + "\n";
}

/** One object a line, its keys in the columns' order. */
export function writeObjects(rows: readonly Row[], columns: readonly Column[]): string {
  const lines = rows.map((row) => {
    const pairs = columns.map(
      (column) => `${JSON.stringify(column.name)}:${literal(row[column.name] ?? null, column)}`,
    );
    return `{${pairs.join(",")}}`;
  });
  return `[\n${lines.join(",\n")}\n]\n`;
}

function literal(value: Cell, column: Column): string {
  return typeof value === "string" ? JSON.stringify(value) : formatted(value, column) || "null";
}

function formatted(value: Cell, { name, digits }: Column): string {
  if (value === null) return "";
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) throw new Error(`column "${name}" is not finite: ${value}`);
  if (digits === 0 && !Number.isInteger(value)) throw new Error(`column "${name}" is not whole: ${value}`);
  const text = value.toFixed(digits);
  // Rounding -0.04 to one decimal leaves a sign without a value.
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

function escaped(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
