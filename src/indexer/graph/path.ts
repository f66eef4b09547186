/** A shortest chain of derivations from an ancestor to a descendant. */
import { type Adjacency } from "./adjacency.ts";
import { NumberList } from "./typed.ts";

/**
 * Ancestor first. `cut` says that the search gave up after visiting `visited` nodes without an answer;
 * `nodes` is then empty, and whether there is a path is unknown.
 */
export interface Path {
  nodes: number[];
  cut: null | { by: "limit"; visited: number };
}

/**
 * Searches upward from the descendant, level by level, so that each node seen knows the smallest child on its
 * way down; following those from the ancestor gives the lexicographically smallest of the shortest paths.
 * Every node between the two has an ordinal between theirs.
 */
export function shortestPath(
  adjacency: Adjacency,
  ancestor: number,
  descendant: number,
  limit: number,
): Path | null {
  if (ancestor === descendant) return { nodes: [ancestor], cut: null };
  const { parentOffsets, parentTargets } = adjacency;
  const span = descendant - ancestor + 1;
  const depths = new Uint32Array(span); // 0 is unseen, the descendant has 1
  const next = new Uint32Array(span);
  const queue = new NumberList();
  depths[span - 1] = 1;
  queue.push(descendant);
  for (let i = 0; i < queue.length; i++) {
    const node = queue.items[i]!;
    const depth = depths[node - ancestor]! + 1;
    // All of the level below the ancestor is needed before its smallest child is known.
    if (depths[0] !== 0 && depth > depths[0]!) break;
    for (let edge = parentOffsets[node + 1]! - 1; edge >= parentOffsets[node]!; edge--) {
      const at = parentTargets[edge]! - ancestor;
      if (at < 0) break;
      if (depths[at] === 0) {
        if (depths[0] !== 0) continue;
        if (queue.length >= limit) return { nodes: [], cut: { by: "limit", visited: queue.length } };
        depths[at] = depth;
        next[at] = node;
        queue.push(at + ancestor);
      } else if (depths[at] === depth && node < next[at]!) next[at] = node;
    }
  }
  if (depths[0] === 0) return null;
  const nodes = [ancestor];
  while (nodes.at(-1) !== descendant) nodes.push(next[nodes.at(-1)! - ancestor]!);
  return { nodes, cut: null };
}
