import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../src/config.ts";
import { type ChainNode } from "../../src/chain/node.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { compareStores } from "../../src/indexer/compare.ts";
import { Follower, type FollowedChain } from "../../src/indexer/follower.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { Index } from "../../src/indexer/index.ts";
import { rebuild, type RebuildProgress } from "../../src/indexer/rebuild.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { checkIndex, rebuildIndex } from "../../src/ops/maintenance.ts";
import { openLevel, type Level } from "../../src/store/open.ts";
import { doNext, Notebook } from "../faults/client.ts";
import { departments } from "../faults/plan.ts";

const SEED = 20_260_808;
let folder: string;
let g: Gateway;
let notebook: Notebook;
const config = () => configFrom({ data: join(folder, "data"), city: "sample" }, {});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "suyuan-rebuild-"));
  g = await openGateway(config(), () => undefined);
  await foundTiers(g, departments);
  notebook = new Notebook(join(folder, "acknowledged"));
  for (let i = 0; i < 60; i++) await doNext(g, SEED, notebook);
  const { as, makes } = notebook.acknowledged.find((a) => a.into !== null && a.makes.length > 0)!;
  const recall = { version: makes[0], reason: "quality" };
  await g.desk.submit(actionNamed("recall-version")!, g.keyring.named(as)!.address, [recall]);
  while (g.outbox.size.operations > 0) await wait(5);
  await g.follower.poke();
});

afterAll(async () => {
  notebook.close();
  await g.close();
  rmSync(folder, { recursive: true, force: true });
});

const inspect = (db: Level) => fsck(db, g.index.identity, g.port.node);

/** The first entry of a table, or the one that is named with it. */
async function entryOf(db: Level, table: string): Promise<[string, string]> {
  const from = table.includes("!") ? table : `${table}!`;
  const [entry] = await db.iterator({ gte: from, lt: `${table}"`, limit: 1 }).all();
  expect(entry, `the table ${table} has an entry to damage`).toBeDefined();
  return entry!;
}

/** Changes one entry, looks, and puts it back. */
async function withEntry<T>(key: string, value: string | null, look: () => Promise<T>): Promise<T> {
  const db = g.index.store;
  const before = await db.get(key);
  await (value === null ? db.del(key) : db.put(key, value));
  try {
    return await look();
  } finally {
    await (before === undefined ? db.del(key) : db.put(key, before));
  }
}

test("an index made from the chain alone equals the live one in every entry", async () => {
  const seen: RebuildProgress[] = [];
  const fresh = join(folder, "fresh");
  const level = await rebuild(g.port, g.index.identity, fresh, { onProgress: (p) => seen.push(p) });
  const { entries, differences } = await compareStores(g.index.store, level);
  await level.close();
  expect(differences).toEqual([]);
  expect(entries).toBeGreaterThan(1_000);
  const { number } = g.index.head!;
  expect(seen.at(-1)).toEqual({ block: number, target: number, facts: g.index.block(number)!.facts });
  expect(await inspect(g.index.store)).toEqual([]);
});

test("a changed, a missing and an invented entry are each told with both values", async () => {
  const fresh = join(folder, "compared");
  const level = await rebuild(g.port, g.index.identity, fresh);
  const [key, value] = await entryOf(level, "version");
  await level.put(key, "1");
  expect((await compareStores(g.index.store, level)).differences).toEqual([
    { key, live: value, rebuilt: "1" },
  ]);
  await level.del(key);
  expect((await compareStores(g.index.store, level)).differences).toEqual([
    { key, live: value, rebuilt: null },
  ]);
  await level.put(key, value);
  await level.put("zzz!new", "2");
  const { differences } = await compareStores(g.index.store, level);
  expect(differences).toEqual([{ key: "zzz!new", live: null, rebuilt: "2" }]);
  await level.close();
});

