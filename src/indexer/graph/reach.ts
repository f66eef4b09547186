/**
 * What a walk answers: nodes breadth first, every edge between two of them in block order (by child, then
 * parent), and whether anything lies beyond. Edges and cut follow from the set of nodes alone.
 */
import { type Adjacency } from "./adjacency.ts";
import { Answer } from "./answer.ts";
import { type Bounds, type Levels, search } from "./search.ts";
import { NodeSet } from "./set.ts";
import { NumberList } from "./typed.ts";

export type Direction = "up" | "down" | "both";

/** `beyond` counts the nodes of the answer with a neighbour, in the walk's direction, outside of it. */
export type Cut = null | { by: "depth" | "limit"; beyond: number };

/** Parallel arrays: node i lies at depths[i], edge j runs from parents[j] to children[j]. */
export interface FlatReach {
  nodes: Uint32Array;
  depths: Uint32Array;
  parents: Uint32Array;
  children: Uint32Array;
  cut: Cut;
}

/** A walk's nodes without their edges; `dropped` says that the limit left some out. */
export interface Reached {
  nodes: Uint32Array;
  depths: Uint32Array;
  dropped: boolean;
}

/** A walk's nodes by their depth, without an array of depths: of depth d there are `counts[d]`. */
export interface Levelled {
  nodes: Uint32Array;
  counts: number[];
  cut: Cut;
}

export function levelled(
  adjacency: Adjacency,
  from: readonly number[],
  direction: Direction,
  bounds: Bounds,
): Levelled {
  const levels = levelsOf(adjacency, from, direction, bounds);
  const { nodes, ends } = levels;
  const counts = Array.from(ends, (end, i) => end - (ends[i - 1] ?? 0));
  while (counts.at(-1) === 0) counts.pop();
  return { nodes, counts, cut: cutIn(adjacency, levels, from, direction, bounds) };
}

export function reached(
  adjacency: Adjacency,
  from: readonly number[],
  direction: Direction,
  bounds: Bounds,
): Reached {
  const levels = levelsOf(adjacency, from, direction, bounds);
  return { nodes: levels.nodes, depths: depthsOf(levels), dropped: levels.dropped };
}

function levelsOf(
  adjacency: Adjacency,
  from: readonly number[],
  direction: Direction,
  bounds: Bounds,
): Levels {
  return direction === "both" ? both(adjacency, from, bounds) : search(adjacency, from, direction, bounds);
}

export function reach(
  adjacency: Adjacency,
  from: readonly number[],
  direction: Direction,
  bounds: Bounds,
): FlatReach {
  const levels = levelsOf(adjacency, from, direction, bounds);
  const answer = new Answer(adjacency, levels.nodes, levels.members);
  const cut = cutIn(adjacency, levels, from, direction, bounds, answer);
  return { nodes: levels.nodes, depths: depthsOf(levels), ...answer.edges(), cut };
}

/** A walk without bounds leaves nothing out, so that nothing has to be looked at. */
function cutIn(
  adjacency: Adjacency,
  levels: Levels,
  from: readonly number[],
  direction: Direction,
  { depth, cutoff }: Bounds,
  answer?: Answer,
): Cut {
  if (depth === Infinity && !levels.dropped) return null;
  answer ??= new Answer(adjacency, levels.nodes, levels.members);
  return cutOf(levels.dropped, countBeyond(answer, levels, from, direction, cutoff));
}

function countBeyond(
  answer: Answer,
  { nodes, ends, dropped }: Levels,
  from: readonly number[],
  direction: Direction,
  cutoff: number,
): number {
  if (direction === "both") return answer.countBeyondBoth(from, cutoff);
  // A limit leaves out nodes of the last level, which are then beyond the level before it.
  const before = ends.length - (dropped ? 3 : 2);
  return answer.countBeyond(direction, nodes.subarray(before < 0 ? 0 : ends[before]), cutoff);
}

/** A limit that drops only further start nodes cuts too, though nothing of the answer has more beyond. */
function cutOf(dropped: boolean, beyond: number): Cut {
  if (dropped) return { by: "limit", beyond };
  return beyond > 0 ? { by: "depth", beyond } : null;
}

/** The union by depth, then ordinal; a node found both ways keeps its smaller depth. */
function both(adjacency: Adjacency, from: readonly number[], bounds: Bounds): Levels {
  const up = search(adjacency, from, "up", bounds);
  const down = search(adjacency, from, "down", bounds);
  const members = new NodeSet(adjacency.size);
  const nodes = new NumberList();
  const ends = new NumberList();
  let dropped = up.dropped || down.dropped;
  for (let level = 0, i = 0, j = 0; level < Math.max(up.ends.length, down.ends.length); level++) {
    const iEnd = up.ends[level] ?? up.nodes.length;
    const jEnd = down.ends[level] ?? down.nodes.length;
    while (i < iEnd || j < jEnd) {
      const fromUp = j >= jEnd || (i < iEnd && up.nodes[i]! <= down.nodes[j]!);
      const node = fromUp ? up.nodes[i++]! : down.nodes[j++]!;
      if (members.has(node)) continue;
      if (nodes.length === bounds.limit) dropped = true;
      else {
        members.add(node);
        nodes.push(node);
      }
    }
    ends.push(nodes.length);
  }
  return {
    nodes: nodes.items.slice(0, nodes.length),
    ends: ends.items.slice(0, ends.length),
    members,
    dropped,
  };
}

function depthsOf({ nodes, ends }: Levels): Uint32Array {
  const depths = new Uint32Array(nodes.length);
  for (let level = 1; level < ends.length; level++) depths.fill(level, ends[level - 1], ends[level]);
  return depths;
}
