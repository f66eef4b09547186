import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineageGraph } from "./graph.ts";
import { Reference, type Question } from "./graph/reference.ts";

/** 0 → 1, 0 → 2, then 3 from both, 4 from 3. */
const diamond = [[], [0], [0], [1, 2], [3]];
const chain = (length: number) => Array.from({ length }, (_, i) => (i === 0 ? [] : [i - 1]));
const wide = (children: number) => [[], ...Array.from({ length: children }, () => [0])];
const nodesOf = (found: { nodes: { node: number }[] }) => found.nodes.map(({ node }) => node);

describe("a walk over the diamond", () => {
  const graph = LineageGraph.from(diamond);

  test("goes up breadth first, then by ordinal, and names every edge in block order", () => {
    expect(graph.walk({ from: [4], direction: "up" })).toEqual({
      nodes: [
        { node: 4, depth: 0 },
        { node: 3, depth: 1 },
        { node: 1, depth: 2 },
        { node: 2, depth: 2 },
        { node: 0, depth: 3 },
      ],
      edges: [
        { parent: 0, child: 1 },
        { parent: 0, child: 2 },
        { parent: 1, child: 3 },
        { parent: 2, child: 3 },
        { parent: 3, child: 4 },
      ],
      cut: null,
    });
  });

  test("both ways leaves out a sibling through an ancestor", () => {
    expect(nodesOf(graph.walk({ from: [1], direction: "both" }))).toEqual([1, 0, 3, 4]);
  });

  test("says that the depth cut it, and at how many nodes", () => {
    const found = graph.walk({ from: [0], direction: "down", depth: 1 });
    expect(nodesOf(found)).toEqual([0, 1, 2]);
    expect(found.cut).toEqual({ by: "depth", beyond: 2 });
    expect(graph.walk({ from: [0], direction: "down", depth: 3 }).cut).toBeNull();
  });

  test("says that the limit cut it, keeping the nearest and oldest", () => {
    const found = graph.walk({ from: [0], direction: "down", limit: 2 });
    expect(nodesOf(found)).toEqual([0, 1]);
    expect(found.cut).toEqual({ by: "limit", beyond: 2 });
    expect(graph.walk({ from: [0], direction: "down", limit: 5 }).cut).toBeNull();
  });

  test("the limit is filled past children that an earlier level already holds", () => {
    // 0 → 1, 2, 3 and 1 → 2, 3, 4: the children of 1 that are new come last.
    const parents = [[], [0], [0, 1], [0, 1], [1], [1]];
    const grown = new LineageGraph();
    for (const list of parents) grown.append(list);
    for (const graph of [LineageGraph.from(parents), grown]) {
      const found = graph.walk({ from: [0], direction: "down", limit: 5 });
      expect(nodesOf(found)).toEqual([0, 1, 2, 3, 4]);
      expect(found.cut).toEqual({ by: "limit", beyond: 1 });
    }
  });

  test("as of a cut-off sees nothing later, and no start that did not exist yet", () => {
    expect(nodesOf(graph.walk({ from: [0], direction: "down", cutoff: 3 }))).toEqual([0, 1, 2]);
    expect(graph.children(3, 4)).toEqual([]);
    expect(graph.walk({ from: [4], direction: "both", cutoff: 4 })).toEqual({
      nodes: [],
      edges: [],
      cut: null,
    });
  });

  test("an ancestor reached only through another start's descendants still counts as having more beyond", () => {
    // 1 → 3 → 4 → 5 and 2 → 3: from 1 and 5 one step each way holds 1, 3, 4, 5, and 3's parent 2 is missing.
    const two = LineageGraph.from([[], [], [], [1, 2], [3], [4]]);
    const found = two.walk({ from: [1, 5], direction: "both", depth: 1 });
    expect(nodesOf(found)).toEqual([1, 5, 3, 4]);
    expect(found.cut).toEqual({ by: "depth", beyond: 1 });
  });
});

describe("a path", () => {
  test("of several shortest is the one with the smallest ordinals, from the ancestor, whichever is asked first", () => {
    const graph = LineageGraph.from(diamond);
    const path = { nodes: [0, 1, 3, 4], cut: null };
    expect(graph.path(0, 4)).toEqual(path);
    expect(graph.path(4, 0)).toEqual(path);
    expect(graph.path(2, 2)).toEqual({ nodes: [2], cut: null });
    expect(graph.path(1, 2)).toBeNull();
    expect(graph.path(0, 4, { cutoff: 4 })).toBeNull();
  });

  test("says that it gave up rather than that there is none", () => {
    const graph = LineageGraph.from(chain(100));
    expect(graph.path(0, 99, { limit: 50 })).toEqual({ nodes: [], cut: { by: "limit", visited: 50 } });
    expect(graph.path(0, 99, { limit: 100 })!.nodes).toHaveLength(100);
  });
});

