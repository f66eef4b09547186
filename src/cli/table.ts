import { visible } from "../ledger/lineage/drawing.ts";

/** Columns set flush, headings above. What others named is shown with its control characters spelled out. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => oneLine(String(cell))));
  const widths = headings.map((_, i) => Math.max(...cells.map((row) => width(row[i]!))));
  const lines = cells.map((row) => row.map((cell, i) => cell + " ".repeat(widths[i]! - width(cell))));
  return `${lines.map((line) => line.join("  ").trimEnd()).join("\n")}\n`;
}

/** Names in a column of their own, values beside. Empty values are left out. */
export function sheet(rows: readonly (readonly [string, string | number | null | undefined])[]): string {
  const kept = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const widest = Math.max(0, ...kept.map(([name]) => width(name)));
  return kept
    .map(([name, value]) => `${name}${" ".repeat(widest - width(name) + 2)}${oneLine(String(value))}\n`)
    .join("");
}

export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n");
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Cells of a terminal: Chinese takes two. */
export function width(text: string): number {
  let cells = 0;
  for (const c of text) {
    if (/\p{M}/u.test(c)) continue;
    cells += wide.test(c) || c.codePointAt(0)! >= 0x1f300 ? 2 : 1;
  }
  return cells;
}
