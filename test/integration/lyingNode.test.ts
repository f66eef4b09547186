import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ForkedCity } from "../faults/forkedCity.ts";
import { type FaultName, FaultyNode } from "../faults/proxy.ts";
import { Random, seedFrom } from "../faults/random.ts";

const seed = seedFrom();
console.log(`lyingNode.test seed ${seed} (SUYUAN_SEED repeats it)`);
const random = new Random(seed);
let proxy: FaultyNode;
let city: ForkedCity;

beforeAll(async () => {
  const through = async (url: string) => (proxy = await FaultyNode.start(url, random)).url;
  city = await ForkedCity.found({ seed, random, finality: 12, through });
  await city.reopen({ rpcTimeoutMs: 1_000 });
});

afterEach(() => proxy.calm());

afterAll(async () => {
  await city.remove();
  await proxy.stop();
});

/** Looks at the node while it does nothing but this, and there is something to hide. */
async function under(fault: FaultName): Promise<void> {
  await city.work(3);
  await city.node.mine();
  const before = proxy.hits(fault);
  proxy.storm([fault], 1);
  for (let i = 0; i < 20 && proxy.hits(fault) === before; i++) {
    await city.work(1);
    await city.node.mine();
    await city.g.follower.poke();
  }
  expect(proxy.hits(fault)).toBeGreaterThan(before);
}

test.each(["missing-log", "invented-log", "changed-log"] as const)("a %s does not get in", async (fault) => {
  await under(fault);
  expect(city.g.follower.problem).toMatch(/the receipts of block \d+ hash to/);
  await city.requireTruth();
});

test.each(["removed-log", "other-transaction"] as const)(
  "a receipt with a %s does not get in",
  async (fault) => {
    await under(fault);
    expect(city.g.follower.problem).toMatch(/the receipt of 0x\w+ is not of block/);
    await city.requireTruth();
  },
);

test("a head that is not there makes nothing final", async () => {
  await under("head-that-is-not-there");
  await city.requireTruth();
});

test("a node that suddenly is of another chain is told on /readyz, and nothing is taken back", async () => {
  await under("wrong-chain-id");
  expect(city.g.follower.problem).toContain("The node answers for chain 1 now");
  const { status, body } = await city.ask("/readyz");
  expect([status, body.reasons.join()]).toEqual([503, expect.stringContaining("chain 1 now")]);
  expect(city.g.follower.halted).toBeNull();
});

test("a node that takes no lists of calls is asked one by one", async () => {
  proxy.limit(0);
  await city.work(4);
  await city.finish();
  expect(proxy.hits("batch-refused")).toBeGreaterThan(0);
  expect(city.g.follower.problem).toBeNull();
});

test("after all of it everything acknowledged is as it should be", async () => {
  const { final, acknowledged } = await city.check();
  expect(final).toBeGreaterThan(acknowledged / 2);
});