describe("large shapes", () => {
  test("a chain of 100,000 versions is walked to its end", () => {
    const found = LineageGraph.from(chain(100_000)).walk({ from: [99_999], direction: "up" });
    expect(found.nodes.at(-1)).toEqual({ node: 0, depth: 99_999 });
    expect(found.edges).toHaveLength(99_999);
  });

  test("a version with 100,000 children answers with the first few when limited", () => {
    const found = LineageGraph.from(wide(100_000)).walk({ from: [0], direction: "down", limit: 4 });
    expect(nodesOf(found)).toEqual([0, 1, 2, 3]);
    expect(found.cut).toEqual({ by: "limit", beyond: 1 });
  });
});

describe("packed lists", () => {
  test("make the graph that their nodes make one by one, wherever they are divided", () => {
    const parents = [[], [0], [0, 1], [], [1, 3]];
    const one = LineageGraph.packed([[0, 1, 0, 2, 0, 1, 0], [2, 1, 3], []]);
    const other = LineageGraph.from(parents);
    for (const node of parents.keys()) {
      expect(one.parents(node)).toEqual(parents[node]);
      expect(one.children(node)).toEqual(other.children(node));
    }
    expect([one.size, one.append([4])]).toEqual([5, 5]);
    expect(one.children(4)).toEqual([5]);
  });

  test.each([
    ["a parent that is no earlier node", [0, 1, 1]],
    ["a parent twice", [0, 0, 2, 0, 0]],
    ["a list that is cut off", [0, 2, 0]],
    ["a count that is none", [0, -1]],
  ])("refuse %s", (_what, list) => {
    expect(() => LineageGraph.packed([list])).toThrow(RangeError);
  });
});

describe("bad input", () => {
  test.each([
    ["itself", [[0]], "node 0 cannot have parent 0"],
    ["a later node", [[], [5]], "node 1 cannot have parent 5"],
    ["a fraction", [[], [0.5]], "node 1 cannot have parent 0.5"],
    ["one parent twice", [[], [], [1, 0, 1]], "node 2 names parent 1 more than once"],
  ])("a node that names %s as its parent is refused", (_what, parents, message) => {
    expect(() => LineageGraph.from(parents)).toThrow(message);
  });

  test("a refused append leaves the graph as it was", () => {
    const graph = LineageGraph.from(diamond);
    expect(() => graph.append([1, 1])).toThrow(RangeError);
    expect([graph.size, graph.edges, graph.children(1)]).toEqual([5, 5, [3]]);
    expect(graph.append([1])).toBe(5);
    expect(graph.children(1)).toEqual([3, 5]);
  });

  test.each([
    ["an unknown node", { from: [9], direction: "up" as const }, "node 9 is not in a graph of 5 nodes"],
    ["a negative depth", { from: [0], direction: "up" as const, depth: -1 }, "depth is -1"],
    ["no room", { from: [0], direction: "up" as const, limit: 0 }, "limit is 0"],
  ])("a walk with %s is refused", (_what, options, message) => {
    expect(() => LineageGraph.from(diamond).walk(options)).toThrow(message);
  });
});

/** What to do next: a node from these seeds of parents, or a roll-back to this share of the nodes. */
const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ parents: fc.array(fc.nat(), { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ keep: fc.double({ min: 0.3, max: 1, noNaN: true }) }) },
);

function play(graph: LineageGraph, steps: readonly ({ parents: number[] } | { keep: number })[]): number[][] {
  let model = Array.from({ length: graph.size }, (_, node) => [...graph.parents(node)]);
  for (const act of steps) {
    if ("keep" in act) {
      model = model.slice(0, Math.ceil(model.length * act.keep));
      graph.truncate(model.length);
    } else {
      const size = model.length;
      const parents = size === 0 ? [] : [...new Set(act.parents.map((seed) => seed % size))];
      expect(graph.append(parents)).toBe(size);
      model.push(parents);
    }
  }
  return model;
}

const bound = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Infinity));
const question = fc.record({
  from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  direction: fc.constantFrom("up" as const, "down" as const, "both" as const),
  depth: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity)),
  limit: bound,
  cutoff: fc.double({ min: 0, max: 1.1, noNaN: true }),
});

