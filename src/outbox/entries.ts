import { type Hex } from "../core/hex.ts";
import { type Batch, type OperationState } from "./operation.ts";

/** What the outbox's journal holds. Reading them in order gives back everything that was acknowledged. */
export type Entry =
  | { t: "accept"; ops: AcceptedOperation[]; once?: Once; secrets?: number }
  | { t: "batch"; batch: Batch }
  /** The batch's transaction can no longer happen; its operations wait again. */
  | { t: "void"; hash: Hex; key: Hex; nonce: number }
  /** For ever. */
  | { t: "settle"; ops: string[]; status: OperationState }
  /** What was final in blocks that the chain lost: open again, and on its way with these bytes. */
  | { t: "reopen"; ops: AcceptedOperation[]; batches: Batch[]; freed: Hex[]; nonces: [Hex, number][] }
  /** What compaction keeps of a lane: the next nonce this gateway would use. */
  | { t: "lane"; key: Hex; nonce: number }
  /** What compaction knows of the stores beside it. */
  | ({ t: "stores" } & Stores)
  /** Ids up to this one were given, though nothing here says to what. */
  | { t: "given"; sequence: number }
  | ({ t: "adopted" } & Adopted);

/** After a restore, a lane went on from the chain's nonce: what lies in between, the lost gateway signed. */
export interface Adopted {
  key: Hex;
  /** The backup's id. */
  restore: string;
  /** The next nonce by the restored outbox, and by the chain at this final block. */
  from: number;
  to: number;
  block: number;
}

/**
 * Batches that were written to the stores of settled operations and of secrets. LevelDB loses the end of a
 * damaged log without a word; a store that holds fewer batches than the journal remembers has lost some.
 */
export interface Stores {
  operations: number;
  secrets: number;
}

export interface AcceptedOperation {
  id: string;
  action: string;
  element: unknown;
  key: Hex;
  at: number;
}

/** A client's idempotency key, what it was used for, and what came of it. */
export interface Once {
  /** Scope and key. */
  name: string;
  /** SHA-256 of the request. */
  body: Hex;
  operations: string[];
  /** When it was used, by both clocks; milliseconds since 1970. */
  at: number;
  /** The last final block's time. Absent in journals of before there were two. */
  chainAt?: number;
}

/** What retention counts by. */
export interface Clocks {
  /** This machine's; anybody may set it. Milliseconds since 1970, as the other. */
  wall: number;
  /** The last final block's. It stands still while nothing is mined. */
  chain: number;
}

export const THIRTY_DAYS_MS = 30 * 24 * 3600 * 1000;

/**
 * Thirty days by both clocks: the machine's may jump and the chain's rests while nothing happens, so neither
 * alone forgets a key. A use that lies far in the machine's future was noted by a clock that was set back since.
 */
export function isForgotten({ at, chainAt = at }: Pick<Once, "at" | "chainAt">, now: Clocks): boolean {
  const byWall = Math.abs(now.wall - at) > THIRTY_DAYS_MS;
  return byWall && now.chain - chainAt > THIRTY_DAYS_MS;
}
