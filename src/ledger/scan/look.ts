import { ordinal, type RowReader, type Table } from "../../core/table.ts";
import { type Text } from "../../core/text.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { blocks } from "../spine/tables.ts";
import { type Finding, type FindingKind } from "./finding.ts";

/** One place of a way through the ledger, and what was found there. */
export interface Look {
  /** Looking goes on after it. */
  place: string;
  findings: Finding[];
  /** Rows that were read for it, about. */
  cost: number;
}

/** One kind of contradiction: a way through some tables in a fixed order, which can be broken off and resumed. */
export interface ScanKind {
  name: FindingKind;
  /** What it cannot see. */
  blind?: Text;
  look(after: string | undefined, s: LedgerSources): AsyncIterable<Look>;
  /** How much of the way is behind a place: from 0 to 1, about. */
  share(place: string, s: LedgerSources): number;
}

const AT_ONCE = 500;

/** A table's rows in key order, a few hundred in memory at a time. */
export async function* rowsAfter<Row>(
  rows: RowReader,
  table: Table<Row>,
  after?: string,
  prefix?: string,
): AsyncGenerator<{ key: string; row: Row }> {
  for (;;) {
    const range = { limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
    const found = await rows.range(table, { ...range, ...(prefix === undefined ? {} : { prefix }) });
    yield* found;
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!.key;
  }
}

/** Of keys that begin with a hash: how far along all hashes it lies. */
export function shareOfHash(hex: string): number {
  return Number.parseInt(hex.slice(0, 8), 16) / 2 ** 32;
}

/** Of ordinals of facts. */
export function shareOfFacts(place: string, { rows, head }: LedgerSources): number {
  return Number.parseInt(place, 16) / (rows.get(blocks, ordinal(head().number))?.facts || 1);
}
