import { EventEmitter } from "node:events";
import { SuyuanError } from "../core/errors.ts";
import { type Fact } from "../core/fact.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal, table, type RowReader } from "../core/table.ts";
import { counters, GRAPH_CHUNK, graphChunks, graphNodes, versions } from "../ledger/dataset/tables.ts";
import { blows, striking, type BlowRow } from "../ledger/recall/tables.ts";
import { blocks, type BlockRow } from "../ledger/spine/tables.ts";
import { Changes, type Undo } from "../store/changes.ts";
import { keyOf, rowReader, type Level } from "../store/open.ts";
import { type NodeBlock, type NodeReceipt } from "../chain/node.ts";
import { applyBlock, type ChainIdentity } from "./apply.ts";
import { LineageGraph } from "./graph.ts";
import { type BlockReference } from "./reconcile.ts";

/** Where the index stands, in the same batch as the rows it stands for. */
export interface Position {
  head: BlockReference & { time: number };
  final: number;
}

export const positions = table<Position>("position");
export const undos = table<Undo>("undo");
const identities = table<ChainIdentity>("identity");
const formats = table<number>("format");

/** Raised when rows of another shape, or other rows, follow from the same chain: an older index is made anew. */
export const INDEX_FORMAT = 3;

export interface BlockApplied {
  block: BlockRow;
  facts: Fact[];
  transactions: { hash: Hex; succeeded: boolean }[];
}

interface Events {
  applied: [BlockApplied];
  rolledBack: [{ to: number }];
  final: [number];
}

/** The read model: rows, the lineage graph beside them, and how far both have come. */
export class Index extends EventEmitter<Events> {
  readonly rows: RowReader;
  readonly identity: ChainIdentity;
  readonly #db: Level;
  readonly #crashAt: (point: string) => void;
  #graph = new LineageGraph();
  /** Ordinal of each version that a recall or a withdrawn consent struck → the block of the first. */
  readonly recalledAt = new Map<number, number>();
  #position: Position | undefined;

  private constructor(db: Level, identity: ChainIdentity, crashAt: (point: string) => void) {
    super();
    this.#crashAt = crashAt;
    this.setMaxListeners(0);
    this.#db = db;
    this.rows = rowReader(db);
    this.identity = identity;
    this.#position = this.rows.get(positions, "position");
  }

