import { type Hex } from "../core/hex.ts";

/** A state: after a block by its number, or by its hash, which a node that lost the block refuses (EIP-1898). */
export type StateAt = number | Hex | "latest" | "pending";

export const quantity = (n: number | bigint): Hex => `0x${n.toString(16)}`;

/** The state as JSON-RPC names it. */
export function tag(at: StateAt): unknown {
  if (typeof at === "number") return quantity(at);
  return at.startsWith("0x") ? { blockHash: at } : at;
}
