import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CRASH_POINTS, type CrashPoint, openEmbeddedChain } from "./chain.ts";
import { CHAIN_ID, signer, START, step } from "./fixtures/transactions.ts";
import { endOrphan } from "./orphan.ts";
import { identify, type ProcessIdentity } from "./processIdentity.ts";

const BLOCKS = 6;
const FROM_BLOCK = 4;
const alice = signer("1");
let root: string;
/** The hashes of a chain that nothing disturbed, by block number. */
const undisturbed: string[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "crash-"));
  const chain = await openEmbeddedChain({
    dir: join(root, "undisturbed"),
    chainId: CHAIN_ID,
    now: () => START,
  });
  undisturbed.push(chain.head().hash);
  for (let nonce = 0; nonce < BLOCKS; nonce++)
    undisturbed.push((await chain.mine([step(alice, nonce)])).hash);
  await chain.close();
});
afterAll(async () => {
  // Nothing is left running even when a case failed before its chain was opened again.
  for (const name of readdirSync(root)) await endOrphan(join(root, name, "chain", "node.json"));
  rmSync(root, { recursive: true });
});

async function crashAt(point: CrashPoint): Promise<{ dir: string; acknowledged: string[] }> {
  const dir = mkdtempSync(join(root, `${point}-`));
  const script = join(import.meta.dirname, "fixtures", "crashingMiner.ts");
  const child = spawn(process.execPath, [script, dir, point, String(FROM_BLOCK), String(BLOCKS)], {
    stdio: "inherit",
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  expect(readFileSync(join(dir, "marker"), "utf8")).toBe(point);
  const acknowledged = readFileSync(join(dir, "acknowledged"), "utf8").trim().split("\n");
  return { dir, acknowledged };
}

/** The block in whose mining the kill fell; a dump's points come some time after an even block. */
const isDump = (point: CrashPoint) => point.startsWith("dump");

test.each(CRASH_POINTS)("killed with -9 at %s, the chain comes back with the same hashes", async (point) => {
  const { dir, acknowledged } = await crashAt(point);
  if (!isDump(point)) expect(acknowledged).toHaveLength(FROM_BLOCK - 1);
  const orphan = JSON.parse(readFileSync(join(dir, "chain", "node.json"), "utf8")) as ProcessIdentity;
  const chain = await openEmbeddedChain({ dir: join(dir, "chain"), chainId: CHAIN_ID, now: () => START });
  try {
    expect(identify(orphan.pid)?.started).not.toBe(orphan.started);
    for (const line of acknowledged) {
      const [number, hash] = line.split(" ");
      expect(hash).toBe(undisturbed[Number(number)]);
    }
    const { number, hash } = chain.head();
    expect(number).toBeGreaterThanOrEqual(isDump(point) ? acknowledged.length : FROM_BLOCK);
    expect(hash).toBe(undisturbed[number]);
    for (let nonce = number; nonce < BLOCKS; nonce++) {
      expect((await chain.mine([step(alice, nonce)])).hash).toBe(undisturbed[nonce + 1]);
    }
    expect(await chain.verify()).toBe(BLOCKS);
  } finally {
    await chain.close();
  }
  expect(existsSync(join(dir, "chain", "lock"))).toBe(false);
});

test("an orphan that is still running is ended at the next start", async () => {
  const { dir } = await crashAt("mined");
  const orphan = JSON.parse(readFileSync(join(dir, "chain", "node.json"), "utf8")) as ProcessIdentity;
  expect(identify(orphan.pid)?.started).toBe(orphan.started);
  const ended: unknown[] = [];
  const log = (event: string, fields: object) => event === "embedded.orphan.ended" && ended.push(fields);
  const chain = await openEmbeddedChain({
    dir: join(dir, "chain"),
    chainId: CHAIN_ID,
    now: () => START,
    log,
  });
  expect(ended).toEqual([{ pid: orphan.pid }]);
  await chain.close();
});
