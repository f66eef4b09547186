import { type Cell, type Column, type Row } from "./table.ts";

/** Fields as RFC 4180 writes them: quotes double inside quotes, a line may end in CR LF. */
export function parseDelimited(text: string, delimiter: string): string[][] {
  const lines: string[][] = [];
  let fields: string[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const [field, end] = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
    fields.push(field);
    at = end;
    if (text[at] === delimiter) {
      at += 1;
      // A delimiter that ends the text still opens one more, empty field.
      if (at < text.length) continue;
      fields.push("");
    }
    if (text[at] === "\r") at += 1;
    if (at < text.length && text[at] !== "\n")
      throw new Error(`line ${lines.length + 1}: text after a closing quote`);
    at += 1;
    lines.push(fields);
    fields = [];
  }
  return lines;
}

function plain(text: string, from: number, delimiter: string): [string, number] {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return [text.slice(from, end), end];
}

function quoted(text: string, from: number): [string, number] {
  let end = from + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw new Error(`the quote opened at character ${from} is never closed`);
    if (text[end + 1] !== '"') return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
    end += 2;
  }
}

/** Rows with the declared columns only; a column the header does not have is an error. */
export function parseTable(text: string, columns: readonly Column[], delimiter = ","): Row[] {
  const [header = [], ...lines] = parseDelimited(text, delimiter);
  const places = columns.map((column) => {
    const place = header.indexOf(column.name);
    if (place < 0) throw new Error(`the header has no column "${column.name}"`);
    return place;
  });
  return lines.map((line) =>
    Object.fromEntries(columns.map((column, i) => [column.name, cell(line[places[i]!] ?? "", column)])),
  );
}

function cell(field: string, column: Column): Cell {
  if (field === "") return null;
  if (column.type === "boolean") return field === "true";
  if (column.type !== "number") return field;
  const value = Number(field);
  if (!Number.isFinite(value)) throw new Error(`column "${column.name}" is not a number: "${field}"`);
  return value;
}

/** An array of objects; keys an object lacks become null, keys not declared are left out. */
export function parseObjects(text: string, columns: readonly Column[]): Row[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error("the JSON text is not an array");
  return list.map((item: Record<string, Cell>) =>
    Object.fromEntries(columns.map(({ name }) => [name, item[name] ?? null])),
  );
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Jan 1 2000` as `2000-01-01`. */
export function isoDate(written: string): string {
  const [, month = "", day = "", year = ""] = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{4})$/.exec(written) ?? [];
  if (!months.includes(month)) throw new Error(`not a date like "Jan 1 2000": "${written}"`);
  return `${year}-${String(months.indexOf(month) + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}
