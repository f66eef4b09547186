/** Lineage as a tree of lines around one version: what it came from, and what it went into. */
import { type DrawingLabels, type LineageDrawing, stateOf, visible } from "./drawing.ts";

interface Line {
  id: string;
  /** What stands before the branch: the bars of the open branches above. */
  prefix: string;
  last: boolean;
}

/**
 * A version with several ways to it is drawn once with all that follows; elsewhere it is marked as shown
 * above. Branches stand in the order of the answer's nodes.
 */
export function toTree(answer: LineageDrawing, labels: DrawingLabels, root: string): string {
  const text = textOf(answer, labels);
  const sections = [
    { heading: labels.cameFrom, next: neighbours(answer, "child", "parent") },
    { heading: labels.wentInto, next: neighbours(answer, "parent", "child") },
  ].filter(({ next }) => next.has(root));
  let lines = [text(root)];
  sections.forEach(({ heading, next }, i) => {
    const last = i === sections.length - 1;
    lines.push(`${last ? "└── " : "├── "}${heading}`);
    lines = lines.concat(branches(root, next, last ? "    " : "│   ", text, labels.shownAbove));
  });
  if (answer.cut) lines.push(labels.cut(answer.cut));
  return lines.join("\n") + "\n";
}

/** A stack of lines still to draw, not recursion: a lineage may be deeper than the call stack. */
function branches(
  root: string,
  next: Map<string, string[]>,
  prefix: string,
  text: (id: string) => string,
  shownAbove: string,
): string[] {
  const drawn: string[] = [];
  const seen = new Set<string>();
  const todo = linesBelow(next.get(root)!, prefix);
  for (let line = todo.pop(); line !== undefined; line = todo.pop()) {
    const start = line.prefix + (line.last ? "└── " : "├── ") + text(line.id);
    drawn.push(seen.has(line.id) ? `${start} ${shownAbove}` : start);
    if (seen.has(line.id)) continue;
    seen.add(line.id);
    const below = next.get(line.id) ?? [];
    for (const found of linesBelow(below, line.prefix + (line.last ? "    " : "│   "))) todo.push(found);
  }
  return drawn;
}

/** Last first, since the stack gives back the newest. */
function linesBelow(ids: readonly string[], prefix: string): Line[] {
  return ids.map((id, i) => ({ id, prefix, last: i === ids.length - 1 })).reverse();
}

function textOf(answer: LineageDrawing, labels: DrawingLabels): (id: string) => string {
  const texts = new Map<string, string>();
  for (const node of answer.nodes) {
    const label = visible(node.label).replaceAll("\n", "\\n");
    texts.set(node.id, [label, ...stateOf(node, labels)].join(" "));
  }
  return (id) => {
    const text = texts.get(id);
    if (text === undefined) throw new Error(`${id} is not among the nodes`);
    return text;
  };
}

/** For each id of one end of an edge, the ids at the other, in the order of the answer's nodes. */
function neighbours(
  answer: LineageDrawing,
  of: "parent" | "child",
  to: "parent" | "child",
): Map<string, string[]> {
  const order = new Map(answer.nodes.map((node, i) => [node.id, i]));
  const found = new Map<string, string[]>();
  for (const edge of answer.edges) {
    const list = found.get(edge[of]);
    if (list) list.push(edge[to]);
    else found.set(edge[of], [edge[to]]);
  }
  for (const list of found.values()) list.sort((a, b) => order.get(a)! - order.get(b)!);
  return found;
}
