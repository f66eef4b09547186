import { type Hex } from "./hex.ts";
import { type Rows } from "./table.ts";

/** One fact as the index reads it. */
export interface Fact<P = Record<string, unknown>> {
  /** Position in the whole history, from 0. */
  sequence: number;
  /** The event's name; `null` when no definition of its writer's role covers it. */
  name: string | null;
  kind: Hex;
  writer: Hex;
  role: string | null;
  /** The acting organisation's number; 0 for the council and permissionless facts. */
  organisation: number;
  key: Hex;
  drill: boolean;
  subjects: Hex[];
  /** Each subject's state after the fact. */
  states: number[];
  payload: P;
  hash: Hex;
  block: number;
  /** Seconds. */
  time: number;
  transaction: Hex;
}

/** How one kind of fact changes the read model: the mirror of an action. */
export interface FactDefinition<P = Record<string, unknown>> {
  /** The event's name in the ABI. */
  event: string;
  /** Only writers of this role leave it. */
  role: string;
  /** What it says, for people; `{name}` stands for a payload field. */
  says: { zh: string; en: string };
  apply(fact: Fact<P>, rows: Rows): void;
}

export function fact<P>(definition: FactDefinition<P>): FactDefinition<P> {
  return definition;
}
