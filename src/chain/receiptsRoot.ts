import { setImmediate as nextTurn } from "node:timers/promises";
import { MerklePatriciaTrie } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { bigEndian, concat, fromHex, toHex, type Hex } from "../core/hex.ts";
import { keccak } from "./embedded/keccak.ts";
import { type NodeReceipt } from "./node.ts";

/** keccak256(rlp("")), the root of an empty trie. */
const EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/** Between two slices the event loop looks at its sockets. */
const SLICE_MS = 8;

/**
 * The root that a block's header commits to, computed from the receipts a node handed out: a node that drops
 * or invents a log cannot match it. Yellow Paper, section 4.3.2; EIP-2718 for typed receipts.
 */
export async function receiptsRoot(receipts: readonly NodeReceipt[]): Promise<Hex> {
  if (receipts.length === 0) return EMPTY_ROOT;
  const trie = new MerklePatriciaTrie({ useKeyHashingFunction: keccak });
  let since = performance.now();
  for (const [i, receipt] of receipts.entries()) {
    await trie.put(RLP.encode(trim(i)), encode(receipt));
    if (performance.now() - since <= SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return toHex(trie.root());
}

function encode(r: NodeReceipt): Uint8Array {
  const logs = r.logs.map((l) => [fromHex(l.address), l.topics.map(fromHex), fromHex(l.data)]);
  const body = RLP.encode([trim(r.succeeded ? 1 : 0), trim(r.cumulativeGas), fromHex(r.bloom), logs]);
  return r.type === 0 ? body : concat(Uint8Array.of(r.type), body);
}

function trim(value: number | bigint): Uint8Array {
  const bytes = bigEndian(value, 32);
  const first = bytes.findIndex((b) => b !== 0);
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first);
}
