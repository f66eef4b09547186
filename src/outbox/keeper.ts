import { type Fact } from "../core/fact.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal } from "../core/table.ts";
import { type Index } from "../indexer/index.ts";
import { graphNodes, recalls, versions } from "../ledger/dataset/tables.ts";

const AT_ONCE = 500;

/** A recall's next edge: this child is not yet marked, and this parent is recalled or affected. */
export interface Edge {
  child: Hex;
  parent: Hex;
}

/** The children of a recalled or affected version that the chain has not marked yet. */
export function unmarkedChildren(index: Index, parent: Hex): Edge[] {
  const row = index.rows.get(versions, parent);
  if (!row) return [];
  const edges: Edge[] = [];
  for (const child of index.graph.children(row.ordinal)) {
    const id = index.rows.get(graphNodes, ordinal(child))!.id;
    if (!index.rows.get(versions, id)!.affected) edges.push({ child: id, parent });
  }
  return edges;
}

/** Does what anyone may do and somebody must: pushes recalls along the lineage, one edge after the other. */
export class Keeper {
  readonly #index: Index;
  readonly #spread: (edges: Edge[]) => Promise<void>;
  readonly #log: (event: string, fields: object) => void;
  readonly #due = new Map<Hex, Edge>();
  #working: Promise<void> | undefined;

  constructor(
    index: Index,
    spread: (edges: Edge[]) => Promise<void>,
    log: (event: string, fields: object) => void,
  ) {
    this.#index = index;
    this.#spread = spread;
    this.#log = log;
  }

  /** Looks at every recall once, then follows the facts. */
  async start(): Promise<void> {
    this.#index.on("applied", ({ facts }) => this.#see(facts));
    for (const { row } of await this.#index.rows.range(recalls)) this.#follow(row);
    await this.#work();
  }

  #see(facts: Fact[]): void {
    for (const f of facts) {
      if (f.name === "VersionRecalled" || f.name === "VersionAffected") this.#follow(f.subjects[0]!);
      if (f.name === "VersionPublished")
        for (const parent of f.subjects.slice(2)) this.#followIfMarked(parent);
    }
    void this.#work();
  }

  #follow(parent: Hex): void {
    for (const edge of unmarkedChildren(this.#index, parent)) this.#due.set(edge.child, edge);
  }

  /** A version that was published on top of an affected one after the recall had passed it. */
  #followIfMarked(parent: Hex): void {
    const row = this.#index.rows.get(versions, parent);
    if (row && (row.recalled ?? row.affected)) this.#follow(parent);
  }

  #work(): Promise<void> {
    return (this.#working ??= this.#run());
  }

  /** Ends in the turn in which nothing was due, so that nothing is left to work that is over. */
  async #run(): Promise<void> {
    await null;
    while (this.#due.size > 0) {
      const edges = [...this.#due.values()].slice(0, AT_ONCE);
      try {
        await this.#spread(edges);
        for (const e of edges) this.#due.delete(e.child);
      } catch (error) {
        this.#log("keeper.problem", { problem: error instanceof Error ? error.message : String(error) });
        break;
      }
    }
    this.#working = undefined;
  }
}
