/**
 * Breadth-first search in one direction. Each level is put in order before it is expanded, so that the edge
 * tables are read from front to back; that is several times quicker than following the nodes as found.
 */
import { type Adjacency } from "./adjacency.ts";
import { NodeSet } from "./set.ts";
import { sweep } from "./sweep.ts";
import { NumberList } from "./typed.ts";

/** A level of more than this share of all nodes, and more than a few, is followed by a sweep. */
const largeShare = 1 / 32;
/** With few levels to come, following the edges of one costs less than a pass over all. */
const largeShareOfBounded = 1 / 2;
const largeAlways = 64;

export interface Bounds {
  depth: number;
  /** At most one more than the size of the graph. */
  limit: number;
  cutoff: number;
}

/** Nodes of depth d, ascending: `nodes[ends[d - 1] .. ends[d])`. */
export interface Levels {
  nodes: Uint32Array;
  ends: Uint32Array;
  members: NodeSet;
  /** Whether the limit kept out nodes within the depth. */
  dropped: boolean;
}

export function search(
  adjacency: Adjacency,
  from: readonly number[],
  direction: "up" | "down",
  bounds: Bounds,
): Levels {
  const frontier = new Frontier(adjacency, bounds);
  frontier.start(from);
  while (frontier.settle()) {
    if (frontier.isLarge()) return sweep(adjacency, from, direction, bounds);
    if (direction === "up") frontier.expandUp();
    else frontier.expandDown();
  }
  const { queue, ends, members, dropped } = frontier;
  return {
    nodes: queue.items.slice(0, queue.length),
    ends: ends.items.slice(0, ends.length),
    members,
    dropped,
  };
}

class Frontier {
  readonly queue = new NumberList();
  readonly ends = new NumberList();
  readonly members: NodeSet;
  dropped = false;
  private readonly adjacency: Adjacency;
  private readonly bounds: Bounds;
  /** The nodes of the level being found. */
  private readonly fresh: NodeSet;
  /** The level to expand: `queue[first .. end)`; what is found is pushed behind it. */
  private first = 0;
  private end = 0;

  constructor(adjacency: Adjacency, bounds: Bounds) {
    this.adjacency = adjacency;
    this.bounds = bounds;
    this.members = new NodeSet(adjacency.size);
    this.fresh = new NodeSet(adjacency.size);
  }

  start(from: readonly number[]): void {
    for (const node of from) if (node < this.bounds.cutoff && !this.members.has(node)) this.push(node);
  }

  /** Orders the level just found and cuts it to the limit; whether it is to be expanded. */
  settle(): boolean {
    const { queue, ends, fresh, members } = this;
    this.first = this.end;
    if (queue.length === this.first) return false;
    if (queue.length === this.first + 1) fresh.delete(queue.items[this.first]!);
    else {
      const level = queue.items.subarray(this.first, queue.length);
      fresh.sort(level);
      fresh.clear(level);
    }
    this.dropped = queue.length > this.bounds.limit;
    if (this.dropped) {
      for (let i = this.bounds.limit; i < queue.length; i++) members.delete(queue.items[i]!);
      queue.length = this.bounds.limit;
    }
    this.end = queue.length;
    ends.push(this.end);
    return !this.dropped && ends.length <= this.bounds.depth;
  }

  /** Whether following the edges of the level to expand, and of those after it, costs more than a sweep. */
  isLarge(): boolean {
    const share = this.bounds.depth === Infinity ? largeShare : largeShareOfBounded;
    return this.end - this.first > this.adjacency.size * share && this.end > largeAlways;
  }

  expandUp(): void {
    const { parentOffsets, parentTargets } = this.adjacency;
    const { queue, first, end } = this;
    const members = this.members.words;
    const fresh = this.fresh.words;
    for (let i = first; i < end; i++) {
      const node = queue.items[i]!;
      const stop = parentOffsets[node + 1]!;
      for (let edge = parentOffsets[node]!; edge < stop; edge++) {
        const parent = parentTargets[edge]!;
        const at = parent >>> 5;
        const bit = 1 << (parent & 31);
        if ((members[at]! & bit) !== 0) continue;
        members[at]! |= bit;
        fresh[at]! |= bit;
        queue.push(parent);
      }
    }
  }

  /**
   * Lists of children ascend, so no node adds more than the places left, and one more to show that some
   * were left out: a node with a million children costs a limited walk no more than its answer.
   */
  expandDown(): void {
    const { baseNodes, childOffsets, childTargets, deltaEdges } = this.adjacency;
    const { queue, first, end } = this;
    const members = this.members.words;
    const fresh = this.fresh.words;
    const cutoff = Math.min(this.bounds.cutoff, this.adjacency.baseSize);
    const places = this.bounds.limit - end + 1;
    for (let i = first; i < end; i++) {
      const node = queue.items[i]!;
      let left = places;
      const stop = node < baseNodes ? childOffsets[node + 1]! : 0;
      for (let edge = node < baseNodes ? childOffsets[node]! : 0; edge < stop && left > 0; edge++) {
        const child = childTargets[edge]!;
        if (child >= cutoff) break;
        const at = child >>> 5;
        const bit = 1 << (child & 31);
        if ((members[at]! & bit) === 0) {
          members[at]! |= bit;
          fresh[at]! |= bit;
          queue.push(child);
          left--;
        } else if ((fresh[at]! & bit) !== 0) left--;
      }
      if (deltaEdges > 0) this.expandDelta(node, left);
    }
  }

  private expandDelta(node: number, places: number): void {
    const { deltaHead, deltaNext, deltaChild } = this.adjacency;
    let left = places;
    for (let at = deltaHead[node]!; at !== 0 && left > 0; at = deltaNext[at]!) {
      const child = deltaChild[at]!;
      if (child >= this.bounds.cutoff) break;
      if (!this.members.has(child)) this.push(child);
      else if (!this.fresh.has(child)) continue;
      left--;
    }
  }

  private push(node: number): void {
    this.members.add(node);
    this.fresh.add(node);
    this.queue.push(node);
  }
}
