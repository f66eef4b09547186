import { EventEmitter } from "node:events";
import { type Action, type DatasetView, type VersionView } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type HeldFile } from "../store/held.ts";
import { type Level } from "../store/open.ts";
import { textOf } from "./elementText.ts";
import { type Adopted, type Clocks, type Entry, isForgotten, type Once, type Stores } from "./entries.ts";
import { type Journal } from "./journal.ts";
import { Makers } from "./makers.ts";
import { type Changed, type OutboxOptions } from "./options.ts";
import { actionOf } from "./raw.ts";
import { isOpen, next, sequenceOf, type Batch, type Observation, type Operation } from "./operation.ts";
import { type OutboxLimits, Room } from "./room.ts";
import { Settled } from "./settled.ts";
import { Standing } from "./standing.ts";

export type { OutboxOptions } from "./options.ts";

const JOURNAL_BYTES = 16 * 1024 * 1024;

/** Everything accepted and not yet final, by every name it is looked for. The journal is its memory on disk. */
export class Outbox extends EventEmitter<Changed> {
  readonly #journal: Journal<Entry>;
  readonly #settled: Settled;
  readonly #limits: OutboxLimits;
  readonly #open = new Map<string, Operation>();
  /** Settled in the journal and on their way to the store, so that whoever asks meanwhile finds them. */
  readonly #settling = new Map<string, Operation>();
  /** Of the open ones: their size, and since when they are open by a clock that nobody can set. */
  readonly #noted = new Map<string, { bytes: number; since: number }>();
  readonly #makers = new Makers();
  readonly #joinable = new Map<string, string>();
  readonly #once = new Map<string, Once>();
  /** What the journal says; the rest of this class runs ahead of it by what is on its way to the disk. */
  readonly #standing: Standing;
  readonly #clocks: () => Clocks;
  readonly #log: (event: string, fields: object) => void;
  readonly #secrets: (() => number) | undefined;
  #compactAt = 0;
  #compacting: Promise<void> | undefined;
  readonly batches = new Map<Hex, Batch>();
  readonly nonces = new Map<Hex, number>();
  /** The last adoption of each key. */
  readonly adoptions = new Map<Hex, Adopted>();
  readonly #room: Room;
  #sequence = 0;
  #closed = false;

  private constructor(
    journal: Journal<Entry>,
    standing: Standing,
    settled: Settled,
    limits: OutboxLimits,
    { clocks = wallOnly, log = () => undefined, secrets }: OutboxOptions,
  ) {
    super();
    this.setMaxListeners(0);
    this.#journal = journal;
    this.#standing = standing;
    this.#settled = settled;
    this.#limits = limits;
    this.#room = new Room(limits);
    this.#clocks = clocks;
    this.#log = log;
    this.#secrets = secrets;
  }

