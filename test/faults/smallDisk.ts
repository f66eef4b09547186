import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Patient } from "./driver.ts";
import { linesOf } from "./client.ts";
import { type FaultRun } from "./kind.ts";

const SCRIPT = join(import.meta.dirname, "onBadDisk.ts");
const PATIENCE_MS = 2 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);
const DISK = "96m";

interface State {
  state: "ready" | "refused" | "done";
  url: string;
  /** How often the client was told to come back later. */
  later: number;
}

/**
 * A gateway on a small disk that somebody else fills, and frees again, while acts flow. The client's notebook
 * lies on another disk.
 */
export async function fillDisk(run: FaultRun): Promise<void> {
  const patient = new Patient(run.random.below(2 ** 31));
  const data = join(patient.folder, "data");
  mkdirSync(data, { mode: 0o700 });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", data]);
  try {
    const times = run.short ? 1 : 3;
    const child = spawn(process.execPath, [SCRIPT, patient.folder, String(patient.seed), "100000"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      for (let i = 0; i < times; i++) await fillOnce(patient, child, run);
      writeFileSync(join(patient.folder, "stop"), "");
      await ended(child);
    } finally {
      child.kill("SIGKILL");
    }
    run.say(`full disk ${patient.seed}: ${JSON.stringify(await patient.check())}`);
  } finally {
    await endQuietly(patient, data);
  }
}

async function fillOnce(patient: Patient, child: ChildProcess, run: FaultRun): Promise<void> {
  const at = `(seed ${patient.seed})`;
  const acknowledged = () => linesOf(join(patient.folder, "acknowledged")).length;
  const state = () => readState(patient.folder);
  const alive = () => child.exitCode === null && child.signalCode === null;
  await until(() => state() !== null && acknowledged() > 5, alive, `no request was answered ${at}`);
  const ballast = join(patient.folder, "data", "ballast");
  const before = state()!.later;
  fill(ballast, run.random.below(3) * 4096);
  await until(() => state()!.later > before + 3, alive, `the full disk was not noticed ${at}`);
  run.fired("disk full");
  const told = acknowledged();
  await readsGoOn(patient.folder, state()!.url, at);
  assert.equal(acknowledged(), told, `something was accepted on a full disk ${at}`);
  rmSync(ballast);
  await until(() => acknowledged() > told + 5, alive, `it did not recover ${at}`);
  const ready = await ask(state()!.url, "/readyz");
  assert.equal(ready.status, 200, `${JSON.stringify(ready.body)} ${at}`);
}

/** Takes all the room that is left, but for so many bytes. */
function fill(path: string, spare: number): void {
  const file = openSync(path, "w");
  const piece = Buffer.alloc(64 * 1024, 1);
  try {
    for (let bytes = piece.length; bytes >= 512;) {
      try {
        writeSync(file, piece, 0, bytes);
      } catch {
        bytes >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
  if (spare > 0) execFileSync("truncate", ["-s", `-${spare}`, path]);
}

/** Health and queries answer while nothing can be written, and an act says what to do. */
async function readsGoOn(folder: string, url: string, at: string): Promise<void> {
  const key = readFileSync(join(folder, "data", "admin.key"), "utf8").trim();
  for (let i = 0; i < 10; i++) {
    assert.equal((await ask(url, "/livez")).status, 200, `/livez ${at}`);
    const ready = await ask(url, "/readyz");
    assert.equal(ready.status, 503, `/readyz ${at}`);
    assert.match(JSON.stringify(ready.body), /storage: The disk refuses/, at);
    const domains = await ask(url, "/v1/datasets", key);
    assert.equal(domains.status, 200, `${JSON.stringify(domains.body)} ${at}`);
    await wait(100);
  }
  const body = JSON.stringify({
    code: "late",
    domain: "weather",
    name: { zh: "名", en: "n" },
    sharing: "conditional",
  });
  const act = await ask(url, "/v1/actions/register-dataset?as=alpha", key, body);
  assert.deepEqual([act.status, (act.body as { code: string }).code], [503, "STORAGE_FAILED"], at);
}

async function ask(url: string, path: string, key = "", body?: string) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const answer = await fetch(
    url + path,
    body === undefined ? { headers } : { method: "POST", headers, body },
  );
  return { status: answer.status, body: (await answer.json()) as unknown };
}

function readState(folder: string): State | null {
  try {
    return JSON.parse(readFileSync(join(folder, "state"), "utf8")) as State;
  } catch {
    // Not there yet, or being written.
    return null;
  }
}

async function until(done: () => boolean, alive: () => boolean, otherwise: string): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  while (!done()) {
    assert.ok(alive(), `the gateway ended: ${otherwise}`);
    assert.ok(performance.now() < late, otherwise);
    await wait(20);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  clearTimeout(timer);
  assert.equal(child.exitCode, 0, stderr);
}

async function endQuietly(patient: Patient, data: string): Promise<void> {
  const { endOrphan } = await import("../../src/chain/embedded/orphan.ts");
  await endOrphan(join(data, "chain", "node.json"));
  execFileSync("umount", ["-l", data]);
  if (existsSync(data)) await patient.remove();
}
