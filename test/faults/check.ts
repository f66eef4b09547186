import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Hex } from "../../src/core/hex.ts";
import { configFrom } from "../../src/config.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { compareStores } from "../../src/indexer/compare.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { rebuild } from "../../src/indexer/rebuild.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { type Acknowledged, linesOf } from "./client.ts";
import { matchFacts } from "./match.ts";
import { departments } from "./plan.ts";

/** What was there to be checked: a check of nothing proves nothing. */
export interface Checked {
  acknowledged: number;
  final: number;
  refused: number;
  facts: number;
  blocks: number;
}

/** Starts the gateway on what a death left behind, lets it finish, and compares everything with the model. */
export async function check(folder: string, seed: number): Promise<Checked> {
  // Its keepers rest: what they recorded between two readings would be a difference.
  const config = configFrom({ data: join(folder, "data"), city: "sample", keeper: false }, {});
  const g = await openGateway(config, () => undefined);
  try {
    await foundTiers(g, departments);
    return await checkGateway(g, folder, seed);
  } finally {
    await g.close();
  }
}

export async function checkGateway(g: Gateway, folder: string, seed: number): Promise<Checked> {
  const at = `(seed ${seed})`;
  await settled(g, at);
  const acknowledged = linesOf<Acknowledged>(join(folder, "acknowledged"));
  const operations = await allOperations(g);
  const byId = new Map(operations.map((o) => [o.id, o]));
  assert.equal(byId.size, operations.length, `an operation is listed twice ${at}`);
  for (const a of acknowledged) await checkAcknowledged(g, a, byId, at);
  const facts = await matchFacts(g, operations, at);
  const blocks = checkBlocks(g, folder, at);
  await checkIndex(g, join(folder, "fresh"), at);
  const final = operations.filter((o) => o.status.state === "final").length;
  return { acknowledged: acknowledged.length, final, refused: operations.length - final, facts, blocks };
}

const PATIENCE_MS = Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);

async function settled(g: Gateway, at: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (g.outbox.size.operations > 0) {
    const open = () =>
      JSON.stringify([...g.outbox.openOperations()].slice(0, 3).map((o) => [o.id, o.status]));
    assert.ok(
      performance.now() < until,
      `${g.outbox.size.operations} operations never ended: ${open()} ${at}`,
    );
    await wait(5);
  }
}

/** Newest first. */
export async function allOperations(g: Gateway): Promise<Operation[]> {
  const all: Operation[] = [];
  for (;;) {
    const last = all.at(-1)?.id;
    const page = await g.outbox.list({ limit: 1_000, ...(last === undefined ? {} : { after: last }) });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Every acknowledged operation is there, ended, and what its client's key stands for is the same still. */
async function checkAcknowledged(
  g: Gateway,
  a: Acknowledged,
  byId: Map<string, Operation>,
  at: string,
): Promise<void> {
  for (const id of a.operations) {
    const status = byId.get(id)?.status;
    assert.ok(status, `acknowledged operation ${id} of request ${a.n} is gone ${at}`);
    const ended = status.state === "final" || (status.state === "refused" && status.code.length > 0);
    assert.ok(ended, `acknowledged operation ${id} is ${status.state} ${at}`);
  }
  if (a.refused !== null) return;
  const once = g.outbox.repeated(a.once.name, a.once.body);
  assert.ok(once, `the idempotency key of request ${a.n} is forgotten ${at}`);
  const again = (await g.outbox.again(once)).map((o) => o.id);
  assert.deepEqual(again, a.operations, `request ${a.n} repeated gives other operations ${at}`);
  const otherBody: Hex = `0x${"00".repeat(32)}`;
  assert.throws(() => g.outbox.repeated(a.once.name, otherBody), { code: "OUTBOX_KEY_REUSED" });
}

/** Blocks that were shown as final have the hashes they were shown with. */
function checkBlocks(g: Gateway, folder: string, at: string): number {
  const shown = linesOf<[number, Hex]>(join(folder, "blocks"));
  for (const [number, hash] of shown)
    assert.equal(g.index.block(number)?.hash, hash, `block ${number} changed ${at}`);
  return shown.length;
}

/** The index agrees with the chain, with itself, and with one made from the chain alone. */
export async function checkIndex(g: Gateway, fresh: string, at: string): Promise<void> {
  const findings = await fsck(g.index.store, g.index.identity, g.port.node);
  assert.deepEqual(findings, [], `fsck is not clean ${at}`);
  const rebuilt = await rebuild(g.port, g.index.identity, fresh);
  try {
    const { differences, entries } = await compareStores(g.index.store, rebuilt);
    assert.deepEqual(differences, [], `the index is not what the chain says ${at}`);
    assert.ok(entries > 10, `only ${entries} entries were compared ${at}`);
  } finally {
    await rebuilt.close();
    rmSync(fresh, { recursive: true, force: true });
  }
}
