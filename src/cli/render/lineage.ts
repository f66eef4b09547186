import { type Language } from "../../core/text.ts";
import type { LineageAnswer } from "../../ledger/lineage/queries.ts";
import {
  chineseLabels,
  englishLabels,
  type LineageDrawing,
  toDot,
  toMermaid,
  toTree,
} from "../../ledger/lineage/render.ts";
import { titleIn } from "../words.ts";

export const formats = ["tree", "json", "dot", "mermaid"] as const;
export type Format = (typeof formats)[number];

export function draw(answer: LineageAnswer, format: Exclude<Format, "json">, language: Language): string {
  const labels = language === "zh" ? chineseLabels : englishLabels;
  const drawing = drawingOf(answer, language);
  if (format === "dot") return toDot(drawing, labels);
  if (format === "mermaid") return toMermaid(drawing, labels);
  return toTree(drawing, labels, answer.root);
}

function drawingOf(answer: LineageAnswer, language: Language): LineageDrawing {
  const nodes = answer.nodes.map(({ id, name, title, standing }) => {
    const label = [name, titleIn(title, language)].filter(Boolean).join(" ");
    return { id, label, state: standing };
  });
  return { nodes, edges: answer.edges, cut: answer.cut };
}
