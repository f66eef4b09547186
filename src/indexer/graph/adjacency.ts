/**
 * The edges of the lineage graph: a version's parents and a version's children.
 *
 * Parents are one compressed-sparse-row table that only grows at its end, so a roll-back is a cut.
 * Children are a compressed-sparse-row base over the nodes below `baseSize`, and for younger nodes a
 * delta of linked lists, which is merged into a new base once it holds more than a share of all edges.
 *
 * Invariants: a parent's ordinal is smaller than its child's; every list of parents or children ascends;
 * a child listed in the base at or above `baseSize` was rolled back and is not there.
 */
import { grown } from "./typed.ts";

/** A rebuild costs time in proportion to all edges, so it waits for this share of them to be new. */
const deltaShare = 1 / 8;

export class Adjacency {
  /** A delta of up to this many edges is never merged. */
  private readonly deltaAlways: number;

  size = 0;
  /** Parents of node v: `parentTargets[parentOffsets[v] .. parentOffsets[v + 1])`. */
  parentOffsets: Uint32Array = new Uint32Array(16);
  parentTargets: Uint32Array = new Uint32Array(16);

  baseSize = 0;
  /** Base children of node v: `childTargets[childOffsets[v] .. childOffsets[v + 1])`; only v below `baseNodes`. */
  childOffsets: Uint32Array = new Uint32Array(1);
  childTargets: Uint32Array = new Uint32Array(0);
  baseNodes = 0;

  /** Delta lists hold edge positions counted from 1 at the base's end; 0 ends a list. */
  deltaHead: Uint32Array = new Uint32Array(16);
  deltaTail: Uint32Array = new Uint32Array(16);
  deltaNext: Uint32Array = new Uint32Array(16);
  deltaChild: Uint32Array = new Uint32Array(16);

  constructor(deltaAlways: number) {
    this.deltaAlways = deltaAlways;
  }

  get edges(): number {
    return this.parentOffsets[this.size]!;
  }

  get deltaEdges(): number {
    return this.edges - this.parentOffsets[this.baseSize]!;
  }

  append(parents: readonly number[]): number {
    const node = this.push(parents);
    this.link(node);
    if (this.deltaEdges > this.deltaAlways && this.deltaEdges > this.edges * deltaShare) this.rebuild();
    return node;
  }

  /** Adds a node that is nobody's child until `rebuild`: a load pushes all nodes and rebuilds once. */
  push(parents: readonly number[]): number {
    const node = this.size;
    const start = this.parentOffsets[node]!;
    const end = start + parents.length;
    if (node + 2 > this.parentOffsets.length) this.parentOffsets = grown(this.parentOffsets, node + 2);
    if (end > this.parentTargets.length) this.parentTargets = grown(this.parentTargets, end);
    const targets = this.parentTargets;
    let ascending = true;
    let before = -1;
    for (let i = 0; i < parents.length; i++) {
      const parent = parents[i]!;
      if (!(Number.isInteger(parent) && parent >= 0 && parent < node)) throw notAParent(node, parent);
      targets[start + i] = parent;
      if (parent <= before) ascending = false;
      before = parent;
    }
    if (!ascending) sortDistinct(targets, start, end, node);
    this.parentOffsets[node + 1] = end;
    this.size = node + 1;
    return node;
  }

  /** As `push`, for nodes that lie one behind the other as a count and that many parents, ascending. */
  pushPacked(list: readonly number[]): void {
    this.parentOffsets = grown(this.parentOffsets, this.size + list.length + 2);
    this.parentTargets = grown(this.parentTargets, this.edges + list.length);
    const { parentOffsets: offsets, parentTargets: targets } = this;
    let node = this.size;
    let edge = this.edges;
    for (let i = 0; i < list.length; node++) {
      const stop = i + 1 + list[i]!;
      if (!(stop > i && stop <= list.length)) throw new RangeError(`node ${node} is cut off`);
      let before = -1;
      for (i++; i < stop; i++) {
        const parent = list[i]!;
        if (!(Number.isInteger(parent) && parent > before && parent < node)) throw notAParent(node, parent);
        targets[edge++] = before = parent;
      }
      offsets[node + 1] = edge;
    }
    this.size = node;
  }

