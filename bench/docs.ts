import { isReached, type Result } from "./bench.ts";
import { circumstances, markdown, report, tableOf } from "./table.ts";

/**
 * The page with each bench's part written anew. A part lies between `<!-- bench NAME -->` and
 * `<!-- end NAME -->`; what stands around it is written by hand and left alone.
 */
export function rewritten(page: string, results: readonly Result[]): string {
  const parts = new Map(results.map((r) => [r.bench, partOf(r)]));
  parts.set("goals", goalsOf(results));
  let text = page;
  for (const [name, part] of parts) text = replaced(text, name, part);
  return text;
}

function replaced(page: string, name: string, part: string): string {
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}: ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n${part}\n${page.slice(to)}`;
}

function partOf(result: Result): string {
  return `\n${report(result, markdown)}\n\n${circumstances(result)}.\n`;
}

/** What was missed, or could not be judged, over all benches; the reasons are written by hand. */
function goalsOf(results: readonly Result[]): string {
  const judged = results.flatMap((r) => r.rows.filter((row) => row.goal));
  const reached = judged.filter((row) => isReached(row) === true);
  const others = judged.filter((row) => isReached(row) !== true);
  const sum = `${reached.length} of ${judged.length} goals reached.`;
  return others.length === 0 ? `\n${sum}\n` : `\n${sum} The others:\n\n${markdown(tableOf(others))}\n`;
}
