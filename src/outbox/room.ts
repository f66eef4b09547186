import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";

export interface OutboxLimits {
  operations: number;
  bytes: number;
  /** Of one officer key: what floods one lane leaves room for the others. As many as all unless said. */
  ofKey?: number;
  /** The journal is compacted when it is longer than this, and twice as long as after the last time. */
  journalBytes?: number;
}

/** How much is open, in all and of each key. */
export class Room {
  readonly #limits: OutboxLimits;
  readonly #ofKey = new Map<Hex, number>();
  #operations = 0;
  #bytes = 0;

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(key: Hex, bytes: number): void {
    this.#count(key, 1, bytes);
  }

  remove(key: Hex, bytes: number): void {
    this.#count(key, -1, -bytes);
  }

  /** Throws when so many more of this key are too many. */
  require(key: Hex, more: number): void {
    const { operations, bytes, ofKey = operations } = this.#limits;
    if (more === 0) return;
    if (this.#operations + more > operations || this.#bytes > bytes)
      throw new SuyuanError("OUTBOX_FULL", { value: this.#operations });
    const ofThis = this.#ofKey.get(key) ?? 0;
    if (ofThis + more > ofKey)
      throw new SuyuanError("OUTBOX_LANE_FULL", { field: "key", value: ofThis, key });
  }

  #count(key: Hex, operations: number, bytes: number): void {
    this.#operations += operations;
    this.#bytes += bytes;
    this.#ofKey.set(key, (this.#ofKey.get(key) ?? 0) + operations);
  }
}
