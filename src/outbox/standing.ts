import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type AcceptedOperation, type Adopted, type Entry, type Once, type Stores } from "./entries.ts";
import { type Batch, type Operation, type OperationState } from "./operation.ts";

interface Ended {
  operation: AcceptedOperation;
  status: OperationState;
  batch: Batch | undefined;
}

/**
 * What the journal's records amount to, record by record as they reach the disk. Whatever it holds, and no
 * more, must be in the journal after a compaction.
 */
export class Standing {
  readonly open = new Map<string, AcceptedOperation>();
  readonly once = new Map<string, Once>();
  readonly batches = new Map<Hex, Batch>();
  readonly nonces = new Map<Hex, number>();
  /** The last adoption of each key. */
  readonly adoptions = new Map<Hex, Adopted>();
  /** Ids up to this one are given, whatever else is known. */
  given = 0;
  /** Ended, and not yet known to be in the store of what is over. */
  readonly ended = new Map<string, Ended>();
  /** How far the stores beside the journal had come. */
  stores: Stores = { operations: 0, secrets: 0 };
  /** Of the last operation that was accepted; ids are given in their order. */
  lastId: string | undefined;

  apply(entry: Entry): void {
    switch (entry.t) {
      case "accept":
        this.#accept(entry.ops);
        if (entry.once) this.once.set(entry.once.name, entry.once);
        if (entry.secrets !== undefined) this.stores = { ...this.stores, secrets: entry.secrets };
        return;
      case "batch":
        this.batches.set(entry.batch.hash, entry.batch);
        this.nonces.set(entry.batch.key, entry.batch.nonce + 1);
        return;
      case "void":
        this.batches.delete(entry.hash);
        return;
      case "lane":
        this.nonces.set(entry.key, entry.nonce);
        return;
      case "settle":
        return this.#end(entry.ops, entry.status);
      case "given":
        this.given = Math.max(this.given, entry.sequence);
        return;
      case "adopted":
        this.adoptions.set(entry.key, entry);
        this.nonces.set(entry.key, entry.to);
        return;
      case "reopen":
        this.#accept(entry.ops);
        for (const batch of entry.batches) this.batches.set(batch.hash, batch);
        for (const hash of entry.freed) this.batches.delete(hash);
        for (const [key, nonce] of entry.nonces) this.nonces.set(key, nonce);
        return;
      case "stores":
        this.stores = { operations: entry.operations, secrets: entry.secrets };
        return;
      default:
        throw unknownEntry(entry);
    }
  }

  /** A store beside the journal with fewer batches than the journal remembers has lost the last ones. */
  requireStores(found: Stores): void {
    for (const store of ["operations", "secrets"] as const) {
      const written = this.stores[store];
      if (found[store] >= written) continue;
      const reason = `it holds ${found[store]} batches of the ${written} that were written`;
      throw new SuyuanError("STORE_DAMAGED", { value: store, reason });
    }
  }

  /** What ended by one transaction lies together. */
  endedTogether(): { operations: Operation[]; batch: Batch | undefined }[] {
    const groups = new Map<unknown, { operations: Operation[]; batch: Batch | undefined }>();
    for (const { operation, status, batch } of this.ended.values()) {
      const over = { ...operation, status };
      const group = groups.get(batch ?? over);
      if (group) group.operations.push(over);
      else groups.set(batch ?? over, { operations: [over], batch });
    }
    return [...groups.values()];
  }

  /** The store has these, synced. */
  kept(ids: readonly string[]): void {
    for (const id of ids) this.ended.delete(id);
  }

  /** The store has these, synced; one that was noted anew meanwhile stays. */
  keptOnce(onces: readonly Once[]): void {
    for (const o of onces) if (this.once.get(o.name) === o) this.once.delete(o.name);
  }

  /** Records that amount to the same. */
  entries(): Entry[] {
    const ended = [...this.ended.values()];
    const over = new Set(ended.flatMap(({ batch }) => (batch ? [batch] : [])));
    return [
      { t: "stores", ...this.stores },
      ...[...ended.map((e) => e.operation), ...this.open.values()].map((o): Entry => ({
        t: "accept",
        ops: [o],
      })),
      ...[...this.once.values()].map((once): Entry => ({ t: "accept", ops: [], once })),
      ...[...over, ...this.batches.values()].map((batch): Entry => ({ t: "batch", batch })),
      ...endings(ended),
      ...[...this.adoptions.values()].map((adopted): Entry => ({ ...adopted, t: "adopted" })),
      ...(this.given > 0 ? [{ t: "given", sequence: this.given } as const] : []),
      // Lanes last: a batch that is still outstanding may be older than the last nonce that was used.
      ...[...this.nonces].map(([key, nonce]): Entry => ({ t: "lane", key, nonce })),
    ];
  }

  #accept(operations: readonly AcceptedOperation[]): void {
    for (const o of operations) {
      this.open.set(o.id, o);
      // Those that are open again are older.
      if (this.lastId === undefined || o.id > this.lastId) this.lastId = o.id;
    }
  }

  #end(ids: readonly string[], status: OperationState): void {
    const transaction = status.state === "final" ? status.transaction : undefined;
    const batch = transaction && this.batches.get(transaction);
    for (const id of ids) {
      const operation = this.open.get(id);
      if (!operation) continue;
      this.open.delete(id);
      this.ended.set(id, { operation, status, batch: batch || undefined });
    }
    if (transaction) this.batches.delete(transaction);
  }
}

/** One record for all of a batch, as it was written first; one for each that was refused. */
function endings(ended: readonly Ended[]): Entry[] {
  const groups = new Map<unknown, { ops: string[]; status: OperationState }>();
  for (const { operation, status, batch } of ended) {
    const group = groups.get(batch ?? operation);
    if (group) group.ops.push(operation.id);
    else groups.set(batch ?? operation, { ops: [operation.id], status });
  }
  return [...groups.values()].map(({ ops, status }): Entry => ({ t: "settle", ops, status }));
}

/** Written by a later version, or damaged where its checksum is right: nothing may be left out unseen. */
function unknownEntry(entry: never): SuyuanError {
  const reason = `its outbox journal holds a record of kind ${JSON.stringify((entry as { t?: unknown }).t)}`;
  return new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: "outbox/journal", reason });
}