function settled(asked: Question, size: number): Question {
  const from = asked.from.map((seed) => seed % size);
  return { ...asked, from, cutoff: Math.round(asked.cutoff * size) };
}

describe("against the slow and obvious graph, whatever is appended, rolled back and merged", () => {
  const history = {
    loaded: fc.array(fc.array(fc.nat(), { maxLength: 6 }), { maxLength: 25 }),
    steps: fc.array(step, { minLength: 1, maxLength: 60 }),
    deltaAlways: fc.constantFrom(0, 3, 1000),
  };
  /** Loaded at once, so that a base is there to be rolled back into. */
  const load = (seeds: number[][], deltaAlways: number) => {
    const parents = seeds.map((list, node) => [
      ...new Set(node === 0 ? [] : list.map((seed) => seed % node)),
    ]);
    return LineageGraph.from(parents, deltaAlways);
  };

  test("every walk answers the same", () => {
    fc.assert(
      fc.property(
        fc.record(history),
        fc.array(question, { minLength: 1, maxLength: 8 }),
        ({ loaded, steps, deltaAlways }, questions) => {
          const graph = load(loaded, deltaAlways);
          const model = play(graph, steps);
          expect(graph.edges).toBe(model.flat().length);
          if (model.length === 0) return;
          for (const asked of questions.map((seed) => settled(seed, model.length)))
            expect(graph.walk(asked)).toEqual(new Reference(model, asked.cutoff).walk(asked));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test("a reach has the nodes of the walk, how many lie at each depth, and the walk's cut", () => {
    fc.assert(
      fc.property(fc.record(history), question, ({ loaded, steps, deltaAlways }, seed) => {
        const graph = load(loaded, deltaAlways);
        const model = play(graph, steps);
        if (model.length === 0) return;
        const asked = settled(seed, model.length);
        const walked = graph.walk(asked);
        const { nodes, counts, cut } = graph.levelled(asked);
        expect([...nodes]).toEqual(nodesOf(walked));
        expect(counts.flatMap((count, depth) => Array<number>(count).fill(depth))).toEqual(
          walked.nodes.map(({ depth }) => depth),
        );
        expect(cut).toEqual(walked.cut);
      }),
      { numRuns: 1000 },
    );
  });

  test("every list of parents and children is the same, and a graph loaded at once equals a grown one", () => {
    fc.assert(
      fc.property(fc.record(history), fc.nat(), ({ loaded, steps, deltaAlways }, seed) => {
        const graph = load(loaded, deltaAlways);
        const model = play(graph, steps);
        const cutoff = seed % (model.length + 1);
        const reference = new Reference(model, cutoff);
        const atOnce = LineageGraph.from(model);
        for (let node = 0; node < cutoff; node++) {
          expect(graph.parents(node)).toEqual(reference.neighbours(node, "up"));
          expect(graph.children(node, cutoff)).toEqual(reference.neighbours(node, "down"));
          expect(atOnce.children(node)).toEqual(graph.children(node));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("every path is the smallest of the shortest, and null exactly when there is none", () => {
    fc.assert(
      fc.property(fc.record(history), fc.nat(), fc.nat(), ({ loaded, steps, deltaAlways }, one, other) => {
        const graph = load(loaded, deltaAlways);
        const model = play(graph, steps);
        if (model.length === 0) return;
        const [from, to] = [one % model.length, other % model.length];
        const paths = new Reference(model, model.length).shortestPaths(
          Math.min(from, to),
          Math.max(from, to),
        );
        const smallest = paths.sort((a, b) => a.map((n, i) => n - b[i]!).find((d) => d !== 0) ?? 0)[0];
        expect(graph.path(from, to)?.nodes).toEqual(smallest);
      }),
      { numRuns: 1000 },
    );
  });

  test("appending does merge the delta into the base, and truncating does cut the base", () => {
    const graph = new LineageGraph(3);
    const adjacency = Reflect.get(graph, "adjacency") as { baseSize: number; deltaEdges: number };
    for (let i = 0; i < 20; i++) graph.append(i === 0 ? [] : [i - 1]);
    expect(adjacency.baseSize).toBeGreaterThan(10);
    expect(adjacency.deltaEdges).toBeGreaterThan(0);
    graph.truncate(5);
    expect(adjacency.baseSize).toBe(5);
    graph.append([0, 4]);
    expect([graph.children(0), graph.children(4)]).toEqual([[1, 5], [5]]);
  });
});
