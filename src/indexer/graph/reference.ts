/** The lineage questions answered the slow and obvious way, to hold the fast graph against in tests. */
import { type Direction, type Reach } from "../graph.ts";

export interface Question {
  from: number[];
  direction: Direction;
  depth: number;
  limit: number;
  cutoff: number;
}

export class Reference {
  private readonly parents: number[][];

  constructor(parents: readonly (readonly number[])[], cutoff: number) {
    this.parents = parents.slice(0, cutoff).map((list) => [...list].sort((a, b) => a - b));
  }

  neighbours(node: number, direction: "up" | "down"): number[] {
    if (direction === "up") return this.parents[node]!;
    return this.parents.flatMap((list, child) => (list.includes(node) ? [child] : []));
  }

  distances(from: number[], direction: "up" | "down", within = (_node: number) => true): Map<number, number> {
    const found = new Map<number, number>();
    let level = from.filter((node) => node < this.parents.length && within(node));
    for (let depth = 0; level.length > 0; depth++) {
      for (const node of level) found.set(node, depth);
      const next = new Set(level.flatMap((node) => this.neighbours(node, direction)).filter(within));
      level = [...next].filter((node) => !found.has(node));
    }
    return found;
  }

  walk({ from, direction, depth, limit }: Question): Reach {
    const ways = direction === "both" ? (["up", "down"] as const) : [direction];
    const depths = new Map<number, number>();
    for (const way of ways)
      for (const [node, at] of this.distances(from, way))
        depths.set(node, Math.min(at, depths.get(node) ?? Infinity));
    const near = [...depths]
      .map(([node, at]) => ({ node, depth: at }))
      .filter((found) => found.depth <= depth);
    near.sort((a, b) => a.depth - b.depth || a.node - b.node);
    const nodes = near.slice(0, limit);
    const members = new Set(nodes.map((found) => found.node));
    const beyond = this.open(from, ways, members);
    const by = near.length > limit ? "limit" : "depth";
    return { nodes, edges: this.edges(members), cut: by === "limit" || beyond > 0 ? { by, beyond } : null };
  }

  /** Every shortest path from ancestor to descendant, lexicographically sorted. */
  shortestPaths(ancestor: number, descendant: number): number[][] {
    const below = this.distances([descendant], "up");
    const extend = (node: number): number[][] =>
      node === descendant
        ? [[node]]
        : this.neighbours(node, "down")
            .filter((child) => below.get(child) === below.get(node)! - 1)
            .flatMap((child) => extend(child).map((rest) => [node, ...rest]));
    return below.has(ancestor) ? extend(ancestor) : [];
  }

  private edges(members: Set<number>): Reach["edges"] {
    return [...members]
      .sort((a, b) => a - b)
      .flatMap((child) => this.parents[child]!.map((parent) => ({ parent, child })))
      .filter(({ parent }) => members.has(parent));
  }

  /** Members with a neighbour outside, in a direction in which members alone lead to them. */
  private open(from: number[], ways: readonly ("up" | "down")[], members: Set<number>): number {
    const open = new Set<number>();
    for (const way of ways)
      for (const node of this.distances(from, way, (at) => members.has(at)).keys())
        if (this.neighbours(node, way).some((other) => !members.has(other))) open.add(node);
    return open.size;
  }
}
