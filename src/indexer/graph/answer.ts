/** The set of nodes a walk found, and what follows from it: its edges, and how many of it have more beyond. */
import { type Adjacency } from "./adjacency.ts";
import { NodeSet } from "./set.ts";

export class Answer {
  private readonly adjacency: Adjacency;
  private readonly members: NodeSet;
  private readonly ascending: Uint32Array;

  constructor(adjacency: Adjacency, nodes: Uint32Array, members: NodeSet) {
    this.adjacency = adjacency;
    this.members = members;
    this.ascending = nodes.slice();
    members.sort(this.ascending);
  }

  edges(): { parents: Uint32Array; children: Uint32Array } {
    const { ascending } = this;
    const { parentOffsets, parentTargets } = this.adjacency;
    const words = this.members.words;
    let room = 0;
    for (let i = 0; i < ascending.length; i++) {
      const node = ascending[i]!;
      room += parentOffsets[node + 1]! - parentOffsets[node]!;
    }
    const parents = new Uint32Array(room);
    const children = new Uint32Array(room);
    let length = 0;
    for (let i = 0; i < ascending.length; i++) {
      const node = ascending[i]!;
      const stop = parentOffsets[node + 1]!;
      for (let edge = parentOffsets[node]!; edge < stop; edge++) {
        const parent = parentTargets[edge]!;
        if ((words[parent >>> 5]! & (1 << (parent & 31))) === 0) continue;
        parents[length] = parent;
        children[length++] = node;
      }
    }
    return { parents: parents.subarray(0, length), children: children.subarray(0, length) };
  }

  /**
   * Counts the members with a neighbour outside, in a direction in which members alone lead to them. Of a
   * search one way only its frontier can have any: what lies before it was expanded in full.
   */
  countBeyond(direction: "up" | "down", frontier: Uint32Array, cutoff: number): number {
    let beyond = 0;
    for (let i = 0; i < frontier.length; i++) {
      const node = frontier[i]!;
      if (direction === "up" ? this.hasParentOutside(node) : this.hasChildOutside(node, cutoff)) beyond++;
    }
    return beyond;
  }

  /**
   * The same of a search both ways. The search's own depths would not do: with two starts, a node found as a
   * descendant of one may be an ancestor of the other that lies just too far to have been found as such.
   */
  countBeyondBoth(from: readonly number[], cutoff: number): number {
    const [up, down] = [this.reachedUp(from), this.reachedDown(from)];
    let beyond = 0;
    for (const node of this.ascending) {
      if (
        (up.has(node) && this.hasParentOutside(node)) ||
        (down.has(node) && this.hasChildOutside(node, cutoff))
      )
        beyond++;
    }
    return beyond;
  }

  /** Parents precede children, so one pass down the ordinals finds every ancestor. */
  private reachedUp(from: readonly number[]): NodeSet {
    const reached = this.starts(from);
    for (let i = this.ascending.length - 1; i >= 0; i--) {
      const node = this.ascending[i]!;
      if (!reached.has(node)) continue;
      for (const parent of this.adjacency.parents(node)) if (this.members.has(parent)) reached.add(parent);
    }
    return reached;
  }

  private reachedDown(from: readonly number[]): NodeSet {
    const reached = this.starts(from);
    for (const node of this.ascending)
      if (this.adjacency.parents(node).some((parent) => reached.has(parent))) reached.add(node);
    return reached;
  }

  private starts(from: readonly number[]): NodeSet {
    const starts = new NodeSet(this.adjacency.size);
    for (const node of from) if (this.members.has(node)) starts.add(node);
    return starts;
  }

  private hasParentOutside(node: number): boolean {
    const { parentOffsets, parentTargets } = this.adjacency;
    const stop = parentOffsets[node + 1]!;
    for (let edge = parentOffsets[node]!; edge < stop; edge++)
      if (!this.members.has(parentTargets[edge]!)) return true;
    return false;
  }

  private hasChildOutside(node: number, cutoff: number): boolean {
    const { baseNodes, baseSize, childOffsets, childTargets, deltaHead, deltaNext, deltaChild } =
      this.adjacency;
    const below = Math.min(cutoff, baseSize);
    const stop = node < baseNodes ? childOffsets[node + 1]! : 0;
    for (let edge = node < baseNodes ? childOffsets[node]! : 0; edge < stop; edge++) {
      const child = childTargets[edge]!;
      if (child >= below) break;
      if (!this.members.has(child)) return true;
    }
    for (let at = deltaHead[node] ?? 0; at !== 0; at = deltaNext[at]!) {
      const child = deltaChild[at]!;
      if (child >= cutoff) break;
      if (!this.members.has(child)) return true;
    }
    return false;
  }
}
