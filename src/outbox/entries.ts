import { type Hex } from "../core/hex.ts";
import { type Batch, type OperationState } from "./operation.ts";

/** What the outbox's journal holds. Reading them in order gives back everything that was acknowledged. */
export type Entry =
  | { t: "accept"; ops: AcceptedOperation[]; once?: Once }
  | { t: "batch"; batch: Batch }
  /** The batch's transaction can no longer happen; its operations wait again. */
  | { t: "void"; hash: Hex; key: Hex; nonce: number }
  /** For ever. */
  | { t: "settle"; ops: string[]; status: OperationState }
  /** What compaction keeps of a lane: the next nonce this gateway would use. */
  | { t: "lane"; key: Hex; nonce: number };

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
  at: number;
}
