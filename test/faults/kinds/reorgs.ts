import assert from "node:assert/strict";
import { join } from "node:path";
import { checkIndex } from "../check.ts";
import { ForkedCity } from "../forkedCity.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { walkLostBlocks } from "../lostBlocks.ts";
import { Random } from "../random.ts";
import { type ChangeName, changes } from "../reorgs.ts";

const names = Object.keys(changes) as ChangeName[];
const DEEPEST = 64;
/** A city is given up for a new one after so many, so that fresh indexes stay quick. */
const SCHEDULES_EACH = 40;

/** One change of history among acts, and the index compared with one that never saw it. */
async function schedule(city: ForkedCity, change: ChangeName, depth: number): Promise<void> {
  const { g, node, random } = city;
  let rollbacks = 0;
  const count = () => rollbacks++;
  g.index.on("rolledBack", count);
  await city.work(4 + random.below(5));
  await node.mine(random.below(depth));
  await g.follower.poke();
  await changes[change](node, g, Math.min(depth, await room(city)), random);
  await g.follower.poke();
  g.index.off("rolledBack", count);
  assert.equal(g.follower.halted, null, city.at);
  assert.ok(rollbacks > 0, `nothing was taken back by ${change} over ${depth} ${city.at}`);
  assert.equal(g.index.head?.number, await node.head(), city.at);
  await checkIndex(g, join(city.folder, "fresh"), city.at);
  await city.requireTruth();
}

/** How deep history can be changed without touching what is final. */
async function room({ g, node }: ForkedCity): Promise<number> {
  return Math.max(
    1,
    Math.min(DEEPEST, (await node.head()) - Math.max(g.index.final, g.index.identity.from + 20) - 1),
  );
}

async function oneCity(run: FaultRun, schedules: number): Promise<void> {
  const seed = run.random.below(2 ** 31);
  const random = new Random(seed);
  // One more, since some changes put a block on top before they begin.
  const city = await ForkedCity.found({ seed, random, finality: DEEPEST + 2 });
  try {
    await city.node.mine(DEEPEST);
    for (let i = 0; i < schedules && (i < names.length || run.goOn() || run.short); i++) {
      const change = names[i % names.length]!;
      const depth = i === 0 ? DEEPEST : 1 + random.below(DEEPEST);
      await schedule(city, change, depth);
      run.fired(change);
      if (random.chance(0.15)) await city.finish();
    }
    const checked = await city.check();
    for (let i = 0; i < (run.short ? 1 : 2); i++) {
      const { depth, again } = await walkLostBlocks(city);
      run.fired("beyond-finality");
      run.say(`seed ${seed}: ${depth} blocks lost beyond finality, ${again} operations sent again`);
    }
    run.say(`seed ${seed}: ${JSON.stringify(checked)}`);
  } catch (error) {
    if (error instanceof Error) error.message += `\nof the city with seed ${seed}\n${city.lastOfLog()}`;
    throw error;
  } finally {
    await city.remove();
  }
}

export const reorgs: FaultKind = {
  name: "reorgs",
  about: "histories changed to 64 blocks deep and back again; below finality it halts, and a command goes on",
  needs: {},
  weight: 3,
  async run(run) {
    do await oneCity(run, run.short ? 8 : SCHEDULES_EACH);
    while (run.goOn());
  },
};
