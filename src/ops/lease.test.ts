import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { Lease, LEASE_FILE } from "./lease.ts";

/** Long enough that a busy machine which syncs slowly is not taken for a stopped holder. */
const times = { beatMs: 50, holdMs: 3_000, takeMs: 8_000 };
const HOLDER = join(import.meta.dirname, "fixtures", "leaseHolder.ts");

/** Another process that holds the lease, and what it has said so far. */
async function heldByAnother(
  folder: string,
  holder: string,
): Promise<{ child: ChildProcess; said: string[] }> {
  const child = spawn(process.execPath, [HOLDER, folder, holder, JSON.stringify(times)]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const said: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(...chunk.toString().trim().split("\n")));
  await once(child.stdout, "data");
  return { child, said };
}

const take = async (folder: string, holder: string) => {
  const lease = await Lease.take({ folder, holder, times });
  onTestFinished(() => lease.release());
  return lease;
};

describe("the lease on a folder of keys", () => {
  test("is free again as soon as its holder lets go of it", async () => {
    const folder = temporaryFolder();
    const first = await take(folder, "a");
    expect(first.problem()).toBeNull();
    await first.release();
    expect(existsSync(join(folder, LEASE_FILE))).toBe(false);
    expect((await take(folder, "b")).problem()).toBeNull();
  });

  test("is refused to another data directory at once, and to a copy while its holder lives", async () => {
    const folder = temporaryFolder();
    await heldByAnother(folder, "a");
    await expect(take(folder, "b")).rejects.toMatchObject({ code: "OUTBOX_LEASE_TAKEN" });
    await expect(take(folder, "a")).rejects.toMatchObject({ code: "OUTBOX_LEASE_HELD" });
  });

  test("goes to the next start at once when its holder was killed", async () => {
    const folder = temporaryFolder();
    const { child } = await heldByAnother(folder, "a");
    child.kill("SIGKILL");
    await once(child, "close");
    const began = performance.now();
    expect((await take(folder, "a")).problem()).toBeNull();
    expect(performance.now() - began).toBeLessThan(times.takeMs);
  });

  test("is taken over from a stopped holder, which may not act when it wakes", async () => {
    const folder = temporaryFolder();
    const { child, said } = await heldByAnother(folder, "a");
    expect(said).not.toContain("OUTBOX_LEASE_LOST");
    child.kill("SIGSTOP");
    await wait(50);
    const heard = said.length;
    const began = performance.now();
    const mine = await take(folder, "a");
    expect(performance.now() - began).toBeGreaterThan(times.takeMs);
    expect(said.length).toBe(heard);
    child.kill("SIGCONT");
    while (said.length < heard + 20) await wait(10);
    const after = new Set(said.slice(heard));
    expect([...after].sort()).not.toContain("may act");
    expect([...after]).toContain("OUTBOX_LEASE_LOST");
    expect(mine.problem()).toBeNull();
  });

  test("that could not be renewed for a while is good again once it is renewed", async () => {
    const folder = temporaryFolder();
    const { child, said } = await heldByAnother(folder, "a");
    child.kill("SIGSTOP");
    await wait(times.holdMs + 200);
    const heard = said.length;
    child.kill("SIGCONT");
    while (!said.slice(heard).includes("may act")) await wait(10);
    expect(said).not.toContain("OUTBOX_LEASE_LOST");
  });

  test("of which nobody knows whose it was is not taken", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, LEASE_FILE), "0000000000000001\n{torn");
    await expect(take(folder, "a")).rejects.toMatchObject({ code: "OUTBOX_LEASE_TAKEN" });
    expect(readFileSync(join(folder, LEASE_FILE), "utf8")).toContain("torn");
  });
});
