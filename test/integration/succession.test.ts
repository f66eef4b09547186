import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { configFrom } from "../../src/config.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { facts as factTable, heads } from "../../src/ledger/spine/tables.ts";
import { BUREAU, foundTiers, settled } from "../../src/ops/founding.ts";
import { succeed } from "../../src/ops/succession.ts";
import { keccakWords } from "../../src/core/hash.ts";

let folder: string;
let g: Gateway;
let key: Hex;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "suyuan-succession-"));
  g = await openGateway(configFrom({ data: folder, city: "sample" }, {}), () => undefined);
  await foundTiers(g);
  key = g.keyring.named("first-department")!.address;
  await act("register-domain", g.keyring.named(BUREAU)!.address, {
    code: "weather",
    name: { zh: "气象", en: "Weather" },
  });
  const dataset = {
    code: "daily",
    domain: "weather",
    name: { zh: "逐日", en: "Daily" },
    sharing: "conditional",
  };
  await act("register-dataset", key, dataset);
});

afterAll(async () => {
  await g.close();
  rmSync(folder, { recursive: true, force: true });
});

async function act(name: string, by: Hex, ...inputs: unknown[]): Promise<Hex[]> {
  const action = actionNamed(name) as Action;
  const operations = await g.desk.submit(action, by, inputs);
  await settled(g.outbox, operations);
  return operations.flatMap((o) => (action.makes?.(o.element) ?? []).map((m) => m.id));
}

const publish = (seed: number, parents: Hex[] = []) => ({
  dataset: "first-department/daily",
  content: { sha256: hash(seed), sm3: hash(seed + 1000), size: 10 + seed },
  parents,
});

function hash(seed: number): Hex {
  return keccakWords([`0x${seed.toString(16).padStart(64, "0")}`]);
}

test("the second generation takes over in the middle of a run: parents, recalls and heads work across it", async () => {
  const [first] = await act("publish-version", key, publish(1));
  const [second] = await act("publish-version", key, publish(2, [first!]));

  // Half of these are accepted before the seal, and none may be lost to it.
  const action = actionNamed("publish-version") as Action;
  const early = await g.desk.submit(action, key, [publish(10, [second!])]);
  const succession = succeed(g, "datasets");
  const during = await g.desk.submit(action, key, [publish(11, [second!]), publish(12, [second!])]);
  const { predecessor, successor } = await succession;
  const late = await g.desk.submit(action, key, [publish(13, [first!])]);
  await settled(g.outbox, [...early, ...during, ...late]);
  expect(g.contracts.contract("datasets")).toBe(successor);

  await act("recall-version", key, { version: first!, reason: "source-error" });
  const children = [...early, ...during, ...late].map((o) => (o.element as { id: Hex }).id);
  await eventually(() => children.every((id) => g.index.rows.get(versions, id)?.affected));

  const writers = new Set((await g.index.rows.range(factTable)).map(({ row }) => row.writer));
  expect(writers).toContain(predecessor);
  expect(writers).toContain(successor);
  for (const subject of [first!, second!, ...children])
    expect(await slotOf(subject)).toBe(g.index.rows.get(heads, subject));
  expect(await g.port.node.storage(g.index.identity.factLog, "0x1")).toBe(g.index.rows.get(heads, "city"));
});

async function slotOf(subject: Hex): Promise<Hex> {
  const slot = keccakWords([subject, `0x${"00".repeat(32)}`]);
  return g.port.node.storage(g.index.identity.factLog, slot);
}

async function eventually(holds: () => unknown): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(holds()).toBeTruthy();
}
