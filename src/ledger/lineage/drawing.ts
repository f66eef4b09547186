/** What is drawn of an answer about lineage, and the words it is drawn with, in either language. */
export type VersionState = "current" | "corrected" | "withdrawn" | "recalled" | "affected";

export interface DrawnNode {
  id: string;
  label: string;
  state?: VersionState;
}

export interface LineageDrawing {
  nodes: readonly DrawnNode[];
  edges: readonly { parent: string; child: string }[];
  cut: AnswerCut;
}

export type AnswerCut = null | { by: "depth" | "limit"; beyond: number };

export interface DrawingLabels {
  states: Record<Exclude<VersionState, "current">, string>;
  cameFrom: string;
  wentInto: string;
  shownAbove: string;
  cut: (cut: NonNullable<AnswerCut>) => string;
}

export const englishLabels: DrawingLabels = {
  states: {
    corrected: "corrected",
    withdrawn: "withdrawn",
    recalled: "recalled",
    affected: "affected by a recall",
  },
  cameFrom: "came from",
  wentInto: "went into",
  shownAbove: "↑ shown above",
  cut: ({ by, beyond }) =>
    `… cut by the ${by}: ${beyond} of the versions shown ${beyond === 1 ? "has" : "have"} more beyond`,
};

export const chineseLabels: DrawingLabels = {
  states: { corrected: "已更正", withdrawn: "已撤回", recalled: "已召回", affected: "受召回影响" },
  cameFrom: "来源",
  wentInto: "去向",
  shownAbove: "↑ 见上",
  cut: ({ by, beyond }) =>
    `… 因${by === "depth" ? "深度" : "数量"}上限截断：所示版本中有 ${beyond} 个还有更多血缘`,
};

export type MarkedNode = DrawnNode & { state: Exclude<VersionState, "current"> };

export function marked(node: DrawnNode): node is MarkedNode {
  return node.state !== undefined && node.state !== "current";
}

export function stateOf(node: DrawnNode, labels: DrawingLabels): string[] {
  return marked(node) ? [`[${labels.states[node.state]}]`] : [];
}

/** Control characters and those that turn the direction of text are spelled out; a line break stays. */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(
      /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
      (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`,
    );
}
