/** One fenced block of a Markdown file that is to be run. */
export interface Snippet {
  /** Line of the opening fence, from 1. */
  line: number;
  script: string;
  /** What its output must match. */
  prints?: RegExp;
  /** It starts the gateway, which stays up. */
  starts: boolean;
}

const RUNS = "<!-- runs -->";
const PRINTS = /^<!-- prints: (.*) -->$/;
const FENCE = /^```(sh|bash)$/;

/** The blocks after `<!-- runs -->`, each with the `<!-- prints: … -->` that may follow it. */
export function snippetsIn(markdown: string): Snippet[] {
  const lines = markdown.split("\n").map((line) => line.trim());
  return lines.flatMap((line, at) => (line === RUNS ? [snippetAt(lines, at + 1)] : []));
}

function snippetAt(lines: string[], from: number): Snippet {
  const open = skipBlank(lines, from);
  if (!FENCE.test(lines[open] ?? ""))
    throw new Error(
      `line ${from}: ${RUNS} must be followed by a sh block, not “${lines[open] ?? "the end"}”`,
    );
  const close = lines.indexOf("```", open + 1);
  if (close < 0) throw new Error(`line ${open + 1}: the block does not end`);
  const script = lines.slice(open + 1, close).join("\n");
  const prints = PRINTS.exec(lines[skipBlank(lines, close + 1)] ?? "")?.[1];
  const starts = /^npm start( |$)/m.test(script);
  return { line: open + 1, script, starts, ...(prints === undefined ? {} : { prints: new RegExp(prints) }) };
}

function skipBlank(lines: string[], from: number): number {
  let at = from;
  while (lines[at] === "") at++;
  return at;
}
