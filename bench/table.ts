import { isReached, ratioOf, type Result, type Row, type Table, units } from "./bench.ts";

const HEAD = ["what", "ours", "peer", "ratio", "goal"];

/** The figures of a bench, a line a row. */
export function tableOf(rows: readonly Row[]): Table {
  return { title: "", head: HEAD, rows: rows.map(cellsOf) };
}

function cellsOf(row: Row): string[] {
  return [row.what, `${figure(row.ours)} ${row.unit}`, peerCell(row), ratioCell(row), goalCell(row)];
}

function peerCell({ peer }: Row): string {
  if (!peer) return "–";
  return "missing" in peer ? peer.name : `${peer.name} ${figure(peer.value)}`;
}

function ratioCell(row: Row): string {
  if (row.peer && "missing" in row.peer) return `peer missing: ${row.peer.missing}`;
  const ratio = ratioOf(row);
  return ratio === undefined ? "–" : `${figure(ratio)} ×`;
}

function goalCell(row: Row): string {
  const { goal, unit } = row;
  if (!goal) return "–";
  const wanted =
    "ratio" in goal
      ? `≥ ${figure(goal.ratio)} ×`
      : `${units[unit] === "more" ? "≥" : "≤"} ${figure(goal.figure)}`;
  const reached = isReached(row);
  return `${wanted} ${reached === undefined ? "not judged" : reached ? "reached" : "MISSED"}`;
}

/** Three digits that count, and thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  const rounded = Number(value.toFixed(digits));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** For a terminal: columns of equal width. */
export function plain({ title, head, rows }: Table): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((cells) => [...(cells[i] ?? "")].length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell + " ".repeat(Math.max(0, widths[i]! - [...cell].length)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [...(title ? [title] : []), line(head), rule, ...rows.map(line)].join("\n");
}

export function markdown({ title, head, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${head.map(() => "---").join("|")}|`;
  return [...(title ? [`${title}:`, ""] : []), line(head), rule, ...rows.map(line)].join("\n");
}

/** A bench's tables and notes, with the machine they are of, in one of the two shapes. */
export function report(result: Result, shape: (table: Table) => string): string {
  const { rows, tables = [], notes = [] } = result;
  const shown = [tableOf(rows), ...tables].map(shape);
  return [...shown, ...(notes.length > 0 ? [notes.map((n) => `- ${n}`).join("\n")] : [])].join("\n\n");
}

export function circumstances({ machine, at, load, seconds }: Result): string {
  const { cores, cpu, memoryGiB, node, kernel } = machine;
  const [before, after] = load.map((l) => l.toFixed(1));
  return (
    `${at.slice(0, 10)}, ${cores} × ${cpu}, ${figure(memoryGiB)} GiB, Node ${node}, Linux ${kernel}; ` +
    `load average ${before} before, ${after} after; took ${figure(seconds)} s`
  );
}
