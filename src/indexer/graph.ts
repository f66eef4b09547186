/**
 * The lineage graph in memory: nodes are versions by their ordinal on chain, edges run from a parent to the
 * version derived from it. A parent's ordinal is always the smaller, so "as of" is a cut-off: a question
 * with cut-off c sees exactly the nodes below c. Answers are ordered and say when they were cut.
 */
import { Adjacency } from "./graph/adjacency.ts";
import { type Path, shortestPath } from "./graph/path.ts";
import {
  type Cut,
  type Direction,
  type FlatReach,
  type Levelled,
  levelled,
  reach,
  type Reached,
  reached,
} from "./graph/reach.ts";
import { type Bounds } from "./graph/search.ts";

export { type Cut, type Direction, type FlatReach, type Levelled, type Path, type Reached };

/** Start nodes at or above the cut-off do not exist yet and are left out; they count towards no bound. */
export interface WalkOptions {
  from: readonly number[];
  direction: Direction;
  /** Most steps from a start node; 0 is the start nodes alone. */
  depth?: number;
  /** Most nodes in the answer, the nearest first. */
  limit?: number;
  cutoff?: number;
}

export interface Reach {
  /** Breadth first, then by ordinal. */
  nodes: { node: number; depth: number }[];
  /** Every edge between two nodes of the answer, in block order: by child, then parent. */
  edges: { parent: number; child: number }[];
  cut: Cut;
}

export class LineageGraph {
  private readonly adjacency: Adjacency;

  /** New edges are merged into the compressed base once they are more than `deltaAlways` and than a share. */
  constructor(deltaAlways = 4096) {
    this.adjacency = new Adjacency(deltaAlways);
  }

  /** Element i holds the parents of node i. */
  static from(parents: Iterable<readonly number[]>, deltaAlways?: number): LineageGraph {
    const graph = new LineageGraph(deltaAlways);
    for (const ordinals of parents) graph.adjacency.push(ordinals);
    graph.adjacency.rebuild();
    return graph;
  }

  /** Each list holds some nodes: for each, how many parents it has, and then these, ascending. */
  static packed(lists: Iterable<readonly number[]>): LineageGraph {
    const graph = new LineageGraph();
    for (const list of lists) graph.adjacency.pushPacked(list);
    graph.adjacency.rebuild();
    return graph;
  }

  get size(): number {
    return this.adjacency.size;
  }

  get edges(): number {
    return this.adjacency.edges;
  }

  /** Adds the next node and returns its ordinal. Parents may come in any order, each once. */
  append(parents: readonly number[]): number {
    return this.adjacency.append(parents);
  }

  /** Rolls back: afterwards the graph has the nodes below `size` only. */
  truncate(size: number): void {
    if (!Number.isInteger(size) || size < 0 || size > this.size)
      throw new RangeError(`cannot cut a graph of ${this.size} nodes to ${size}`);
    this.adjacency.truncate(size);
  }

  /** Ascending. */
  parents(node: number): readonly number[] {
    this.mustExist(node);
    return [...this.adjacency.parents(node)];
  }

  /** Ascending. */
  children(node: number, cutoff = this.size): number[] {
    this.mustExist(node);
    return [...this.adjacency.children(node, this.cutoffWithin(cutoff))];
  }

  /** "both" is the ancestors and the descendants of the start nodes, not siblings through an ancestor. */
  walk(options: WalkOptions): Reach {
    const flat = this.reach(options);
    const nodes = Array.from(flat.nodes, (node, i) => ({ node, depth: flat.depths[i]! }));
    const edges = Array.from(flat.parents, (parent, i) => ({ parent, child: flat.children[i]! }));
    return { nodes, edges, cut: flat.cut };
  }

  /** `walk` without an object per node: for counting, and for answers of a million edges. */
  reach(options: WalkOptions): FlatReach {
    return reach(this.adjacency, options.from, options.direction, this.boundsOf(options));
  }

  /** The nodes alone: a third of the work where nobody asks for edges. */
  reached(options: WalkOptions): Reached {
    return reached(this.adjacency, options.from, options.direction, this.boundsOf(options));
  }

  /** The nodes alone, with how many lie at each depth, and the cut. */
  levelled(options: WalkOptions): Levelled {
    return levelled(this.adjacency, options.from, options.direction, this.boundsOf(options));
  }

  private boundsOf({ from, depth = Infinity, limit = Infinity, cutoff = this.size }: WalkOptions): Bounds {
    for (const node of from) this.mustExist(node);
    return {
      depth: atLeast(0, depth, "depth"),
      limit: Math.min(atLeast(1, limit, "limit"), this.size + 1),
      cutoff: this.cutoffWithin(cutoff),
    };
  }

  /**
   * A shortest derivation path between two versions, whichever is the ancestor; of several the
   * lexicographically smallest, read from the ancestor. Null when neither derives from the other.
   */
  path(from: number, to: number, options: { cutoff?: number; limit?: number } = {}): Path | null {
    this.mustExist(from);
    this.mustExist(to);
    const limit = atLeast(1, options.limit ?? Infinity, "limit");
    const [ancestor, descendant] = from < to ? [from, to] : [to, from];
    if (descendant >= this.cutoffWithin(options.cutoff ?? this.size)) return null;
    return shortestPath(this.adjacency, ancestor, descendant, limit);
  }

  private mustExist(node: number): void {
    if (!Number.isInteger(node) || node < 0 || node >= this.size)
      throw new RangeError(`node ${node} is not in a graph of ${this.size} nodes`);
  }

  private cutoffWithin(cutoff: number): number {
    return Math.min(atLeast(0, cutoff, "cutoff"), this.size);
  }
}

function atLeast(least: number, value: number, name: string): number {
  if (value === Infinity || (Number.isInteger(value) && value >= least)) return value;
  throw new RangeError(`${name} is ${value}, and must be an integer of at least ${least}`);
}
