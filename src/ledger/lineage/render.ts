/**
 * An answer about lineage as text: DOT for Graphviz, Mermaid for documents, a tree for a terminal. Labels come
 * from people, so each form escapes what it would otherwise obey; node ids never reach the output.
 */
import {
  type DrawingLabels,
  type LineageDrawing,
  type VersionState,
  marked,
  stateOf,
  visible,
} from "./drawing.ts";

export * from "./drawing.ts";
export { toTree } from "./tree.ts";

/** Fill colours; the state is also written out, for whoever cannot see them. */
const colours: Record<Exclude<VersionState, "current">, string> = {
  corrected: "#fff3bf",
  withdrawn: "#dee2e6",
  recalled: "#ffc9c9",
  affected: "#ffe8cc",
};

export function toDot(answer: LineageDrawing, labels: DrawingLabels): string {
  const name = namesOf(answer);
  const nodes = answer.nodes.map((node) => {
    const text = dotEscape([node.label, ...stateOf(node, labels)].join("\n"));
    const fill = marked(node) ? `, style=filled, fillcolor="${colours[node.state]}"` : "";
    return `  ${name(node.id)} [label="${text}"${fill}];`;
  });
  const edges = answer.edges.map(({ parent, child }) => `  ${name(parent)} -> ${name(child)};`);
  const cut = answer.cut ? [`  label="${dotEscape(labels.cut(answer.cut))}";`, "  labelloc=b;"] : [];
  const head = ["digraph lineage {", "  rankdir=LR;", "  node [shape=box];"];
  return [...head, ...nodes, ...edges, ...cut, "}", ""].join("\n");
}

export function toMermaid(answer: LineageDrawing, labels: DrawingLabels): string {
  const name = namesOf(answer);
  const nodes = answer.nodes.map((node) => {
    const text = mermaidEscape([node.label, ...stateOf(node, labels)].join("\n"));
    return `  ${name(node.id)}["${text}"]${marked(node) ? `:::${node.state}` : ""}`;
  });
  const edges = answer.edges.map(({ parent, child }) => `  ${name(parent)} --> ${name(child)}`);
  const used = Object.entries(colours).filter(([state]) => answer.nodes.some((node) => node.state === state));
  const classes = used.map(([state, colour]) => `  classDef ${state} fill:${colour}`);
  const cut = answer.cut ? [`  cut["${mermaidEscape(labels.cut(answer.cut))}"]`] : [];
  return ["flowchart LR", ...nodes, ...edges, ...classes, ...cut, ""].join("\n");
}

function namesOf(answer: LineageDrawing): (id: string) => string {
  const names = new Map(answer.nodes.map((node, i) => [node.id, `n${i}`]));
  return (id) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`an edge names ${id}, which is not among the nodes`);
    return name;
  };
}

/** In a quoted DOT string a backslash starts an escape such as \N, and Graphviz decodes HTML entities. */
function dotEscape(text: string): string {
  const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "&": "&amp;", "\n": "\\n" };
  return visible(text).replace(/[\\"&\n]/g, (found) => escapes[found]!);
}

/** Mermaid reads HTML, `#` entities, `%%{…}%%` directives and backquoted markdown inside quoted labels. */
function mermaidEscape(text: string): string {
  return visible(text).replace(/[^\p{L}\p{M}\p{N} @./:,_()[\]+*=…：，、-]/gu, (found) =>
    found === "\n" ? "<br/>" : `#${found.codePointAt(0)};`,
  );
}
