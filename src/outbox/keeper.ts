import { type Fact } from "../core/fact.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal } from "../core/table.ts";
import { type Index } from "../indexer/index.ts";
import { consents } from "../ledger/consent/tables.ts";
import { graphNodes, versions, type VersionRow } from "../ledger/dataset/tables.ts";
import { blows } from "../ledger/recall/tables.ts";
import { Pace } from "../store/pace.ts";

const AT_ONCE = 500;
/** Facts after which children are to be marked. */
const marking = new Set(["VersionRecalled", "VersionAffected", "ConsentLost"]);

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

/** This version cites a consent that was withdrawn, and is not yet marked. */
export interface Loss {
  version: Hex;
  consent: Hex;
}

/** The consent for whose withdrawal a version is to be marked, if there is one. */
export function lossOf(index: Index, id: Hex): Loss | undefined {
  const row = index.rows.get(versions, id);
  if (!row || row.affected) return undefined;
  const consent = row.consents.find((c) => index.rows.get(consents, c)?.standing === "withdrawn");
  return consent && { version: id, consent };
}

export type Spread = (due: { edges: Edge[]; losses: Loss[] }) => Promise<void>;

/**
 * Does what anyone may do and somebody must: marks what rested on a withdrawn consent, and pushes that and
 * recalls along the lineage, one edge after the other.
 */
export class Keeper {
  readonly #index: Index;
  readonly #spread: Spread;
  readonly #log: (event: string, fields: object) => void;
  /** By the version to be marked. */
  readonly #due = new Map<Hex, Edge | Loss>();
  #working: Promise<void> | undefined;

  constructor(index: Index, spread: Spread, log: (event: string, fields: object) => void) {
    this.#index = index;
    this.#spread = spread;
    this.#log = log;
  }

  /** Looks once at all that recalls and withdrawn consents have reached so far, then follows the facts. */
  async start(): Promise<void> {
    this.#index.on("applied", ({ facts }) => this.#see(facts));
    await this.#survey();
    await this.#work();
  }

  /** A keeper that died may have left the marking half-way down. */
  async #survey(): Promise<void> {
    const pace = new Pace();
    const seen = new Set(this.#index.recalledAt.keys());
    for (const node of seen) {
      const row = this.#versionAt(node);
      // Blocks may have been taken back while this rested.
      if (!row) continue;
      this.#lose(row.id);
      this.#followIfMarked(row.id);
      for (const child of this.#index.graph.children(node))
        if (this.#versionAt(child)?.affected) seen.add(child);
      if (pace.isOver) await pace.rest();
    }
  }

  #versionAt(node: number): VersionRow | undefined {
    const { rows, graph } = this.#index;
    const id = node < graph.size ? rows.get(graphNodes, ordinal(node))?.id : undefined;
    return id && rows.get(versions, id);
  }

  #see(facts: Fact[]): void {
    for (const f of facts) {
      if (marking.has(f.name ?? "")) this.#follow(f.subjects[0]!);
      if (f.name === "ConsentWithdrawn") this.#loseAll(f);
      if (f.name === "VersionPublished")
        for (const parent of f.subjects.slice(2)) this.#followIfMarked(parent);
    }
    void this.#work();
  }

  #loseAll(f: Fact): void {
    for (const id of this.#index.rows.get(blows, ordinal(f.sequence))?.versions ?? []) this.#lose(id);
  }

  #lose(id: Hex): void {
    const loss = lossOf(this.#index, id);
    if (loss) this.#due.set(id, loss);
  }

  #follow(parent: Hex): void {
    for (const edge of unmarkedChildren(this.#index, parent)) this.#due.set(edge.child, edge);
  }

  /** A version that was published on top of an affected one after the recall had passed it. */
  #followIfMarked(parent: Hex): void {
    const row = this.#index.rows.get(versions, parent);
    if (row && (row.recalled ?? row.affected)) this.#follow(parent);
  }

  /** Blocks may have been taken back, or another keeper have been first; then it is forgotten. */
  #isDue(id: Hex, step: Edge | Loss): boolean {
    const row = this.#index.rows.get(versions, id);
    const isDue =
      "consent" in step ? lossOf(this.#index, id) !== undefined : row !== undefined && !row.affected;
    if (!isDue) this.#due.delete(id);
    return isDue;
  }

  #work(): Promise<void> {
    return (this.#working ??= this.#run());
  }

  /** Ends in the turn in which nothing was due, so that nothing is left to work that is over. */
  async #run(): Promise<void> {
    await null;
    while (this.#due.size > 0) {
      const due = [...this.#due].slice(0, AT_ONCE).filter(([id, step]) => this.#isDue(id, step));
      if (due.length === 0) continue;
      const steps = due.map(([, step]) => step);
      const losses = steps.filter((step) => "consent" in step);
      const edges = steps.filter((step) => "child" in step);
      try {
        await this.#spread({ edges, losses });
        for (const [version] of due) this.#due.delete(version);
      } catch (error) {
        this.#log("keeper.problem", { problem: error instanceof Error ? error.message : String(error) });
        break;
      }
    }
    this.#working = undefined;
  }
}
