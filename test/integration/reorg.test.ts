import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configFrom } from "../../src/config.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { checkGateway, checkIndex } from "../faults/check.ts";
import { doNext, Notebook } from "../faults/client.ts";
import { ForkingNode } from "../faults/fork.ts";
import { departments } from "../faults/plan.ts";
import { changes, type ChangeName } from "../faults/reorgs.ts";
import { Random, seedFrom } from "../faults/random.ts";

const FINALITY = 12;
const ROUNDS = Number(process.env["SUYUAN_REORGS"] ?? 15);
const seed = seedFrom();
const random = new Random(seed);
console.log(`reorg.test seed ${seed} (SUYUAN_SEED repeats it)`);

let node: ForkingNode;
let folder: string;
let g: Gateway;
let notebook: Notebook;
let rollbacks = 0;
let deepest = 0;
let highest = 0;

beforeAll(async () => {
  node = await ForkingNode.start();
  folder = mkdtempSync(join(tmpdir(), "suyuan-reorg-"));
  const config = configFrom(
    { data: join(folder, "data"), city: "sample", rpc: [node.url], finality: FINALITY },
    {},
  );
  const miner = setInterval(() => void node.mine(), 40);
  g = await openGateway(config, () => undefined);
  await foundTiers(g, departments);
  clearInterval(miner);
  g.index.on("rolledBack", ({ to }) => {
    rollbacks++;
    deepest = Math.max(deepest, highest - to);
  });
  g.index.on("applied", ({ block }) => (highest = block.number));
  notebook = new Notebook(join(folder, "acknowledged"));
});

afterAll(async () => {
  notebook.close();
  await g.close();
  await node.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Acts and blocks in any order, so that acts are in every stage when the change comes. */
async function work(requests: number): Promise<void> {
  for (let i = 0; i < requests; i++) {
    await doNext(g, seed, notebook);
    if (random.chance(0.6)) await wait(random.below(20));
    if (random.chance(0.5)) await node.mine();
    if (random.chance(0.5)) await g.follower.poke();
    if (random.chance(0.2)) await g.worker.resume();
  }
}

const PATIENCE_MS = 40_000;

/** Until nothing is open: the lanes send the same bytes again, blocks come, and what is deep enough is final. */
async function finish(): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; g.outbox.size.operations > 0 && Date.now() < until;) {
    await g.follower.poke();
    await g.worker.resume();
    await wait(2);
    await node.mine();
  }
  await g.follower.poke();
}

const names = Object.keys(changes) as ChangeName[];
const schedule = Array.from({ length: ROUNDS }, (_, round) => ({
  round,
  change: names[round % names.length]!,
  depth: 1 + random.below(FINALITY),
}));

test.each(schedule)(
  "round $round: after $change over $depth blocks the index is what the chain says",
  async ({ change, depth }) => {
    await work(6 + random.below(6));
    // As many blocks as the change takes back, with the acts' own among them.
    await node.mine(random.below(3));
    await g.follower.poke();
    const before = rollbacks;
    await changes[change](node, g, depth, random);
    await g.follower.poke();
    expect(g.follower.halted).toBeNull();
    expect(rollbacks).toBeGreaterThan(before);
    expect(g.index.head?.number).toBe(await node.head());
    await checkIndex(g, join(folder, "fresh"), `(seed ${seed})`);
    if (random.chance(0.3)) await finish();
  },
);

test("everything acknowledged in between ends final or refused, once and in order", async () => {
  await finish();
  const checked = await checkGateway(g, folder, seed);
  expect(checked.acknowledged).toBeGreaterThan(ROUNDS * 5);
  expect(checked.final).toBeGreaterThan(checked.refused);
  expect(deepest).toBeGreaterThan(6);
});

test("a change below what is final halts the index, and nothing more is applied", async () => {
  await node.mine(FINALITY + 3);
  await g.follower.poke();
  const { head } = g.index;
  await node.drop(FINALITY + 2);
  for (let i = 0; i < FINALITY + 5; i++) await node.mineOther();
  await g.follower.poke();
  expect(g.follower.halted).toContain("which is final here with another hash");
  const stopped = g.index.head!;
  expect(stopped.number).toBeLessThanOrEqual(head!.number);
  expect(stopped.number).toBeGreaterThanOrEqual(g.index.final);
  await node.mine(3);
  await g.follower.poke();
  await wait(300);
  expect(g.index.head).toEqual(stopped);
});
