import { type Hex } from "../core/hex.ts";
import { ordinal, table } from "../core/table.ts";
import { type Change, keyOf, rowReader, type Level } from "../store/open.ts";
import { textOf } from "./elementText.ts";
import { type Clocks, isForgotten, type Once } from "./entries.ts";
import { type Batch, type Operation } from "./operation.ts";

const operations = table<Operation>("operation");
const ofLane = table<null>("lane-operation");
/** block + transaction → the bytes that were sent; without operations when it reverted and they went elsewhere. */
const sent = table<Batch>("sent");

const onces = table<Once>("once");
/** the chain's time of its use + a client's key → nothing; the oldest come first. */
const onceAt = table<null>("once-at");

/** Bytes of final blocks are kept this long: should blocks be lost after all, the same bytes can be sent again. */
export const KEPT_BLOCKS = 10_000;
const PRUNE_EVERY = 500;
const FORGET_AT_ONCE = 10_000;
const PAGE = 1_000;

/** `JSON.stringify(o)`, with the element's text taken as it is. */
function rowOf({ element, ...rest }: Operation): string {
  return `${JSON.stringify(rest).slice(0, -1)},"element":${textOf(element)}}`;
}

/** What an accepted fork changes in what was over. */
export interface Unsettled {
  /** Open again: the journal has them. */
  reopened: readonly Operation[];
  /** Over still, but otherwise than is written here. */
  restated?: readonly Operation[];
  /** Bytes that are of no final block any more. */
  bytes?: readonly { block: number; hash: Hex }[];
}

/** What is over, for whoever asks later. The journal is what counts; this follows it. */
export class Settled {
  readonly #db: Level;
  #prunedAt = 0;

  constructor(db: Level) {
    this.#db = db;
  }

  find(id: string): Operation | undefined {
    return rowReader(this.#db).get(operations, id);
  }

  /** Newest first; with a key, only that lane's. */
  async list(range: { after?: string; limit: number; key?: Hex }): Promise<Operation[]> {
    const { limit, key = "" } = range;
    const reader = rowReader(this.#db);
    const after = range.after === undefined ? {} : { after: key + range.after };
    const bounds = { limit, reverse: true, ...after };
    if (key === "") return (await reader.range(operations, bounds)).map(({ row }) => row);
    const names = await reader.range(ofLane, { ...bounds, prefix: key });
    return names.map((n) => this.find(n.key.slice(key.length))).filter((o) => o !== undefined) as Operation[];
  }

  /** The last id ever given to a settled operation. */
  async lastId(): Promise<string | undefined> {
    return (await rowReader(this.#db).range(operations, { reverse: true, limit: 1 }))[0]?.key;
  }

  sentBytes(block: number, transaction: Hex): Batch | undefined {
    return rowReader(this.#db).get(sent, ordinal(block) + transaction);
  }

  /** MUST be on disk when it resolves: the journal forgets settled operations at its next compaction. */
  async keep(over: readonly Operation[], batch?: Batch): Promise<void> {
    if (over.length === 0) return;
    const puts = over.flatMap((o): Change[] => [
      [keyOf(operations, o.id), rowOf(o)],
      [keyOf(ofLane, o.key + o.id), "null"],
    ]);
    const { status } = over[0]!;
    if (batch && status.state === "final") {
      const key = keyOf(sent, ordinal(status.block) + batch.hash);
      puts.push([key, JSON.stringify(batch)]);
    }
    await this.#db.write(puts, { sync: true });
    if (status.state === "final") await this.#prune(status.block);
  }

  once(name: string): Once | undefined {
    return rowReader(this.#db).get(onces, name);
  }

  /** MUST be on disk when it resolves: the journal forgets them next. */
  async keepOnce(list: readonly Once[]): Promise<void> {
    if (list.length === 0) return;
    const puts = list.flatMap((once): Change[] => [
      [keyOf(onces, once.name), JSON.stringify(once)],
      [keyOf(onceAt, placeOf(once)), "null"],
    ]);
    await this.#db.write(puts, { sync: true });
  }

  /** Drops what nobody can ask for any more; the rest of many at the next call. */
  async forgetOnce(now: Clocks): Promise<void> {
    const oldest = await rowReader(this.#db).range(onceAt, { limit: FORGET_AT_ONCE });
    const dels: Change[] = [];
    for (const { key } of oldest) {
      const once = this.once(key.slice(ordinal(0).length));
      // A key that was used anew after it was forgotten has a later place.
      const isHere = once !== undefined && placeOf(once) === key;
      if (isHere && !isForgotten(once, now)) break;
      dels.push([keyOf(onceAt, key), null]);
      if (isHere) dels.push([keyOf(onces, once.name), null]);
    }
    if (dels.length > 0) await this.#db.write(dels, { sync: true });
  }

  /** The store itself, to be held by a backup. */
  get store(): Level {
    return this.#db;
  }

  /** The bytes of a transaction that used its nonce and did nothing: after a loss, what came behind it needs them. */
  async keepReverted(batch: Batch, block: number): Promise<void> {
    const key = keyOf(sent, ordinal(block) + batch.hash);
    await this.#db.write([[key, JSON.stringify({ ...batch, operations: [] })]], { sync: true });
  }

  /** Every transaction whose bytes are kept, with the block it was in. */
  async kept(): Promise<{ block: number; batch: Batch }[]> {
    const rows = await rowReader(this.#db).range(sent);
    return rows.map(({ key, row }) => ({
      block: Number.parseInt(key.slice(0, -row.hash.length), 16),
      batch: row,
    }));
  }

  /** Every operation that is final, in the order of acceptance. */
  async *finals(): AsyncGenerator<Operation & { status: { state: "final" } }> {
    let after: string | undefined;
    for (;;) {
      const range = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = await rowReader(this.#db).range(operations, range);
      for (const { row } of page) {
        if (row.status.state === "final") yield row as Operation & { status: { state: "final" } };
      }
      if (page.length < PAGE) return;
      after = page.at(-1)!.key;
    }
  }

  /** MUST come after the journal holds what is open again. */
  async unsettle({ reopened, restated = [], bytes = [] }: Unsettled): Promise<void> {
    if (reopened.length + restated.length + bytes.length === 0) return;
    const dels = [
      ...reopened.flatMap((o) => [keyOf(operations, o.id), keyOf(ofLane, o.key + o.id)]),
      ...bytes.map((b) => keyOf(sent, ordinal(b.block) + b.hash)),
    ].map((key): Change => [key, null]);
    const puts = restated.map((o): Change => [keyOf(operations, o.id), rowOf(o)]);
    await this.#db.write([...dels, ...puts], { sync: true });
  }

  /** Batches ever written: the journal remembers the number, and notices when some are lost. */
  get writes(): number {
    return this.#db.writes;
  }

  async close(): Promise<void> {
    await this.#db.settle();
    await this.#db.close();
  }

  async #prune(block: number): Promise<void> {
    if (block < this.#prunedAt + PRUNE_EVERY) return;
    this.#prunedAt = block;
    const before = ordinal(Math.max(0, block - KEPT_BLOCKS));
    const old = await this.#db.keys({ gte: keyOf(sent, ""), lt: keyOf(sent, before) }).all();
    if (old.length > 0)
      await this.#db.write(
        old.map((key): Change => [key, null]),
        { sync: true },
      );
  }
}

function placeOf({ name, at, chainAt = at }: Once): string {
  return ordinal(chainAt) + name;
}
