import assert from "node:assert/strict";
import { type Checked } from "../check.ts";
import { FaultyNode, type FaultName, mishaps } from "../proxy.ts";
import { ForkingNode } from "../fork.ts";
import { ForkedCity } from "../forkedCity.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { Random } from "../random.ts";
import { rewrites } from "../rewrites.ts";

const FINALITY = 12;
/** The gateway's patience with its node; a late reply comes after it. */
const TIMEOUT_MS = 500;
const STORMS_EACH = 40;

interface Scene {
  run: FaultRun;
  city: ForkedCity;
  proxy: FaultyNode;
  random: Random;
}

/** Hurts requests of a working gateway until one of these faults hit one. */
async function storm({ run, city, proxy, random }: Scene, faults: readonly FaultName[]): Promise<void> {
  // Once refused, a client asks for less for ten minutes.
  if (faults.includes("batch-refused")) await city.reopen();
  const before = new Map(faults.map((fault) => [fault, proxy.hits(fault)]));
  const isHit = (fault: FaultName) => proxy.hits(fault) > before.get(fault)!;
  // In company one may keep the others from being met: without blocks nobody asks for receipts.
  const isDone = () => faults.some(isHit);
  proxy.storm(faults, 0.15 + random.next() * 0.5);
  for (let tries = 0; tries < 60 && (tries < 2 || !isDone()); tries++) {
    await city.work(1 + random.below(3));
    await city.node.mine();
    await city.g.follower.poke();
    if (random.chance(0.4)) await city.g.worker.resume();
  }
  assert.ok(isDone(), `${faults.join()} never hit a request ${city.at}`);
  await city.requireTruth();
  proxy.calm();
  assert.equal(city.g.follower.halted, null, `it halted without a reason ${city.at}`);
  if (run.short) return;
  await city.finish();
  await city.requireTruth();
}

/** The node is behind for a while, consistently. */
async function lagging({ city, proxy, random }: Scene): Promise<void> {
  await city.work(4);
  await city.node.mine(3);
  await city.g.follower.poke();
  const { head, final } = city.g.index;
  const before = proxy.hits("lagging-node");
  proxy.lag(2 + random.below(6));
  await city.g.follower.poke();
  assert.deepEqual(city.g.index.head, head, `a lag was taken for a loss ${city.at}`);
  assert.match(city.g.follower.problem!, /behind/, city.at);
  assert.ok(city.g.index.final >= final);
  await city.work(3);
  await city.node.mine(4);
  await city.requireTruth();
  assert.ok(proxy.hits("lagging-node") > before);
  proxy.calm();
}

/** It takes no lists beyond so many calls, for good. */
async function limited({ city, proxy, random }: Scene): Promise<void> {
  const before = proxy.hits("batch-refused");
  proxy.limit(random.below(4));
  await city.work(12);
  await city.node.mine();
  await city.finish();
  assert.equal(city.g.follower.problem, null, city.at);
  await city.requireTruth();
  if (proxy.hits("batch-refused") === before) await city.work(10);
  proxy.calm();
  await city.reopen();
}

/** Another chain answers under the same name: nothing of it gets in, and nothing is taken back. */
async function exchanged({ city, proxy }: Scene): Promise<void> {
  const other = await ForkingNode.start(78);
  const home = proxy.target;
  try {
    await city.work(3);
    await other.mine((await city.node.head()) + 20);
    await city.g.follower.poke();
    const { head } = city.g.index;
    proxy.target = other.url;
    await city.g.follower.poke();
    await city.work(4);
    await city.g.worker.resume();
    assert.match(city.g.follower.problem!, /chain 78/, city.at);
    assert.equal(city.g.follower.halted, null, city.at);
    assert.deepEqual(city.g.index.head, head, city.at);
    const { status, body } = await city.ask("/readyz");
    assert.equal(status, 503);
    assert.match(body.reasons.join(), /chain 78/);
    proxy.fired.set("exchanged-chain", proxy.hits("exchanged-chain") + 1);
  } finally {
    proxy.target = home;
    await other.stop();
  }
}

