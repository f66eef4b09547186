import assert from "node:assert/strict";
import { type Hex } from "../../src/core/hex.ts";
import { checkIndex, rebuildIndex } from "../../src/ops/maintenance.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { allOperations } from "./check.ts";
import { doNext } from "./client.ts";
import { type ForkedCity } from "./forkedCity.ts";

/** The node of the tests goes back no further. */
const DEEPEST = 150;

interface Final {
  transaction: Hex;
  block: number;
}

/** By the operation's id. */
type Finals = Map<string, Final>;

export interface LostBlocks {
  depth: number;
  /** Operations that were final in the lost blocks and went out again. */
  again: number;
}

/**
 * A chain that loses blocks which were final, as its operator meets it: the index halts and says so, the plain
 * command refuses, the documented one goes on, and the bytes that were sent are sent again.
 */
export async function walkLostBlocks(city: ForkedCity): Promise<LostBlocks> {
  const { random, node, at } = city;
  await city.work(6 + random.below(6));
  await city.finish();
  const head = await node.head();
  const before = await finals(city);
  const within = [...before.values()].filter(({ block }) => block > head - DEEPEST);
  const depth = head - random.pick(within).block + 1;
  assert.ok(head - depth < city.g.index.final, `${depth} blocks are not beyond what is final ${at}`);
  city.log.splice(0);
  await node.drop(depth);
  for (let i = 0; i < depth + 3; i++) await node.mineOther();
  await halts(city, head - depth);
  await city.shut();
  await goesOn(city);
  const lost = await missing(city, before);
  await city.open();
  await areSentAgain(city, lost);
  await city.check();
  for (const [id, { transaction }] of lost) {
    const { status } = (await city.g.outbox.find(id))!;
    assert.equal(status.state, "final", `${id} is ${JSON.stringify(status)} ${at}`);
    assert.equal((status as Final).transaction, transaction, `${id} got other bytes ${at}`);
    assert.ok((await node.place(transaction))?.succeeded, `${transaction} is not on the chain ${at}`);
  }
  return { depth, again: lost.size };
}

/** Nothing more is applied, taken back or sent, and everybody is told. */
async function halts(city: ForkedCity, ancestor: number): Promise<void> {
  const { g, at } = city;
  await g.follower.poke();
  assert.match(g.follower.halted!, /final here with another hash/, at);
  const stopped = g.index.head!;
  assert.ok(stopped.number > ancestor && stopped.number >= g.index.final, at);
  const isTold = city.log.some(({ event }) => event === "index.halted");
  assert.ok(isTold, `the log does not say it ${at}`);
  const { status, body } = await city.ask("/readyz");
  assert.equal(status, 503, at);
  assert.match(body.reasons.join(), /suyuan rebuild --accept-fork/, at);
  const accepted = await doNext(g, city.seed, city.notebook);
  await city.node.mine(2);
  await g.worker.resume();
  await g.follower.poke();
  assert.deepEqual(g.index.head, stopped, at);
  const isWaiting = (o: Operation) => g.outbox.openOperation(o.id)?.status.state === "accepted";
  assert.ok(accepted.every(isWaiting), `something was sent to another history ${at}`);
}

async function goesOn(city: ForkedCity): Promise<void> {
  await assert.rejects(rebuildIndex(city.config), { code: "CHAIN_FORKED" });
  if (city.random.chance(0.5)) await isCutOff(city);
  const { fork } = await rebuildIndex(city.config, { acceptFork: true });
  // Nothing is left to be told when it was recorded before it was cut off.
  assert.deepEqual(fork?.lost ?? [], [], `bytes were not kept ${city.at}`);
  assert.deepEqual(await checkIndex(city.config), [], `fsck is not clean ${city.at}`);
}

/** The command ends in the middle; what is on disk then is what a kill would leave. */
async function isCutOff({ config, random, at }: ForkedCity): Promise<void> {
  const where = random.pick(["rebuild-block", "fork-recorded", "rebuild-complete", "swap-moved-out"]);
  const crashAt = (point: string) => {
    if (point === where) throw new Error(`cut off at ${point}`);
  };
  const cut = rebuildIndex({ ...config, crashAt }, { acceptFork: true });
  await assert.rejects(cut, { message: `cut off at ${where}` }, at);
}

async function finals(city: ForkedCity): Promise<Finals> {
  const found: Finals = new Map();
  for (const { id, status } of await allOperations(city.g))
    if (status.state === "final") found.set(id, status);
  return found;
}

/** Those whose transaction the node does not have any more. */
async function missing(city: ForkedCity, before: Finals): Promise<Finals> {
  const lost: Finals = new Map();
  for (const [id, was] of before) if (!(await city.node.place(was.transaction))) lost.set(id, was);
  assert.ok(lost.size > 0, `nothing was lost ${city.at}`);
  return lost;
}

/** Before a block is mined: their statuses went back, with the same transactions, over HTTP as well. */
async function areSentAgain(city: ForkedCity, lost: Finals): Promise<void> {
  for (const [id, { transaction }] of lost) {
    const { status } = (await city.g.outbox.find(id))!;
    assert.deepEqual(status, { state: "sent", transaction }, `${id} ${city.at}`);
  }
  const [id, { transaction }] = [...lost][0]!;
  const { body } = await city.ask(`/v1/operations/${id}`);
  assert.deepEqual([body.state, body.transaction], ["sent", transaction], city.at);
}
