import { encodeBatch, type Call, type Directory } from "../chain/encode.ts";
import { type StateAt } from "../chain/node.ts";
import { type ChainPort } from "../chain/ports.ts";
import { explainRevert, Reverted, type Refusal } from "../chain/reverts.ts";
import { type Hex } from "../core/hex.ts";
import { BATCH_BYTES, gasFor, smaller } from "./batch.ts";
import { type LaneContext } from "./laneContext.ts";
import { type Operation } from "./operation.ts";
import { actionOf } from "./raw.ts";

/** A batch as it would be sent. */
export interface Draft {
  operations: Operation[];
  call: Call;
  gas: bigint;
  /** Bytes of calldata. */
  bytes: number;
  step: bigint;
}

/** Tries batches of one key without sending them, on the state after a block that the node has. */
export class Trial {
  readonly #key: Hex;
  readonly #port: ChainPort;
  readonly #directory: Directory;
  readonly #now: () => number;

  constructor(key: Hex, { port, directory, now }: Pick<LaneContext, "port" | "directory" | "now">) {
    this.#key = key;
    this.#now = now;
    this.#port = port;
    this.#directory = directory;
  }

  draft(operations: Operation[], step: bigint): Draft {
    const elements = operations.map((o) => o.element);
    const action = actionOf(operations[0]!.action);
    const call = encodeBatch(action, step, elements, this.#directory, operations[0]!.id);
    const bytes = call.data.length / 2;
    return { operations, call, gas: gasFor(elements.length, bytes, this.#port.gasCap), bytes, step };
  }

  /** Of as many of these, from the front, as a transaction takes; one alone is never too much. */
  largest(operations: Operation[], step: bigint): Draft {
    for (let taken = operations; ;) {
      const draft = this.draft(taken, step);
      const fits = draft.bytes <= BATCH_BYTES && draft.gas < this.#port.gasCap;
      if (fits || taken.length === 1) return draft;
      taken = taken.slice(0, smaller(taken.length, Math.max(draft.bytes, BATCH_BYTES * 2)));
    }
  }

  /** Why the contracts refuse it, or null. */
  async refusalOf({ call, gas }: Draft, at: StateAt): Promise<Refusal | null> {
    try {
      await this.#port.node.call({ from: this.#key, ...call, gas }, at, this.#now());
      return null;
    } catch (error) {
      if (error instanceof Reverted) return explainRevert(error.data);
      throw error;
    }
  }

  /** Whom to blame for a draft that is refused. */
  blame(draft: Draft, refusal: Refusal, at: StateAt): Promise<Blame> {
    const { operations, step } = draft;
    return blame(operations, refusal, this.#key, (some) => this.refusalOf(this.draft(some, step), at));
  }
}

export interface Blame {
  blamed: Operation[];
  reason: Refusal;
}

/** The shortest beginning of a refused batch that is refused ends with the element to blame. */
export async function blame(
  operations: Operation[],
  refusal: Refusal,
  key: Hex,
  refusalOf: (some: Operation[]) => Promise<Refusal | null>,
): Promise<Blame> {
  let [low, high] = [1, operations.length];
  let reason = refusal;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await refusalOf(operations.slice(0, middle));
    if (found) [high, reason] = [middle, found];
    else low = middle + 1;
  }
  // What is wrong with the key is wrong with every element.
  const ofTheKey = low === 1 && reason.mentions.includes(key);
  return { blamed: ofTheKey ? operations : [operations[low - 1]!], reason };
}
