import { type Hex } from "../core/hex.ts";

export interface BlockReference {
  number: number;
  hash: Hex;
}

/** What the follower sees of the node, asked for in this order. */
export interface Seen {
  /** The node's highest block number. */
  head: number;
  /** The node's block right above ours, when it has one. */
  next: { number: number; parent: Hex } | null;
  /** The node's block at our head's number, or at the node's head when that is lower. */
  beside: BlockReference | null;
}

export interface Local {
  /** Our last block; null before the first. */
  head: BlockReference | null;
  /** Blocks up to this number are final: they are never taken back. */
  final: number;
  hashAt(number: number): Hex | undefined;
}

export type Step =
  | { do: "wait"; lagging: boolean }
  | { do: "append"; number: number }
  | { do: "rollback"; to: number }
  | { do: "halt"; at: number; found: Hex; reason: string };

/**
 * What to do next, so that our chain becomes the node's. A node that is behind on our own chain only lags;
 * a node with another block at a height of ours has reorganised, and we go back one block at a time.
 */
export function reconcile(local: Local, seen: Seen): Step {
  if (local.head === null)
    return seen.head >= 0 ? { do: "append", number: 0 } : { do: "wait", lagging: false };
  const { number, hash } = local.head;
  if (seen.next && seen.next.number === number + 1 && seen.next.parent === hash) {
    return { do: "append", number: number + 1 };
  }
  const ours = seen.beside && local.hashAt(seen.beside.number);
  // A block below our first says nothing: the node is still on its way to where we begin.
  if (seen.beside === null || ours === undefined) return { do: "wait", lagging: true };
  if (ours === seen.beside.hash) {
    // Its block above ours, if any, was replaced while we asked: ask again.
    return { do: "wait", lagging: seen.head < number };
  }
  if (seen.beside.number <= local.final) {
    const reason = `the node has ${seen.beside.hash} as block ${seen.beside.number}, which is final here with another hash; if that chain is the one to go on with: suyuan rebuild --accept-fork`;
    return { do: "halt", at: seen.beside.number, found: seen.beside.hash, reason };
  }
  return { do: "rollback", to: Math.min(seen.beside.number, number) - 1 };
}