/** At a start the chain id decides, before anything is opened. */
async function wrongAtStart({ city, proxy }: Scene): Promise<void> {
  await city.shut();
  proxy.storm(["wrong-chain-id"], 1);
  await assert.rejects(city.open(), { code: "DATA_DIRECTORY_FOREIGN" });
  proxy.calm();
  await city.open();
}

/** The node comes back with what it had some blocks ago, and goes on from there: as it was, or otherwise. */
async function setBack({ city, proxy, random }: Scene): Promise<void> {
  await city.work(5);
  await city.node.mine(2);
  await city.g.follower.poke();
  const depth = 1 + random.below(FINALITY - 2);
  const top = await city.node.top(depth);
  const { head } = city.g.index;
  await city.node.drop(depth);
  await city.g.follower.poke();
  assert.deepEqual(city.g.index.head, head, `what is not contradicted was taken back ${city.at}`);
  if (random.chance(0.5)) await city.node.putBack(top);
  else for (let i = 0; i <= depth; i++) await city.node.mineOther();
  await city.g.follower.poke();
  assert.equal(city.g.follower.halted, null, city.at);
  await city.node.mine();
  await city.g.follower.poke();
  await city.requireTruth();
  proxy.fired.set("node-set-back", proxy.hits("node-set-back") + 1);
}

/** A reply later than any patience: 30 s and more with the usual time-out. */
async function veryLate({ city, proxy }: Scene): Promise<void> {
  await city.reopen({ rpcTimeoutMs: 30_000 });
  proxy.lateMs = 31_000;
  const before = proxy.hits("late-reply");
  proxy.storm(["late-reply"], 1);
  const poked = city.g.follower.poke();
  while (proxy.hits("late-reply") === before) await city.work(1);
  proxy.calm();
  await poked;
  proxy.lateMs = 1.5 * TIMEOUT_MS;
  await city.reopen({ rpcTimeoutMs: TIMEOUT_MS });
}

/** With a gateway that waits as long as usual: the checking itself is not to be hurt. */
async function checkPatiently(city: ForkedCity): Promise<Checked> {
  await city.reopen({ rpcTimeoutMs: 30_000 });
  const checked = await city.check();
  await city.reopen({ rpcTimeoutMs: TIMEOUT_MS });
  return checked;
}

const scenes = [lagging, limited, exchanged, wrongAtStart, setBack] as const;
const faults: readonly FaultName[] = [...mishaps, ...(Object.keys(rewrites) as (keyof typeof rewrites)[])];

async function oneCity(run: FaultRun): Promise<void> {
  const seed = run.random.below(2 ** 31);
  const random = new Random(seed);
  let proxy: FaultyNode | undefined;
  const through = async (url: string) => (proxy = await FaultyNode.start(url, random)).url;
  const city = await ForkedCity.found({ seed, random, finality: FINALITY, through });
  const scene = { run, city, proxy: proxy!, random };
  try {
    await city.reopen({ rpcTimeoutMs: TIMEOUT_MS });
    // Each once, then in any company.
    const due = faults.map((fault) => [fault]).sort(() => random.next() - 0.5);
    for (let i = 0; i < due.length && (run.short || i < STORMS_EACH); i++) await storm(scene, due[i]!);
    for (const play of scenes) await play(scene);
    if (!run.short) await veryLate(scene);
    for (let i = 0; i < STORMS_EACH && run.goOn(); i++) {
      if (random.chance(0.3)) await random.pick(scenes)(scene);
      else await storm(scene, [random.pick(faults), random.pick(faults), random.pick(faults)]);
      if (i % 8 === 7) await checkPatiently(city);
    }
    run.say(`seed ${seed}: ${JSON.stringify(await checkPatiently(city))}`);
  } catch (error) {
    if (error instanceof Error) error.message += `\nof the city with seed ${seed}\n${city.lastOfLog()}`;
    throw error;
  } finally {
    for (const [fault, count] of proxy!.fired) run.fired(fault, count);
    await city.remove();
    await proxy!.stop();
  }
}

export const chain: FaultKind = {
  name: "chain",
  about:
    "a proxy between gateway and node that drops, delays, doubles, cuts and falsifies; nodes that lag or change",
  needs: {},
  weight: 3,
  async run(run) {
    do await oneCity(run);
    while (run.goOn());
  },
};
