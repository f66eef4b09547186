import { type ErrorCode } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";

/** Where an accepted action stands. `final` and `refused` are for ever. */
export type OperationState =
  | { state: "accepted" }
  | { state: "sent"; transaction: Hex }
  | { state: "mined"; transaction: Hex; block: number }
  | { state: "final"; transaction: Hex; block: number }
  | { state: "refused"; code: ErrorCode; details: Record<string, unknown> };

/** One action that was accepted: everything needed to do it, and nothing secret. */
export interface Operation {
  /** Sorts by acceptance. */
  id: string;
  action: string;
  /** Complete: encoding it needs nothing else. */
  element: unknown;
  /** Who signs. */
  key: Hex;
  /** Milliseconds since 1970. */
  at: number;
  status: OperationState;
}

/** The number in an operation's id; ids are given in this order. */
export function sequenceOf(id: string): number {
  return Number.parseInt(id.slice(3), 36);
}

/** Something learnt about an operation. */
export type Observation =
  | { saw: "sent"; transaction: Hex }
  | { saw: "mined"; transaction: Hex; block: number; final: boolean }
  | { saw: "rolled-back" }
  | { saw: "requeued" }
  | { saw: "refused"; code: ErrorCode; details: Record<string, unknown> };

export function isOpen(status: OperationState): boolean {
  return status.state !== "final" && status.state !== "refused";
}

/** The next state. What is for ever stays, whatever is seen. */
export function next(now: OperationState, o: Observation): OperationState {
  if (!isOpen(now)) return now;
  switch (o.saw) {
    case "sent":
      return now.state === "accepted" ? { state: "sent", transaction: o.transaction } : now;
    case "mined":
      return { state: o.final ? "final" : "mined", transaction: o.transaction, block: o.block };
    case "rolled-back":
      return now.state === "mined" ? { state: "sent", transaction: now.transaction } : now;
    case "requeued":
      return { state: "accepted" };
    case "refused":
      return { state: "refused", code: o.code, details: o.details };
    default:
      return o satisfies never;
  }
}

/** One signed transaction and the operations in it, in order. */
export interface Batch {
  key: Hex;
  nonce: number;
  hash: Hex;
  raw: Hex;
  operations: string[];
  /** The lane's step it carries; 0 when unordered. */
  step: number;
}
