import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Patient } from "./driver.ts";
import { CALLS, injectedIn, type Point, pointsIn } from "./trace.ts";

const SCRIPT = join(import.meta.dirname, "onBadDisk.ts");
/** Looks after which strace, too, has written down what became of a process. */
const SETTLED = 40;
const PATIENCE_MS = 4 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);
/** The exit code of a gateway that could not be opened because of its disk. */
export const REFUSED_TO_START = 3;

export interface Ended {
  code: number | null;
  stderr: string;
  /** Calls in which strace injected the fault. */
  injected: number;
  /** It had begun to take requests. */
  wasReady: boolean;
}

export interface Injection {
  point: Point;
  /** As strace has it: `error=EIO`, `signal=SIGKILL`. */
  fault: string;
}

/** A data directory with some history, and the calls a gateway makes on it during a few more requests. */
export class Journey {
  readonly seed: number;
  readonly #requests: number;
  readonly #base: Patient;

  constructor(seed: number, requests: number) {
    this.seed = seed;
    this.#requests = requests;
    this.#base = new Patient(seed);
  }

  /** Lays the history down, and walks the journey once without a fault. */
  async points(): Promise<Point[]> {
    const patient = await this.walked();
    const points = pointsIn(tracedBy(patient), join(patient.folder, "data"));
    await patient.remove();
    // A name with the process's number in it, or the run's, cannot be known before.
    return points.filter((p) => !/lock\.\d+$|\/in-use\./.test(p.path));
  }

  /** A copy in which the journey was walked without a fault, by a whole gateway that was then stopped. */
  async walked(): Promise<Patient> {
    const { code, stderr } = await this.#base.run("act", 12);
    assert.equal(code, 0, stderr);
    const patient = this.copy();
    const ended = await this.walk(patient);
    assert.equal(ended.code, 0, `the journey without a fault failed: ${ended.stderr}`);
    return patient;
  }

  copy(): Patient {
    const patient = new Patient(this.seed);
    cpSync(this.#base.folder, patient.folder, { recursive: true });
    return patient;
  }

  remove(): Promise<void> {
    return this.#base.remove();
  }

  /** The same requests again, in which strace may inject a fault. */
  async walk(patient: Patient, injection?: Injection): Promise<Ended> {
    const { folder } = patient;
    for (const name of ["state", "pid"]) rmSync(join(folder, name), { force: true });
    const args = [...straceArguments(folder, injection), process.execPath, SCRIPT];
    const child = spawn("strace", [...args, folder, String(this.seed), String(this.#requests)], {
      // One thread for files, so that a call is the nth of its kind each time.
      env: { ...process.env, UV_THREADPOOL_SIZE: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const stderr = textOf(child);
    const code = await endOf(child, folder);
    const injected = injectedIn(tracedBy(patient));
    return { code, stderr: stderr(), injected, wasReady: existsSync(join(folder, "state")) };
  }
}

function tracedBy({ folder }: Patient): string {
  return join(folder, "trace");
}

function straceArguments(folder: string, injection: Injection | undefined): string[] {
  const common = ["-f", "-y", "-qq", "-o", join(folder, "trace")];
  if (!injection) return [...common, "--seccomp-bpf", "-e", `trace=${CALLS.join(",")}`];
  const { point, fault } = injection;
  const { call, path, nth } = point;
  const where = ["-P", join(folder, "data", path), "-e", `trace=${call}`];
  // A signal cannot be injected where the kernel's filter stops a process.
  if (!fault.startsWith("signal")) common.push("--seccomp-bpf");
  return [...common, ...where, "-e", `inject=${call}:${fault}:when=${nth}`];
}

function textOf(child: ChildProcess): () => string {
  let text = "";
  child.stderr!.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** strace follows the node too, which outlives a gateway that was killed: then strace is told to let go. */
async function endOf(strace: ChildProcess, folder: string): Promise<number | null> {
  const until = performance.now() + PATIENCE_MS;
  let gone = 0;
  while (strace.exitCode === null && strace.signalCode === null) {
    await wait(20);
    gone = hasEnded(folder) ? gone + 1 : 0;
    if (gone < SETTLED && performance.now() < until) continue;
    const late = gone < SETTLED;
    if (late) endGateway(folder);
    // Whatever is told to it, strace waits for the last of its processes. The node goes on without it.
    strace.kill("SIGKILL");
    await once(strace, "exit");
    assert.ok(!late, `the gateway neither ended nor finished within ${PATIENCE_MS} ms`);
  }
  return strace.exitCode;
}

function pidOf(folder: string): number | null {
  const file = join(folder, "pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
}

function hasEnded(folder: string): boolean {
  const pid = pidOf(folder);
  return pid !== null && pid > 0 && !existsSync(`/proc/${pid}`);
}

function endGateway(folder: string): void {
  const pid = pidOf(folder);
  if (pid !== null && pid > 0 && existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
}
