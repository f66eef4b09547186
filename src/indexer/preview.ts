import { type Fact } from "../core/fact.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { type NodeBlock, type NodeLog, type NodeReceipt } from "../chain/node.ts";
import { Changes } from "../store/changes.ts";
import { applyBlock } from "./apply.ts";
import { type Index, type Position } from "./index.ts";

/** What the index would make of logs in the block after its head. */
export interface Preview {
  /** By transaction. */
  facts: Fact[][];
  /** The rows as they would be; lists are as they are. */
  rows: RowReader;
}

/** Applies facts that did not happen to rows that nobody keeps. */
export async function preview(
  index: Index,
  head: Position["head"],
  time: number,
  transactions: NodeLog[][],
): Promise<Preview> {
  const changes = new Changes(index.store);
  const block: NodeBlock = {
    number: head.number + 1,
    hash: placeholder(0),
    parent: head.hash,
    time,
    receiptsRoot: placeholder(0),
    transactions: transactions.map((_, i) => placeholder(i)),
  };
  const receipts = transactions.map((logs, i) => receiptOf(logs, placeholder(i)));
  const { facts } = await applyBlock(index.identity, index.block(head.number), block, receipts, changes);
  const rows: RowReader = {
    get: (table, key) => changes.get(table, key),
    many: (table, keys) => Promise.resolve(keys.map((key) => changes.get(table, key))),
    range: (table, range) => index.rows.range(table, range),
  };
  return {
    facts: transactions.map((_, i) => facts.filter((f) => f.transaction === placeholder(i))),
    rows,
  };
}

const placeholder = (n: number): Hex => `0x${ordinal(n).padStart(64, "0")}`;

function receiptOf(logs: NodeLog[], transaction: Hex): NodeReceipt {
  const nothing = { type: 0, cumulativeGas: 0n, gasUsed: 0n, bloom: "0x" as Hex };
  return { ...nothing, transaction, succeeded: true, logs };
}