  /** Opens the read model of one chain; one of another chain is refused. */
  static async open(
    db: Level,
    identity: ChainIdentity,
    {
      crashAt = () => undefined,
      onOutdated = () => undefined,
    }: { crashAt?: (point: string) => void; onOutdated?: (format: number) => void } = {},
  ): Promise<Index> {
    await clearOutdated(db, onOutdated);
    const known = rowReader(db).get(identities, "chain");
    if (known && JSON.stringify(known) !== JSON.stringify(identity)) {
      const reason = `it indexes chain ${known.chainId} with FactLog ${known.factLog}, not ${identity.factLog}`;
      throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { value: "the index", reason });
    }
    const index = new Index(db, identity, crashAt);
    if (!known)
      await index.#change((changes) => {
        changes.put(formats, "format", INDEX_FORMAT);
        changes.put(identities, "chain", identity);
      });
    await index.#loadGraph();
    return index;
  }

  /** The rows themselves, for checking and comparing them. */
  get store(): Level {
    return this.#db;
  }

  get graph(): LineageGraph {
    return this.#graph;
  }

  get head(): Position["head"] | null {
    return this.#position?.head ?? null;
  }

  get final(): number {
    return this.#position?.final ?? -1;
  }

  block(number: number): BlockRow | undefined {
    return this.rows.get(blocks, ordinal(number));
  }

  /**
   * Applies one block on top of the head. `final` is the highest number that can no longer be taken back;
   * blocks above it keep what undoes them.
   */
  async apply(block: NodeBlock, receipts: NodeReceipt[], final: number): Promise<void> {
    const changes = new Changes(this.#db);
    const before = this.head ? this.block(this.head.number) : undefined;
    const { row, facts } = await applyBlock(this.identity, before, block, receipts, changes);
    if (block.number > final) changes.put(undos, ordinal(block.number), await changes.undo());
    const settled = Math.max(this.final, Math.min(final, block.number));
    this.#forgetUndo(changes, settled);
    const position = { head: { number: block.number, hash: block.hash, time: block.time }, final: settled };
    changes.put(positions, "position", position);
    this.#crashAt("index-applying");
    await changes.commit();
    this.#crashAt("index-applied");
    this.#position = position;
    this.#extendGraph(facts);
    const transactions = receipts.map((r) => ({ hash: r.transaction, succeeded: r.succeeded }));
    this.emit("applied", { block: row, facts, transactions });
    this.emit("final", settled);
  }

  /** Raises finality without a new block. */
  async settle(final: number): Promise<void> {
    const position = this.#position;
    if (!position || final <= position.final) return;
    const settled = Math.min(final, position.head.number);
    await this.#change((changes) => {
      this.#forgetUndo(changes, settled);
      changes.put(positions, "position", { ...position, final: settled });
    });
    this.#position = { ...position, final: settled };
    this.emit("final", settled);
  }

  /** Takes back every block above `to`, newest first, in one batch. */
  async rollback(to: number): Promise<void> {
    const position = this.#position!;
    const changes = new Changes(this.#db);
    for (let n = position.head.number; n > to; n--) {
      const undo = changes.get(undos, ordinal(n));
      if (!undo) throw new SuyuanError("INDEX_HALTED", { value: `block ${n} keeps nothing that undoes it` });
      changes.revert(undo);
      changes.delete(undos, ordinal(n));
    }
    const row = to >= 0 ? changes.get(blocks, ordinal(to)) : undefined;
    const next = row && { head: { number: to, hash: row.hash, time: row.time }, final: position.final };
    if (next) changes.put(positions, "position", next);
    else changes.delete(positions, "position");
    await changes.commit();
    this.#position = next;
    this.#graph.truncate(this.rows.get(counters, "versions") ?? 0);
    for (const [version, at] of this.recalledAt) if (at > to) this.recalledAt.delete(version);
    this.emit("rolledBack", { to });
  }

  async close(): Promise<void> {
    await this.#db.settle();
    await this.#db.close();
  }

  async #change(change: (changes: Changes) => void): Promise<void> {
    const changes = new Changes(this.#db);
    change(changes);
    await changes.commit();
  }

  #forgetUndo(changes: Changes, settled: number): void {
    for (let n = Math.max(this.final, settled - 256); n <= settled; n++) {
      if (n >= 0 && changes.get(undos, ordinal(n))) changes.delete(undos, ordinal(n));
    }
  }

  async #loadGraph(): Promise<void> {
    const chunks = await this.rows.range(graphChunks);
    const after = chunks.length === 0 ? {} : { after: ordinal(chunks.length * GRAPH_CHUNK - 1) };
    const rest = await this.rows.range(graphNodes, after);
    const packed = rest.map(({ row }) => [row.parents.length, ...row.parents]);
    this.#graph = LineageGraph.packed([...chunks.map(({ row }) => row), ...packed]);
    for (const { row } of await this.rows.range(blows)) this.#noteBlow(row);
  }

  #extendGraph(facts: Fact[]): void {
    const size = this.rows.get(counters, "versions") ?? 0;
    for (let n = this.#graph.size; n < size; n++) {
      this.#graph.append(this.rows.get(graphNodes, ordinal(n))!.parents);
    }
    for (const f of facts) {
      const blow = striking.has(f.name ?? "") ? this.rows.get(blows, ordinal(f.sequence)) : undefined;
      if (blow) this.#noteBlow(blow);
    }
  }

  /** Blows come in their order, so the first is the one that stays. */
  #noteBlow({ versions: struck, block }: BlowRow): void {
    for (const id of struck) {
      const node = this.rows.get(versions, id)!.ordinal;
      if (!this.recalledAt.has(node)) this.recalledAt.set(node, block);
    }
  }
}

/** Empties an index of another format. A clearing that is cut short begins again: what tells the format goes last. */
async function clearOutdated(db: Level, onOutdated: (format: number) => void): Promise<void> {
  const format = rowReader(db).get(formats, "format") ?? 0;
  if (format === INDEX_FORMAT || !rowReader(db).get(identities, "chain")) return;
  onOutdated(format);
  const kept = [keyOf(formats, "format"), keyOf(identities, "chain")] as const;
  await db.clear({ lt: kept[0] });
  await db.clear({ gt: kept[0], lt: kept[1] });
  await db.clear({ gt: kept[1] });
  await db.batch(kept.map((key) => ({ type: "del", key })));
}
