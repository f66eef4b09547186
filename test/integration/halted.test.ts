import { afterAll, beforeAll, expect, test } from "vitest";
import { ForkedCity } from "../faults/forkedCity.ts";
import { doNext } from "../faults/client.ts";
import { Random, seedFrom } from "../faults/random.ts";

const FINALITY = 6;
const seed = seedFrom();
console.log(`halted.test seed ${seed} (SUYUAN_SEED repeats it)`);
let city: ForkedCity;

beforeAll(async () => {
  city = await ForkedCity.found({ seed, random: new Random(seed), finality: FINALITY });
});
afterAll(() => city.remove());

test("a gateway whose chain lost final blocks signs nothing and sends nothing, though the node would take it", async () => {
  const { g, node } = city;
  await city.work(6);
  await city.finish();
  await node.mine(FINALITY + 2);
  await g.follower.poke();
  const send = g.port.submit;
  const sent: string[] = [];
  // Signed and kept, and not on the chain when its blocks go.
  g.port.submit = () => Promise.resolve({ outcome: "unknown", reason: "held back by a test" });
  await someSigned();
  await node.drop(FINALITY + 3);
  for (let i = 0; i < FINALITY + 6; i++) await node.mineOther();
  await g.follower.poke();
  expect(g.follower.halted).toContain("which is final here with another hash");

  g.port.submit = (batch) => {
    sent.push(batch.hash);
    return send(batch);
  };
  // A node may show the state of blocks it lost for a while; this one shows any.
  g.port.stateAt = () => Promise.resolve("latest");
  const signed = new Set(g.outbox.batches.keys());
  for (let i = 0; i < 4; i++) {
    await doNext(g, seed, city.notebook);
    await g.worker.resume();
    for (const lane of g.worker.lanes()) await lane.work();
  }
  expect([...g.outbox.batches.keys()].filter((hash) => !signed.has(hash))).toEqual([]);
  expect(sent).toEqual([]);
  const states = new Set([...g.outbox.openOperations()].map((o) => o.status.state));
  expect([...states].sort()).toEqual(["accepted", "sent"]);
});

/** Requests until some bytes are signed; a plan's request may be refused at once. */
async function someSigned(): Promise<void> {
  const { g } = city;
  for (let i = 0; i < 20 && g.outbox.batches.size === 0; i++) {
    await doNext(g, seed, city.notebook);
    for (const lane of g.worker.lanes()) await lane.work();
  }
  expect(g.outbox.batches.size).toBeGreaterThan(0);
}
