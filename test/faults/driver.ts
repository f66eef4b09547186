import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endOrphan } from "../../src/chain/embedded/orphan.ts";
import { check, type Checked } from "./check.ts";

const SCRIPT = join(import.meta.dirname, "child.ts");
const PATIENCE_MS = 2 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);

export interface Death {
  code: number | null;
  signal: string | null;
  stderr: string;
}

/** One data directory that lives through many deaths. */
export class Patient {
  readonly folder: string;
  readonly seed: number;
  /** Faults that were seen to fire, by name. */
  readonly fired = new Map<string, number>();
  readonly #story: string[] = [];

  constructor(seed: number) {
    this.folder = mkdtempSync(join(tmpdir(), "suyuan-faults-"));
    this.seed = seed;
  }

  /**
   * Runs the gateway until the named point is reached for the nth time; it must die there and nowhere else.
   * So many requests, since the rarest point, a batch that reverts, is passed once in about 130 of them.
   */
  async crashAt(point: string, times = 1, work = "act", requests = 2_000): Promise<Checked> {
    const death = await this.#end(this.start(work, requests, `${point}:${times}`));
    const how = `it ended with ${death.signal ?? death.code}`;
    const what = `${point}:${times} (seed ${this.seed}), ${how}\n${death.stderr}${this.#log()}`;
    assert.equal(death.signal, "SIGKILL", `the crash did not fire: ${what}`);
    assert.ok(death.stderr.includes(`crash point ${point}\n`), `it died elsewhere: ${what}`);
    this.#note(point);
    return this.check();
  }

  /** Kills the gateway from outside, this many milliseconds after it began to take requests. */
  async killGatewayAfter(ms: number, work = "act"): Promise<Checked> {
    const child = this.start(work, 100_000);
    await this.isReady(child);
    await wait(ms);
    assert.equal(child.exitCode, null, `the gateway ended by itself (seed ${this.seed})${this.#log()}`);
    child.kill("SIGKILL");
    assert.equal((await this.#end(child)).signal, "SIGKILL");
    this.#note("gateway-killed");
    return this.check();
  }

  /** Kills the node under a working gateway, again and again; the gateway has to finish its requests. */
  async killNodeAtIntervals(intervals: number[], requests: number): Promise<Checked> {
    const child = this.start("act", requests);
    await this.isReady(child);
    for (const ms of intervals) {
      await wait(ms);
      if (this.#killNode()) this.#note("node-killed");
    }
    const death = await this.#end(child);
    const how = `${death.signal} ${death.stderr}${this.#log()}`;
    assert.equal(death.code, 0, `the gateway did not survive its node (seed ${this.seed}): ${how}`);
    return this.check();
  }

  async run(work: string, requests = 0): Promise<Death> {
    return this.#end(this.start(work, requests));
  }

  async check(): Promise<Checked> {
    try {
      return await check(this.folder, this.seed);
    } catch (error) {
      if (error instanceof Error) error.message += `\nafter ${this.#story.join(", ")}`;
      throw error;
    }
  }

  start(work: string, requests: number, crashAt?: string): ChildProcess {
    rmSync(join(this.folder, "ready"), { force: true });
    const { SUYUAN_CRASH_AT: _, ...environment } = process.env;
    const env = crashAt === undefined ? environment : { ...environment, SUYUAN_CRASH_AT: crashAt };
    const args = [SCRIPT, this.folder, work, String(this.seed), String(requests)];
    return spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  }

  async remove(): Promise<void> {
    await endOrphan(join(this.folder, "data", "chain", "node.json"));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** False when the node is being started anew at this moment. */
  #killNode(): boolean {
    const file = join(this.folder, "data", "chain", "node.json");
    if (!existsSync(file)) return false;
    try {
      const { pid } = JSON.parse(readFileSync(file, "utf8")) as { pid: number };
      return process.kill(pid, "SIGKILL");
    } catch {
      return false;
    }
  }

  async #end(child: ChildProcess): Promise<Death> {
    let stderr = "";
    child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const timer = setTimeout(() => child.kill("SIGTERM"), PATIENCE_MS);
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    clearTimeout(timer);
    return { code: child.exitCode, signal: child.signalCode, stderr };
  }

  /** Resolves once it takes requests. */
  async isReady(child: ChildProcess): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (!existsSync(join(this.folder, "ready"))) {
      assert.ok(
        child.exitCode === null && performance.now() < until,
        `the gateway did not start${this.#log()}`,
      );
      await wait(5);
    }
  }

  #note(fault: string): void {
    this.fired.set(fault, (this.fired.get(fault) ?? 0) + 1);
    this.#story.push(fault);
  }

  #log(): string {
    const file = join(this.folder, "log");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return `\nlast of its log:\n${text.split("\n").slice(-12).join("\n")}`;
  }
}
