import { describe, expect, test } from "vitest";
import { type LineageDrawing, chineseLabels, englishLabels, toDot, toMermaid, toTree } from "./render.ts";

const diamond: LineageDrawing = {
  nodes: [
    { id: "0xa", label: "weather/raw@1", state: "current" },
    { id: "0xb", label: "weather/clean@1" },
    { id: "0xc", label: "weather/joined@1", state: "affected" },
    { id: "0xd", label: "weather/report@1", state: "recalled" },
  ],
  edges: [
    { parent: "0xa", child: "0xb" },
    { parent: "0xa", child: "0xc" },
    { parent: "0xb", child: "0xd" },
    { parent: "0xc", child: "0xd" },
  ],
  cut: null,
};
const one = (label: string): LineageDrawing => ({ nodes: [{ id: "x", label }], edges: [], cut: null });

describe("a tree", () => {
  test("draws what a version went into, and marks what is shown above", () => {
    expect(toTree(diamond, englishLabels, "0xa")).toBe(
      [
        "weather/raw@1",
        "└── went into",
        "    ├── weather/clean@1",
        "    │   └── weather/report@1 [recalled]",
        "    └── weather/joined@1 [affected by a recall]",
        "        └── weather/report@1 [recalled] ↑ shown above",
        "",
      ].join("\n"),
    );
  });

  test("draws both directions from the middle, and says where the answer was cut, in Chinese too", () => {
    const cut = { ...diamond, cut: { by: "depth" as const, beyond: 2 } };
    expect(toTree(cut, chineseLabels, "0xb")).toBe(
      [
        "weather/clean@1",
        "├── 来源",
        "│   └── weather/raw@1",
        "└── 去向",
        "    └── weather/report@1 [已召回]",
        "… 因深度上限截断：所示版本中有 2 个还有更多血缘",
        "",
      ].join("\n"),
    );
    expect(toTree(cut, englishLabels, "0xb")).toContain(
      "… cut by the depth: 2 of the versions shown have more",
    );
  });

  test("of a lone version is one line", () => {
    expect(toTree(one("a@1"), englishLabels, "x")).toBe("a@1\n");
  });

  test("cannot be made to move the cursor, turn the text round or add a line", () => {
    expect(toTree(one("a\u001b[2J\u202eb\r\nc"), englishLabels, "x")).toBe("a\\u{1b}[2J\\u{202e}b\\nc\n");
  });

  test("neither a deep nor a wide lineage overflows the stack", () => {
    const nodes = Array.from({ length: 150_000 }, (_, i) => ({ id: `${i}`, label: `${i}` }));
    const wide = nodes.slice(1).map(({ id }) => ({ parent: "0", child: id }));
    expect(toTree({ nodes, edges: wide, cut: null }, englishLabels, "0").split("\n")).toHaveLength(150_002);
    const deep = nodes.slice(1, 5000).map(({ id }) => ({ parent: `${Number(id) - 1}`, child: id }));
    expect(toTree({ nodes, edges: deep, cut: null }, englishLabels, "0").split("\n")).toHaveLength(5002);
    expect(toDot({ nodes, edges: wide, cut: null }, englishLabels).split("\n").length).toBeGreaterThan(
      299_000,
    );
  });

  test("of a version that is not in the answer is refused", () => {
    expect(() => toTree(diamond, englishLabels, "0xe")).toThrow("0xe is not among the nodes");
  });
});

describe("DOT", () => {
  test("names every node and edge, colours states and says where it was cut", () => {
    const cut = { ...diamond, cut: { by: "limit" as const, beyond: 1 } };
    expect(toDot(cut, englishLabels)).toBe(
      [
        "digraph lineage {",
        "  rankdir=LR;",
        "  node [shape=box];",
        '  n0 [label="weather/raw@1"];',
        '  n1 [label="weather/clean@1"];',
        '  n2 [label="weather/joined@1\\n[affected by a recall]", style=filled, fillcolor="#ffe8cc"];',
        '  n3 [label="weather/report@1\\n[recalled]", style=filled, fillcolor="#ffc9c9"];',
        "  n0 -> n1;",
        "  n0 -> n2;",
        "  n1 -> n3;",
        "  n2 -> n3;",
        '  label="… cut by the limit: 1 of the versions shown has more beyond";',
        "  labelloc=b;",
        "}",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["a quote", 'say "no"', String.raw`say \"no\"`],
    ["a backslash before a quote", '\\"', String.raw`\\\"`],
    ["a Graphviz escape", "\\N", String.raw`\\N`],
    ["angle brackets, plain within quotes", "<b>x</b>", "<b>x</b>"],
    ["an entity", "&lt;", "&amp;lt;"],
    ["line breaks of every kind", "a\nb\r\nc\rd", String.raw`a\nb\nc\nd`],
    ["a zero byte", "a\0b", String.raw`a\\u{0}b`],
  ])("escapes %s", (_what, label, escaped) => {
    expect(toDot(one(label), englishLabels)).toContain(`n0 [label="${escaped}"];`);
  });
});

describe("Mermaid", () => {
  test("names every node and edge, and classes only the states that occur", () => {
    expect(toMermaid(diamond, englishLabels)).toBe(
      [
        "flowchart LR",
        '  n0["weather/raw@1"]',
        '  n1["weather/clean@1"]',
        '  n2["weather/joined@1<br/>[affected by a recall]"]:::affected',
        '  n3["weather/report@1<br/>[recalled]"]:::recalled',
        "  n0 --> n1",
        "  n0 --> n2",
        "  n1 --> n3",
        "  n2 --> n3",
        "  classDef recalled fill:#ffc9c9",
        "  classDef affected fill:#ffe8cc",
        "",
      ].join("\n"),
    );
  });

  test("says where it was cut", () => {
    const drawn = toMermaid({ ...diamond, cut: { by: "depth", beyond: 3 } }, englishLabels);
    expect(drawn).toContain('cut["… cut by the depth: 3 of the versions shown have more beyond"]');
  });

  test.each([
    ["a quote", '"', "#34;"],
    ["angle brackets", "<img src=x>", "#60;img src=x#62;"],
    ["its own entities", "#quot;&lt;", "#35;quot#59;#38;lt#59;"],
    ["a directive", "%%{init: {}}%%", "#37;#37;#123;init: #123;#125;#125;#37;#37;"],
    ["markdown", "`**b**`", "#96;**b**#96;"],
    ["a line break", "a\nb", "a<br/>b"],
    ["nothing of Chinese", "气象/日观测@3", "气象/日观测@3"],
  ])("escapes %s", (_what, label, escaped) => {
    expect(toMermaid(one(label), englishLabels)).toContain(`n0["${escaped}"]`);
  });

  test("an edge to a node that is not in the answer is refused", () => {
    const broken = { ...diamond, edges: [{ parent: "0xa", child: "0xz" }] };
    expect(() => toMermaid(broken, englishLabels)).toThrow("0xz, which is not among the nodes");
  });
});
