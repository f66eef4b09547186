import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../src/config.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { type Hex } from "../../src/core/hex.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { fallout, falloutDeliveries, listRecalls } from "../../src/ledger/recall/queries.ts";
import { showVersion } from "../../src/ledger/dataset/queries.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { ForkingNode } from "../faults/fork.ts";
import { Given } from "../support/given.ts";
import { until } from "../support/gates.ts";

const departments = ["weather", "transport", "police", "health"];
const levels = ["weather/rain", "transport/delays", "police/routes", "health/calls", "weather/board"];

/** A source and four levels of what was made of it, each in another department; D1 and D2 are of two of them. */
async function furnish(given: Given): Promise<Hex[]> {
  await given.domain("all");
  const open = { sharing: "unconditional" };
  for (const name of levels) await given.dataset(name, "all", open);
  for (const dataset of [levels[0], levels[2]])
    await given.done("list-supply", dataset!.split("/")[0]!, [{ dataset, ...open, fields: ["a"] }]);
  const ids: Hex[] = [];
  for (const name of levels)
    ids.push(...(await given.versions(name, [{ text: name, parents: ids.slice(-1) }])));
  const why = { purpose: "public-service", scenario: "planning", fields: ["a"] };
  await given.done("file-request", "transport", [{ dataset: levels[0], ...why }]);
  await given.done("file-request", "health", [{ dataset: levels[2], ...why }]);
  await given.done("deliver", "weather", [{ grant: "G1", version: `${levels[0]}@1` }]);
  await given.done("deliver", "police", [{ grant: "G2", version: `${levels[2]}@1` }]);
  return ids;
}

const recall = (version: string) => ({ version, reason: "source-error", note: "the gauge was broken" });
const source = `${levels[0]}@1`;

describe("a recall four levels up", () => {
  const ends: (() => unknown)[] = [];
  let given: Given;
  let ids: Hex[];
  let at: string;
  beforeAll(async () => {
    given = await Given.city(departments, {}, (end) => ends.unshift(end));
    ids = await furnish(given);
    await given.done("recall-version", "weather", [recall(source)]);
    at = String(given.gateway.index.rows.get(versions, ids[0]!)!.recalled!.block);
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test("reaches everything in its own block: versions, grants, deliveries, consumers", async () => {
    const found = await fallout.run({ version: source, at }, given.gateway.sources);
    expect(found).toMatchObject({
      owner: "weather",
      spreads: true,
      falls: [{ kind: "recall", reason: "source-error", block: Number(at) }],
      descendants: { versions: 4, onChain: 0, onlyByIndex: 4, open: 4 },
      deliveries: { count: 2, received: 0, open: 2 },
      remainder: { deliveries: 2, versions: 4 },
    });
    expect(found.descendants.depths.map((d) => d.versions)).toEqual([1, 1, 1, 1]);
    expect(found.descendants.owners.map((o) => o.organisation)).toEqual(departments.toSorted());
    expect(found.grants.items.map((g) => [g.name, g.consumer])).toEqual([
      ["G1", "transport"],
      ["G2", "health"],
    ]);
    expect(found.consumers.map((c) => [c.organisation, c.open])).toEqual([
      ["health", 1],
      ["transport", 1],
    ]);
    const leaf = showVersion.run({ version: `${levels[4]}@1`, at }, given.gateway.sources);
    expect(leaf).toMatchObject({ standing: "affected", affectedBy: [source], affected: null });
  });

  test("reaches the chain edge by edge to the leaves, and what is affected is not delivered", async () => {
    const { index, sources } = given.gateway;
    await until(() => ids.slice(1).every((id) => index.rows.get(versions, id)!.affected), "all are marked");
    const marks = ids.slice(1).map((id) => index.rows.get(versions, id)!.affected!);
    expect(marks.map((m) => m.through)).toEqual(ids.slice(0, -1));
    expect(marks.map((m) => m.fact)).toEqual(marks.map((m) => m.fact).toSorted((a, b) => a - b));
    const now = await fallout.run({ version: source }, sources);
    expect(now.descendants).toMatchObject({ versions: 4, onChain: 4, onlyByIndex: 0 });
    const again = { grant: "G2", version: `${levels[2]}@1`, name: "again" };
    await expect(given.done("deliver", "police", [again])).rejects.toMatchObject({
      code: "LEDGER_VERSION_NOT_DELIVERABLE",
    });
  });

  test("its open remainder is told with ages, and in the city's list", async () => {
    const { sources } = given.gateway;
    await sleep(1_100);
    const open = { version: source, open: true, limit: 10 };
    const { items } = await falloutDeliveries.run(open, sources);
    expect(items.map((d) => [d.name, d.depth, d.settled])).toEqual([
      ["D1", 0, false],
      ["D2", 2, false],
    ]);
    for (const d of items) expect(d.age).toBeGreaterThanOrEqual(1);
    const listed = await listRecalls.run({ limit: 10, closed: false }, sources);
    expect(listed.items).toMatchObject([{ versions: [source], descendants: 4, grants: 2, deliveries: 2 }]);
  });
});

describe("a recall whose block is taken back", () => {
  let node: ForkingNode;
  let folder: string;
  let g: Gateway;
  let given: Given;
  beforeAll(async () => {
    node = await ForkingNode.start();
    folder = mkdtempSync(join(tmpdir(), "suyuan-recalls-"));
    const config = {
      data: join(folder, "data"),
      city: "sample",
      rpc: [node.url],
      finality: 3,
      keeper: false,
    };
    const miner = setInterval(() => void node.mine(), 40);
    g = await openGateway(configFrom(config as never, {}), () => undefined);
    const names = departments.map((code) => ({ code, kind: "department", name: { zh: code, en: code } }));
    await foundTiers(g, names);
    given = Given.at(g);
    await furnish(given);
    clearInterval(miner);
  });
  afterAll(async () => {
    await g.close();
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("leaves nothing behind, and comes again with the block", async () => {
    const standing = { code: "VERSION_STANDS" };
    await given.submitted("recall-version", "weather", [recall(source)]);
    for (let i = 0; i < 200 && g.sources.recalledAt.size === 0; i++) {
      await node.mine();
      await g.follower.poke();
      await sleep(10);
    }
    const before = await fallout.run({ version: source }, g.sources);
    expect(before.descendants).toMatchObject({ versions: 4, onlyByIndex: 4 });
    const struckAt = before.falls[0]!.block;
    const top = await node.top((await node.head()) - struckAt + 1);

    await g.worker.close();
    await node.drop(top.length);
    for (let i = 0; i <= top.length; i++) await node.mineOther();
    await g.follower.poke();
    await expect(fallout.run({ version: source }, g.sources)).rejects.toMatchObject(standing);
    expect((await listRecalls.run({ limit: 5, closed: true }, g.sources)).items).toEqual([]);
    const leaf = showVersion.run({ version: `${levels[4]}@1` }, g.sources);
    expect(leaf).toMatchObject({ standing: "current", affectedBy: [] });

    await node.mineOther(top.flatMap((b) => b.raws));
    await g.follower.poke();
    const after = await fallout.run({ version: source }, g.sources);
    expect(after.falls[0]!.block).toBeGreaterThan(struckAt);
    expect(after.descendants).toEqual(before.descendants);
  });
});
