import fc from "fast-check";
import { expect, test } from "vitest";
import { LineageGraph } from "../graph.ts";
import { Adjacency } from "./adjacency.ts";
import { search } from "./search.ts";
import { sweep } from "./sweep.ts";

/** Below the number of nodes from which a search turns into a sweep by itself. */
const FEW = 60;

const asked = fc.record({
  parents: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: FEW }),
  from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  direction: fc.constantFrom("up" as const, "down" as const),
  depth: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Infinity)),
  limit: fc.integer({ min: 1, max: FEW + 1 }),
  cut: fc.nat(),
});

test("a sweep answers what a search does, whatever is asked", () => {
  fc.assert(
    fc.property(asked, ({ parents, from, direction, depth, limit, cut }) => {
      const graph = new Adjacency(4);
      for (const [node, seeds] of parents.entries())
        graph.append(node === 0 ? [] : [...new Set(seeds.map((seed) => seed % node))]);
      const cutoff = 1 + (cut % parents.length);
      const starts = from.map((seed) => seed % cutoff);
      const bounds = { depth, limit, cutoff };
      expect(sweep(graph, starts, direction, bounds)).toEqual(search(graph, starts, direction, bounds));
    }),
    { numRuns: 3_000 },
  );
});

test("a search that becomes a sweep half-way answers as a walk of short steps does", () => {
  const size = 2_000;
  let state = 1;
  const anyBefore = (n: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % n;
  const parentsOf = (n: number) => (n === 0 ? [] : [anyBefore(n), anyBefore(n)]);
  const parents = Array.from({ length: size }, (_, n) => [...new Set(parentsOf(n))]);
  const graph = LineageGraph.from(parents);
  const whole = graph.reached({ from: [1], direction: "down" });
  expect(whole.nodes.length).toBeGreaterThan(size / 4);
  const depthOf = new Map([[1, 0]]);
  for (const [node, depth] of depthOf)
    for (const child of graph.children(node)) if (!depthOf.has(child)) depthOf.set(child, depth + 1);
  const wanted = [...depthOf].sort(([a, x], [b, y]) => x - y || a - b);
  expect([...whole.nodes].map((node, i) => [node, whole.depths[i]])).toEqual(wanted);
  expect(graph.reach({ from: [1], direction: "down" }).nodes).toEqual(whole.nodes);
});