  static async open(
    openJournal: (each: (entry: Entry) => void) => Promise<Journal<Entry>>,
    settled: Level,
    limits: OutboxLimits,
    options: OutboxOptions = {},
  ): Promise<Outbox> {
    const standing = new Standing();
    const journal = await openJournal((entry) => standing.apply(entry));
    const outbox = new Outbox(journal, standing, new Settled(settled), limits, options);
    try {
      standing.requireStores(outbox.#stores());
      await outbox.#restore();
      await outbox.#compact();
      return outbox;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  get size(): { operations: number; bytes: number } {
    return { operations: this.#open.size, bytes: this.#room.bytes };
  }

  /** Milliseconds for which the oldest open operation has waited in this process. */
  get age(): number | null {
    const first = this.#noted.values().next();
    return first.done ? null : performance.now() - first.value.since;
  }

  /** Bytes of the journal. */
  get journalBytes(): number {
    return this.#journal.bytes;
  }

  /** What a backup copies: the journal as it is on disk now, and the store that follows it. */
  hold(): { journal: HeldFile; operations: Level } {
    return { journal: this.#journal.hold(), operations: this.#settled.store };
  }

  /** Whether this gateway's bytes made this transaction. */
  sentBefore(block: number, transaction: Hex): boolean {
    return this.batches.has(transaction) || this.#settled.sentBytes(block, transaction) !== undefined;
  }

  openOperations(): Iterable<Operation> {
    return this.#open.values();
  }

  openOperation(id: string): Operation | undefined {
    return this.#open.get(id);
  }

  /** The open operation that will make this id; the oldest of several. */
  makerOf(id: Hex): string | undefined {
    return this.#makers.of(id)[0]?.operation;
  }

  makersOf(id: Hex): string[] {
    return this.#makers.of(id).map((m) => m.operation);
  }

  openDataset(id: Hex): DatasetView | undefined {
    return this.#makers.of(id)[0]?.made.dataset;
  }

  openVersion(id: Hex): VersionView | undefined {
    return this.#makers.of(id)[0]?.made.version;
  }

  async find(id: string): Promise<Operation | undefined> {
    return this.#open.get(id) ?? this.#settling.get(id) ?? this.#settled.find(id);
  }

  /** Newest first: the open ones, then the settled. */
  async list(range: { after?: string; limit: number; key?: Hex }): Promise<Operation[]> {
    const wanted = (o: Operation) =>
      (!range.key || o.key === range.key) && (!range.after || o.id < range.after);
    const open = [...this.#settling.values(), ...this.#open.values()].filter(wanted);
    const settled = await this.#settled.list(range);
    // What is open counts: after an accepted fork, a crash may leave what it was before in the store.
    const byId = new Map([...settled, ...open].map((o) => [o.id, o]));
    return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, range.limit);
  }

  /** What a client's key was used for before; another request under it is refused. */
  repeated(name: string, body: Hex): Once | undefined {
    const once = this.#once.get(name) ?? this.#settled.once(name);
    if (!once || isForgotten(once, this.#clocks())) return undefined;
    if (once.body !== body) {
      throw new SuyuanError("OUTBOX_KEY_REUSED", {
        field: "Idempotency-Key",
        value: name.slice(name.indexOf(" ") + 1),
      });
    }
    return once;
  }

  /** Throws when nothing more of this key is taken now; a client's repetition is answered however full it is. */
  requireRoom(key: Hex, name?: string): void {
    if (name === undefined || !(this.#once.has(name) || this.#settled.once(name))) this.#room.require(key, 1);
  }

  /** The operations a client's key stands for, as they are now. MUST: resolves only when they are on disk. */
  async again(once: Once): Promise<Operation[]> {
    await this.#journal.synced();
    const found = await Promise.all(once.operations.map((id) => this.find(id)));
    return found.filter((o) => o !== undefined);
  }

  /**
   * Accepts elements of one action, all or none. MUST: resolves only when they are on disk.
   * Identical open operations are joined instead of repeated.
   */
  async accept(
    action: Action,
    key: Hex,
    elements: unknown[],
    once?: Omit<Once, "operations" | "at">,
  ): Promise<Operation[]> {
    if (this.#closed) throw new SuyuanError("OUTBOX_CLOSED");
    // Looked up in the same turn as it is noted: requests that come at the same time make one set.
    const before = once && this.repeated(once.name, once.body);
    if (before) return this.again(before);
    const { wall: at, chain: chainAt } = this.#clocks();
    const all: Operation[] = [];
    const fresh: Operation[] = [];
    const joining = new Map<string, Operation>();
    for (const element of elements) {
      const name = joinName(action, key, element);
      const same = this.identical(name, element) ?? joining.get(name);
      const operation = same ?? this.#newOperation(action.name, element, key, at);
      if (!same) fresh.push(operation);
      joining.set(name, operation);
      all.push(operation);
    }
    this.#room.require(key, fresh.length);
    // Noted before the sync, so that what comes at the same time sees it; taken back if the disk refuses.
    for (const o of fresh) this.#note(o);
    const entry: Entry = { t: "accept", ops: fresh.map(({ status: _, ...o }) => o) };
    const { secrets } = this.#stores();
    if (secrets > this.#standing.stores.secrets) entry.secrets = secrets;
    if (once) {
      entry.once = { ...once, operations: all.map((o) => o.id), at, chainAt };
      this.#once.set(once.name, entry.once);
    }
    try {
      // What is joined may be on its way to the disk only now.
      await (fresh.length > 0 || once ? this.#journal.append(entry) : this.#journal.synced());
    } catch (error) {
      for (const o of fresh) this.#forget(o);
      if (once) this.#once.delete(once.name);
      throw error;
    }
    if (fresh.length > 0) this.emit("accepted", fresh);
    this.#compactIfDue();
    return all;
  }

  /** MUST: resolves only when the signed bytes are on disk; until then they may not be sent. */
  async recordBatch(batch: Batch): Promise<void> {
    await this.#journal.append({ t: "batch", batch });
    this.batches.set(batch.hash, batch);
    this.nonces.set(batch.key, batch.nonce + 1);
    this.observe(batch.operations, { saw: "sent", transaction: batch.hash });
  }

  /** Its transaction used its nonce, in this block, and did nothing. */
  async voidBatch(batch: Batch, block: number): Promise<void> {
    await this.#settled.keepReverted(batch, block);
    await this.#journal.append({ t: "void", hash: batch.hash, key: batch.key, nonce: batch.nonce });
    this.batches.delete(batch.hash);
    this.observe(batch.operations, { saw: "requeued" });
  }

  /** MUST: resolves only when it is on disk; until then the key may not sign. */
  async adopt(adopted: Adopted): Promise<void> {
    await this.#journal.append({ t: "adopted", ...adopted });
    this.adoptions.set(adopted.key, adopted);
    this.nonces.set(adopted.key, adopted.to);
  }

  /** Notes what was seen; what is for ever goes to the journal. */
  observe(ids: string[], observation: Observation): void {
    for (const id of ids) {
      const operation = this.#open.get(id);
      if (!operation) continue;
      const status = next(operation.status, observation);
      if (status === operation.status) continue;
      operation.status = status;
      this.emit("operation", operation);
    }
  }

  /** Settles operations whose state is for ever, all of the same outcome. */
  async settle(ids: string[]): Promise<void> {
    const operations = ids
      .map((id) => this.#open.get(id))
      .filter((o) => o !== undefined && !isOpen(o.status)) as Operation[];
    if (operations.length === 0) return;
    const entries = operations.map((o): Entry => ({ t: "settle", ops: [o.id], status: o.status }));
    const hash = operations[0]!.status.state === "final" ? operations[0]!.status.transaction : undefined;
    const same =
      hash !== undefined &&
      operations.every((o) => o.status.state === "final" && o.status.transaction === hash);
    const last = operations[0]!.status;
    await this.#journal.append(
      ...(same ? [{ t: "settle", ops: operations.map((o) => o.id), status: last } as Entry] : entries),
    );
    for (const o of operations) {
      this.#forget(o);
      this.#settling.set(o.id, o);
    }
    const batch = hash && this.batches.get(hash);
    if (hash) this.batches.delete(hash);
    this.emit("settled");
    await this.#settled.keep(operations, batch || undefined);
    for (const o of operations) this.#settling.delete(o.id);
    this.#standing.kept(operations.map((o) => o.id));
    this.#compactIfDue();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#compacting;
    await this.#journal.close();
    await this.#settled.close();
  }

  #newOperation(action: string, element: unknown, key: Hex, at: number): Operation {
    const id = `op-${(++this.#sequence).toString(36).padStart(8, "0")}`;
    return { id, action, element, key, at, status: { state: "accepted" } };
  }

  /** The open operation that this element would be joined to, by its `joinName`. */
  identical(name: string, element: unknown): Operation | undefined {
    const id = this.#joinable.get(name);
    const operation = id === undefined ? undefined : this.#open.get(id);
    if (!operation || !isOpen(operation.status)) return undefined;
    return textOf(operation.element) === textOf(element) ? operation : undefined;
  }

  #note(o: Operation): void {
    const action = actionOf(o.action);
    const bytes = textOf(o.element).length + 200;
    this.#open.set(o.id, o);
    this.#noted.set(o.id, { bytes, since: performance.now() });
    this.#room.add(o.key, bytes);
    this.#joinable.set(joinName(action, o.key, o.element), o.id);
    this.#makers.note(o.id, action.makes?.(o.element));
  }

  #forget(o: Operation): void {
    if (this.#open.delete(o.id)) this.#room.remove(o.key, this.#noted.get(o.id)!.bytes);
    this.#noted.delete(o.id);
    const action = actionOf(o.action);
    const name = joinName(action, o.key, o.element);
    if (this.#joinable.get(name) === o.id) this.#joinable.delete(name);
    this.#makers.forget(o.id, action.makes?.(o.element));
  }

  #stores(): Stores {
    return { operations: this.#settled.writes, secrets: this.#secrets?.() ?? this.#standing.stores.secrets };
  }

  /** Takes over what the journal says, once it is read. */
  async #restore(): Promise<void> {
    const { open, once, batches, nonces, adoptions, given, lastId } = this.#standing;
    // In the order of acceptance, though some may be open for the second time.
    for (const o of [...open.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
      this.#note({ ...o, status: { state: "accepted" } });
    await this.#settled.unsettle({ reopened: this.#leftOver() });
    for (const [name, used] of once) this.#once.set(name, used);
    for (const [key, nonce] of nonces) this.nonces.set(key, nonce);
    for (const [key, adopted] of adoptions) this.adoptions.set(key, adopted);
    this.#sequence = given;
    for (const batch of batches.values()) {
      this.batches.set(batch.hash, batch);
      this.observe(batch.operations, { saw: "sent", transaction: batch.hash });
    }
    await this.#keepEnded();
    for (const id of [lastId, await this.#settled.lastId()])
      if (id) this.#sequence = Math.max(this.#sequence, sequenceOf(id));
  }

  /** What is open again and was over before, where a death came between the journal and the store. */
  #leftOver(): Operation[] {
    return [...this.#open.values()].filter((o) => this.#settled.find(o.id) !== undefined);
  }

  /** What a death came before: the end is in the journal, and not yet in the store. */
  async #keepEnded(): Promise<void> {
    for (const { operations, batch } of this.#standing.endedTogether()) {
      await this.#settled.keep(operations, batch);
      this.#standing.kept(operations.map((o) => o.id));
    }
  }

  #compactIfDue(): void {
    if (this.#compacting || this.#closed || this.#journal.bytes < this.#compactAt) return;
    this.#compacting = this.#compact()
      .catch((error: unknown) => {
        // The old journal is in force still; a disk without room for a second one may have it later.
        this.#compactAt = this.#journal.bytes * 2;
        this.#log("outbox.compaction", { problem: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => (this.#compacting = undefined));
  }

  /** Leaves in the journal only what is still needed, while others go on. */
  async #compact(): Promise<void> {
    const now = this.#clocks();
    const used = [...this.#standing.once.values()];
    await this.#settled.keepOnce(used.filter((once) => !isForgotten(once, now)));
    this.#standing.keptOnce(used);
    for (const once of used) if (this.#once.get(once.name) === once) this.#once.delete(once.name);
    this.#standing.stores = this.#stores();
    await this.#journal.compact(() => this.#standing.entries());
    const { journalBytes = JOURNAL_BYTES } = this.#limits;
    this.#compactAt = Math.max(journalBytes, this.#journal.bytes * 2);
    await this.#settled.forgetOnce(now);
  }
}

const wallOnly = () => ({ wall: Date.now(), chain: Date.now() });

export function joinName(action: Action, key: Hex, element: unknown): string {
  return `${key} ${action.name} ${action.key(element)}`;
}