  /** Makes a pushed node a child of its parents, in the delta. */
  private link(node: number): void {
    const end = this.parentOffsets[node + 1]!;
    const origin = this.parentOffsets[this.baseSize]! - 1;
    this.deltaHead = grown(this.deltaHead, this.size);
    this.deltaTail = grown(this.deltaTail, this.size);
    this.deltaNext = grown(this.deltaNext, end - origin);
    this.deltaChild = grown(this.deltaChild, end - origin);
    for (let edge = this.parentOffsets[node]!; edge < end; edge++) {
      const parent = this.parentTargets[edge]!;
      const at = edge - origin;
      const tail = this.deltaTail[parent]!;
      if (tail === 0) this.deltaHead[parent] = at;
      else this.deltaNext[tail] = at;
      this.deltaTail[parent] = at;
      this.deltaNext[at] = 0;
      this.deltaChild[at] = node;
    }
  }

  /** Ascending; a view that the next change to the graph may overwrite. */
  parents(node: number): Uint32Array {
    return this.parentTargets.subarray(this.parentOffsets[node], this.parentOffsets[node + 1]);
  }

  /** Ascending, below the cut-off. */
  *children(node: number, cutoff: number): Generator<number> {
    const baseCutoff = Math.min(cutoff, this.baseSize);
    const end = node < this.baseNodes ? this.childOffsets[node + 1]! : 0;
    for (let edge = this.childOffsets[Math.min(node, this.baseNodes)]!; edge < end; edge++) {
      const child = this.childTargets[edge]!;
      if (child >= baseCutoff) break;
      yield child;
    }
    for (let at = this.deltaHead[node] ?? 0; at !== 0; at = this.deltaNext[at]!) {
      const child = this.deltaChild[at]!;
      if (child >= cutoff) break;
      yield child;
    }
  }

  truncate(size: number): void {
    const from = this.parentOffsets[this.baseSize]!;
    for (let edge = from; edge < this.edges; edge++) {
      const parent = this.parentTargets[edge]!;
      this.deltaHead[parent] = 0;
      this.deltaTail[parent] = 0;
    }
    this.size = size;
    this.baseSize = Math.min(this.baseSize, size);
    for (let node = this.baseSize; node < size; node++) this.link(node);
  }

  /** Merges the delta into a new base of all nodes. */
  rebuild(): void {
    const { size, edges, parentOffsets, parentTargets } = this;
    const offsets = new Uint32Array(size + 1);
    for (let edge = 0; edge < edges; edge++) offsets[parentTargets[edge]! + 1]!++;
    for (let node = 0; node < size; node++) offsets[node + 1]! += offsets[node]!;
    const cursor = offsets.slice();
    const targets = new Uint32Array(edges);
    for (let node = 0; node < size; node++) {
      const end = parentOffsets[node + 1]!;
      for (let edge = parentOffsets[node]!; edge < end; edge++) {
        targets[cursor[parentTargets[edge]!]!++] = node;
      }
    }
    this.childOffsets = offsets;
    this.childTargets = targets;
    this.baseSize = this.baseNodes = size;
    this.deltaHead.fill(0);
    this.deltaTail.fill(0);
  }
}

/** By insertion: a version has few parents, and a sort on a view of them would cost more than all the rest. */
function sortDistinct(targets: Uint32Array, start: number, end: number, node: number): void {
  for (let i = start + 1; i < end; i++) {
    const parent = targets[i]!;
    let at = i;
    for (; at > start && targets[at - 1]! > parent; at--) targets[at] = targets[at - 1]!;
    targets[at] = parent;
    if (at > start && targets[at - 1] === parent)
      throw new RangeError(`node ${node} names parent ${parent} more than once`);
  }
}

function notAParent(node: number, parent: number): RangeError {
  return new RangeError(`node ${node} cannot have parent ${parent}: parents are ordinals below it`);
}
