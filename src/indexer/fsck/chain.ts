import { keccakWords } from "../../core/hash.ts";
import { type Hex } from "../../core/hex.ts";
import { type ChainNode } from "../../chain/node.ts";
import { blocks, heads } from "../../ledger/spine/tables.ts";
import { type ChainIdentity } from "../apply.ts";
import { positions } from "../index.ts";
import { finding, type Finding } from "./finding.ts";
import { inGroups, type Reading } from "./reading.ts";

/** Storage slots of FactLog: `slot` is its variable 0, a mapping; `city` is variable 1. */
const MAPPING_AT: Hex = `0x${"00".repeat(32)}`;
const CITY_AT: Hex = `0x${"00".repeat(31)}01`;
const AT_ONCE = 500;

/** Every subject's head and the city's against FactLog's storage, as of the index's own block. */
export async function* checkChain(
  reading: Reading,
  identity: ChainIdentity,
  node: ChainNode,
): AsyncGenerator<Finding> {
  const head = reading.get(positions, "position")?.head;
  if (!head) return;
  const there = await node.block(head.number);
  if (there?.hash !== head.hash) {
    yield finding("position", "head", `${head.number} (${head.hash})`, there?.hash);
    return;
  }
  for await (const group of inGroups(reading.each(heads), AT_ONCE)) {
    const slots = group.map(({ key }) => (key === "city" ? CITY_AT : keccakWords([key as Hex, MAPPING_AT])));
    const stored = await node.storageMany(identity.factLog, slots, head.number);
    for (const [i, { key, row }] of group.entries())
      if (stored[i] !== row) yield finding("head", key, row, stored[i]);
  }
}

/** Every block's hash against the node's. */
export async function* checkHashes(reading: Reading, node: ChainNode): AsyncGenerator<Finding> {
  for await (const group of inGroups(reading.each(blocks), AT_ONCE)) {
    const hashes = await node.hashes(group.map(({ row }) => row.number));
    for (const [i, { row }] of group.entries())
      if (hashes[i] !== row.hash) yield finding("block", row.number, row.hash, hashes[i]);
  }
}
