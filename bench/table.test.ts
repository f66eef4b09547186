import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isReached, type Result, type Row } from "./bench.ts";
import { rewritten } from "./docs.ts";
import { figure, markdown, plain, tableOf } from "./table.ts";

const row = (more: Partial<Row>): Row => ({ what: "reading", unit: "facts/s", ours: 900, ...more });
const cells = (r: Row) => tableOf([r]).rows[0];

test("the ratio says how many times as good as the peer, whichever way is better", () => {
  const peer = { name: "them", value: 300 };
  expect(cells(row({ peer }))).toEqual(["reading", "900 facts/s", "them 300", "3 ×", "–"]);
  expect(cells(row({ peer, unit: "ms" }))![3]).toBe("0.333 ×");
});

test("a peer that is missing is named with what brings it, and its goal is not judged", () => {
  const peer = { name: "PostgreSQL", missing: "apt-get install postgresql" };
  const [, , name, ratio, goal] = cells(row({ peer, goal: { ratio: 70 } }))!;
  expect([name, ratio, goal]).toEqual([
    "PostgreSQL",
    "peer missing: apt-get install postgresql",
    "≥ 70 × not judged",
  ]);
});

test("a goal is a ratio, or a bound whose direction follows from the unit", () => {
  const peer = { name: "them", value: 100 };
  expect(isReached(row({ peer, goal: { ratio: 9 } }))).toBe(true);
  expect(isReached(row({ peer, goal: { ratio: 9.1 } }))).toBe(false);
  expect(isReached(row({ goal: { figure: 1_000 } }))).toBe(false);
  expect(isReached(row({ unit: "ms", goal: { figure: 1_000 } }))).toBe(true);
  expect(isReached(row({}))).toBeUndefined();
});

test.each([
  [0, "0"],
  [0.012345, "0.0123"],
  [1.005, "1"],
  [94.56, "94.6"],
  [12_345.6, "12,346"],
])("%d is written %s", (value, text) => expect(figure(value)).toBe(text));

test("columns line up in a terminal, and bars in a cell do not end it in Markdown", () => {
  const table = {
    title: "",
    head: ["a", "b"],
    rows: [
      ["long × one", "1"],
      ["x|y", "22"],
    ],
  };
  const [head, , first, second] = plain(table).split("\n");
  expect([head!.indexOf("b"), first!.indexOf("1"), second!.indexOf("22")]).toEqual([12, 12, 12]);
  expect(markdown(table)).toContain("| x\\|y | 22 |");
});

const result = (bench: string, rows: Row[]): Result => ({
  bench,
  title: bench,
  at: "2026-11-22T20:00:00.000Z",
  seconds: 12,
  machine: { cores: 2, cpu: "some", memoryGiB: 24, node: "24.0.0", kernel: "6.1" },
  load: [0.5, 1.5],
  rows,
});

const page = `# Figures
<!-- bench goals -->
<!-- end goals -->
By hand.
<!-- bench reading -->
old
<!-- end reading -->
Also by hand.`;

test("the page keeps what was written by hand; a bench's part is written anew, twice the same", () => {
  const results = [result("reading", [row({ goal: { figure: 1_000 } })])];
  const once = rewritten(page, results);
  expect(once).toContain("By hand.");
  expect(once).toContain("Also by hand.");
  expect(once).not.toContain("old");
  expect(once).toContain("| reading | 900 facts/s | – | – | ≥ 1,000 MISSED |");
  expect(once).toContain("0 of 1 goals reached. The others:");
  expect(once).toContain("2026-11-22, 2 × some, 24 GiB, Node 24.0.0, Linux 6.1; load average 0.5 before");
  expect(rewritten(once, results)).toBe(once);
});

test("the page of this tree has a place for every bench", () => {
  const text = readFileSync(new URL("../docs/bench.md", import.meta.url), "utf8");
  const names = ["gas", "throughput", "cost", "backfill", "lineage", "signing", "digest"];
  expect(
    rewritten(
      text,
      names.map((name) => result(name, [])),
    ),
  ).toContain("0 of 0 goals reached");
});

test("a bench without a place on the page is noticed", () => {
  expect(() => rewritten(page, [result("writing", [])])).toThrow("no place for writing");
});
