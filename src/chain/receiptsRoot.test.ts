import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEmbeddedChain, type EmbeddedChain } from "./embedded/chain.ts";
import { ChainNode, type NodeBlock, type NodeReceipt } from "./node.ts";
import { receiptsRoot } from "./receiptsRoot.ts";
import { rpcClient } from "./rpc.ts";
import { contractAddress, signer } from "./signer.ts";
import { type Hex } from "../core/hex.ts";
import { Random, seedFrom } from "../../test/faults/random.ts";

/** Of 10,000; SUYUAN_POSITIONS for more. */
const POSITIONS = Number(process.env["SUYUAN_POSITIONS"] ?? 30);

/** Copies its call data into a log with one topic; without call data it reverts. */
const RUNTIME = "36600857600080fd" + "5b" + "3660006000376001366000a100";
const LENGTH = (RUNTIME.length / 2).toString(16).padStart(2, "0");
const creation = `0x60${LENGTH}600c60003960${LENGTH}6000f3${RUNTIME}` as const;

const CHAIN_ID = 20_251;
const alice = signer(new Uint8Array(32).fill(7));
const logger = contractAddress(alice.address, 0);
let folder: string;
let chain: EmbeddedChain;
let node: ChainNode;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "receipts-"));
  chain = await openEmbeddedChain({ dir: folder, chainId: CHAIN_ID });
  node = new ChainNode(rpcClient(chain.url));
});

afterAll(async () => {
  node.rpc.close();
  await chain.close();
  rmSync(folder, { recursive: true });
});

let nonce = 0;
/** A block of calls of these lengths in bytes; the first ever creates the contract; 0 makes a call revert. */
async function mine(lengths: number[]): Promise<{ block: NodeBlock; receipts: NodeReceipt[] }> {
  const raws = lengths.map((length) => {
    const first = nonce === 0;
    const data = first ? creation : (`0x${"ab".repeat(length)}` as const);
    const to = first ? null : logger;
    return alice.sign({ chainId: CHAIN_ID, nonce: nonce++, gas: 500_000n, to, data }).raw;
  });
  const { number } = await chain.mine(raws);
  const block = (await node.block(number))!;
  return { block, receipts: await node.receipts(block) };
}

describe("the root of the receipts is the header's", () => {
  test.each([
    ["no transaction", []],
    ["one transaction, which creates a contract", [0]],
    ["one with a log", [3]],
    ["one that reverts", [0]],
    ["several, some of which revert", [1, 0, 200, 32, 0]],
    ["more than 127, where the key becomes two bytes", Array.from({ length: 140 }, (_, i) => i % 5)],
  ])("of a block with %s", async (_, lengths) => {
    const { block, receipts } = await mine(lengths);
    expect(receipts.map((r) => r.logs.length)).toEqual(lengths.map((l) => (l > 0 ? 1 : 0)));
    expect(await receiptsRoot(receipts)).toBe(block.receiptsRoot);
  });

  test("and no longer when a log is dropped, changed, moved or invented", async () => {
    const { block, receipts } = await mine([4, 5, 6]);
    const [a, b, c] = receipts as [NodeReceipt, NodeReceipt, NodeReceipt];
    const log = b.logs[0]!;
    const forgeries: NodeReceipt[][] = [
      [a, { ...b, logs: [] }, c],
      [a, { ...b, logs: [log, log] }, c],
      [a, { ...b, logs: [{ ...log, data: "0xab" }] }, c],
      [a, { ...b, logs: [{ ...log, topics: [] }] }, c],
      [a, { ...b, succeeded: false }, c],
      [b, a, c],
      [a, b],
    ];
    for (const forged of forgeries) expect(await receiptsRoot(forged)).not.toBe(block.receiptsRoot);
  });
});

/** `(n)`: logs n, n - 1, … 1, each with itself as topic and data. */
const MANY = "6000355b80600052806020" + "6000a1600190038060035700";
const manyCreation =
  `0x60${(MANY.length / 2).toString(16)}600c60003960${(MANY.length / 2).toString(16)}6000f3${MANY}` as const;

test("one log that is missing among 10,000 is noticed, wherever it is", async () => {
  const call = (to: Hex | null, data: Hex) =>
    alice.sign({ chainId: CHAIN_ID, nonce: nonce++, gas: 5_000_000n, to, data }).raw;
  const many = contractAddress(alice.address, nonce);
  await chain.mine([call(null, manyCreation)]);
  const hundred: Hex = `0x${"64".padStart(64, "0")}`;
  const { number } = await chain.mine(Array.from({ length: 100 }, () => call(many, hundred)));
  const block = (await node.block(number))!;
  const receipts = await node.receipts(block);
  expect(receipts.flatMap((r) => r.logs)).toHaveLength(10_000);
  expect(await receiptsRoot(receipts)).toBe(block.receiptsRoot);
  const seed = seedFrom();
  const random = new Random(seed);
  const positions = [0, 9_999, ...Array.from({ length: POSITIONS }, () => random.below(10_000))];
  for (const at of positions) {
    const [i, j] = [Math.floor(at / 100), at % 100];
    const forged = receipts.with(i, { ...receipts[i]!, logs: receipts[i]!.logs.toSpliced(j, 1) });
    expect(await receiptsRoot(forged), `log ${at} (seed ${seed})`).not.toBe(block.receiptsRoot);
  }
});
