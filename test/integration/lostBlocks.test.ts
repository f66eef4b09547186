import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { here } from "../../src/cli/fixtures/here.ts";
import { openLevel } from "../../src/store/open.ts";
import { ForkedCity } from "../faults/forkedCity.ts";
import { walkLostBlocks } from "../faults/lostBlocks.ts";
import { Random, seedFrom } from "../faults/random.ts";

const seed = seedFrom();
console.log(`lostBlocks.test seed ${seed} (SUYUAN_SEED repeats it)`);
let city: ForkedCity;

beforeAll(async () => {
  city = await ForkedCity.found({ seed, random: new Random(seed), finality: 6 });
});

afterAll(() => city.remove());

test("after a loss beyond finality the index halts, says so, and a command sends the same bytes again", async () => {
  const { again } = await walkLostBlocks(city);
  expect(again).toBeGreaterThan(0);
});

test("what can no longer be sent again is told one by one, and the key goes on with new acts", async () => {
  await city.work(5);
  await city.finish();
  const alpha = city.g.keyring.named("alpha")!.address;
  const all = await city.g.outbox.list({ limit: 100, key: alpha });
  const newest = all.find((o) => o.status.state === "final");
  const { block } = newest!.status as { block: number };
  const depth = (await city.node.head()) - block + 1;
  // The journal's own copies go with the next start.
  await city.reopen();
  await city.shut();
  await forgetBytes();
  await city.node.drop(depth);
  for (let i = 0; i < depth + 2; i++) await city.node.mineOther();

  const command = ["--data", city.config.data, "rebuild", "--rpc", city.config.rpc[0]!, "--finality", "6"];
  const refused = await here("--lang", "en", ...command);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("suyuan rebuild --accept-fork")]);
  const accepted = await here("--json", ...command, "--accept-fork");
  expect(accepted.code).toBe(1);
  const { fork } = JSON.parse(accepted.out) as { fork: { again: unknown[]; lost: { id: string }[] } };
  expect(fork.again).toEqual([]);
  expect(fork.lost.map((o) => o.id)).toContain(newest!.id);

  await city.open();
  const { body } = await city.ask(`/v1/operations/${newest!.id}`);
  expect(body).toMatchObject({ state: "refused", error: { code: "CHAIN_BLOCK_LOST" } });
  await city.work(8);
  const { final } = await city.check();
  expect(final).toBeGreaterThan(0);
});

/** As after 10,000 more blocks. */
async function forgetBytes(): Promise<void> {
  const level = await openLevel(join(city.config.data, "operations"));
  await level.clear({ gte: "sent!", lt: "sent~" });
  await level.close();
}
