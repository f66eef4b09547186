/**
 * The same answer as a breadth-first search, by one pass over all nodes in order: parents precede children, so
 * when a node's turn comes the depths of all that lead to it are known. It reads the parents' table from end to
 * end whatever it finds, so it pays where a large share of the nodes is found.
 */
import { type Adjacency } from "./adjacency.ts";
import { type Bounds, type Levels } from "./search.ts";
import { NodeSet } from "./set.ts";
import { NumberList } from "./typed.ts";

export function sweep(
  adjacency: Adjacency,
  from: readonly number[],
  direction: "up" | "down",
  bounds: Bounds,
): Levels {
  const starts = from.filter((node) => node < bounds.cutoff);
  const [low, high] =
    direction === "down" ? [Math.min(...starts), bounds.cutoff] : [0, Math.max(...starts) + 1];
  // Depth + 1 of node `low + i`; 0 is not reached.
  const marks = new Uint32Array(high - low);
  for (const node of starts) marks[node - low] = 1;
  const deepest = Math.min(bounds.depth, high) + 1;
  if (direction === "down") sweepDown(adjacency, marks, low, deepest);
  else sweepUp(adjacency, marks, deepest);
  return levelsOf(marks, low, adjacency.size, bounds.limit);
}

function sweepDown(
  { parentOffsets, parentTargets }: Adjacency,
  marks: Uint32Array,
  low: number,
  deepest: number,
): void {
  let edge = parentOffsets[low]!;
  for (let i = 0; i < marks.length; i++) {
    const stop = parentOffsets[low + i + 1]!;
    let nearest = deepest;
    for (; edge < stop; edge++) {
      const parent = parentTargets[edge]!;
      if (parent < low) continue;
      // 0 becomes the largest number, so that one comparison does.
      const before = (marks[parent - low]! - 1) >>> 0;
      if (before + 1 < nearest) nearest = before + 1;
    }
    if (nearest < deepest && marks[i] === 0) marks[i] = nearest + 1;
  }
}

function sweepUp({ parentOffsets, parentTargets }: Adjacency, marks: Uint32Array, deepest: number): void {
  for (let node = marks.length - 1; node >= 0; node--) {
    const mark = marks[node]!;
    if (mark === 0 || mark >= deepest) continue;
    const stop = parentOffsets[node + 1]!;
    for (let edge = parentOffsets[node]!; edge < stop; edge++) {
      const parent = parentTargets[edge]!;
      if (((marks[parent]! - 1) >>> 0) + 1 > mark) marks[parent] = mark + 1;
    }
  }
}

/** By depth, then ordinal: counted, then each put in its place. */
function levelsOf(marks: Uint32Array, low: number, size: number, limit: number): Levels {
  const members = new NodeSet(size);
  const counts = new NumberList();
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!;
    if (mark === 0) continue;
    while (counts.length < mark) counts.push(0);
    counts.items[mark - 1]!++;
    members.add(low + i);
  }
  const ends = counts.items.slice(0, counts.length);
  for (let level = 1; level < ends.length; level++) ends[level]! += ends[level - 1]!;
  const nodes = new Uint32Array(ends.at(-1) ?? 0);
  const places = new Uint32Array(ends.length);
  places.set(ends.subarray(0, -1), 1);
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!;
    if (mark !== 0) nodes[places[mark - 1]!++] = low + i;
  }
  return cutTo(limit, { nodes, ends, members, dropped: false });
}

/** Keeps the nearest, and of a level the oldest; the level that is cut is the last. */
function cutTo(limit: number, levels: Levels): Levels {
  const { nodes, ends, members } = levels;
  if (nodes.length <= limit) return levels;
  for (const node of nodes.subarray(limit)) members.delete(node);
  const last = ends.findIndex((end) => end > limit);
  const kept = ends.slice(0, last + 1);
  kept[last] = limit;
  return { nodes: nodes.slice(0, limit), ends: kept, members, dropped: true };
}