describe("a node that leaves out one log of a block", () => {
  /** The same chain, seen through a node that lies about one block. */
  const lying = (at: number): FollowedChain => {
    const node = Object.create(g.port.node) as ChainNode;
    node.receipts = async (block) => {
      const receipts = await g.port.node.receipts(block);
      if (block.number === at) receipts.find((r) => r.logs.length > 0)!.logs.pop();
      return receipts;
    };
    return { node, readable: () => g.port.readable(), final: (head) => head };
  };

  test("is told by the receipts root when the index is made from it", async () => {
    const at = g.index.head!.number;
    const making = rebuild(lying(at), g.index.identity, join(folder, "lied"));
    await expect(making).rejects.toThrow(`the receipts of block ${at} hash to`);
  });

  test("is not followed past the block before", async () => {
    const at = g.index.head!.number;
    const level = await openLevel(join(folder, "followed"));
    const index = await Index.open(level, g.index.identity);
    const follower = new Follower(lying(at), index, { pollMs: 60_000, log: () => undefined });
    await follower.poke();
    expect(index.head?.number).toBe(at - 1);
    expect(follower.problem).toContain(`the receipts of block ${at} hash to`);
    await follower.close();
    await index.close();
  });
});

type Change = (row: Record<string, unknown>) => unknown;
const otherHash = `0x${"12".repeat(32)}`;

describe("fsck finds one wrong entry, whichever table it is in", () => {
  const cases: [table: string, change: Change | null, check: string][] = [
    ["head", () => otherHash, "head"],
    ["head", null, "head-recomputed"],
    ["fact", (row) => ({ ...row, hash: otherHash }), "head-recomputed"],
    ["fact", (row) => ({ ...row, block: 1 }), "fact"],
    ["fact", null, "fact"],
    ["history", null, "history"],
    ["block", (row) => ({ ...row, hash: otherHash }), "block"],
    ["block", (row) => ({ ...row, versions: 7 }), "block-count"],
    ["dataset", (row) => ({ ...row, versions: 99 }), "dataset"],
    ["dataset", (row) => ({ ...row, state: 5 }), "state"],
    ["version", (row) => ({ ...row, state: 6 }), "state"],
    ["version", (row) => ({ ...row, parents: [otherHash] }), "graph"],
    ["version", (row) => ({ ...row, number: 77 }), "version"],
    ["version", null, "version"],
    ["dataset-version", () => otherHash, "version"],
    ["digest", () => otherHash, "digest"],
    ["digest", null, "digest"],
    ["graph-node", (row) => ({ ...row, parents: [3] }), "graph"],
    ["recall", null, "recall"],
    ["organisation", (row) => ({ ...row, suspended: true }), "state"],
    ["counter!versions", () => 777, "version"],
    ["counter!requests", () => 777, "sharing"],
    ["request", (row) => ({ ...row, number: 777 }), "sharing"],
    ["due", null, "sharing"],
  ];
  test.each(cases.map((c, i) => [i, ...c] as const))("case %i, in %s", async (_, table, change, check) => {
    const [key, text] = await entryOf(g.index.store, table);
    const value = change && JSON.stringify(change(JSON.parse(text) as Record<string, unknown>));
    const findings = await withEntry(key, value, () => inspect(g.index.store));
    expect(findings.map((f) => f.check)).toContain(check);
    for (const { says } of findings) expect(says.en + says.zh).not.toMatch(/[{}]subject|undefined/);
  });

  test("city's own head too, and an index that stands on another chain's block", async () => {
    const city = await withEntry("head!city", JSON.stringify(otherHash), () => inspect(g.index.store));
    expect(city.map((f) => [f.check, f.subject])).toEqual([
      ["head", "city"],
      ["head-recomputed", "city"],
    ]);
    const position = JSON.stringify({ head: { number: 3, hash: otherHash, time: 0 }, final: 0 });
    const findings = await withEntry("position!position", position, () => inspect(g.index.store));
    expect(findings.map((f) => f.check)).toContain("position");
  });
});

test("offline: a damaged index is found, rebuilt, and clean again; a running gateway is not disturbed", async () => {
  await expect(rebuildIndex(config())).rejects.toMatchObject({ code: "DATA_DIRECTORY_BUSY" });
  await expect(checkIndex(config())).rejects.toMatchObject({ code: "DATA_DIRECTORY_BUSY" });
  const { head } = g.index;
  await g.close();
  const db = await openLevel(join(folder, "data", "index"));
  const [key] = await entryOf(db, "version");
  await db.del(key);
  await db.close();
  const steps: string[] = [];
  const findings = await checkIndex(config(), { onProgress: (p) => steps.push(p.step) });
  expect(findings.length).toBeGreaterThan(0);
  expect(steps).toContain("versions");
  const last = await rebuildIndex(config());
  expect(last.block).toBe(head!.number);
  expect(await checkIndex(config())).toEqual([]);
  g = await openGateway(config(), () => undefined);
  expect(g.index.head).toEqual(head);
});
