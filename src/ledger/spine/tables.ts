import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";

/** A contract that may, or might once, append. */
export interface WriterRow {
  address: Hex;
  role: string;
  /** From 1, in the order of succession. */
  generation: number;
  codeHash: Hex;
  from: number;
  /** The block that sealed it. */
  sealed: number | null;
  successor: Hex | null;
}

/** What the index knows of a block: the facts' own, and how far it has come. */
export interface BlockRow {
  number: number;
  hash: Hex;
  parent: Hex;
  time: number;
  /** Facts up to and including this block. */
  facts: number;
  /** Versions up to and including this block: where an as-of view cuts the graph. */
  versions: number;
}

export interface FactRow {
  sequence: number;
  name: string | null;
  kind: Hex;
  writer: Hex;
  role: string | null;
  organisation: number;
  key: Hex;
  drill: boolean;
  subjects: Hex[];
  states: number[];
  payload: Record<string, unknown>;
  hash: Hex;
  block: number;
  time: number;
  transaction: Hex;
}

export const writers = table<WriterRow>("writer");
/** role → the address in force. */
export const roles = table<Hex>("role");
export const council = table<Hex>("council");
export const blocks = table<BlockRow>("block");
export const facts = table<FactRow>("fact");
/** subject + ordinal of the fact → null. */
export const history = table<null>("history");
/** subject → head and state, as the chain's slot. `city` → the city's head. */
export const heads = table<Hex>("head");
