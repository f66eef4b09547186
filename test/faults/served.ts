import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Config } from "../../src/config.ts";

const SCRIPT = join(import.meta.dirname, "serving.ts");
export const PATIENCE_MS = 2 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // Answers are looked into as they come.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

type Line = Record<string, unknown>;

/** Waits until it is so, with the patience a loaded machine needs. */
export async function until(isSo: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, `it never came: ${what()}`);
    await wait(20);
  }
}

/** A gateway in a process of its own, asked over HTTP. */
export class ServedProcess {
  readonly data: string;
  readonly child: ChildProcess;
  /** What it said, oldest first; the signs of life only as the last one. */
  readonly lines: Line[] = [];
  clocks = { wall: 0, monotonic: 0 };
  memory = { rss: 0, heapUsed: 0 };
  outbox = { operations: 0, bytes: 0 };
  journal = 0;
  head = 0;
  url = "";
  stderr = "";
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4_000 });

  constructor(
    config: Partial<Config> & { data: string },
    environment: Record<string, string> = {},
    node: string[] = [],
  ) {
    this.data = config.data;
    const env = { ...process.env, SUYUAN_REQUESTS_PER_MINUTE: "0", ...environment };
    const args = [...node, SCRIPT, JSON.stringify(config)];
    this.child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let rest = "";
    this.child.stdout!.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#hear(line);
    });
    this.child.stderr!.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Serving and founded. */
  async ready(): Promise<this> {
    const isThere = () => this.url !== "" || this.child.exitCode !== null || this.child.signalCode !== null;
    await until(isThere, () => `a gateway that serves; ${this.told()}`);
    assert.ok(this.url !== "", `the gateway did not start: ${this.told()}`);
    return this;
  }

  /** Why it refused to start. */
  async refusal(): Promise<string> {
    await until(
      () => this.child.exitCode !== null,
      () => `an end; ${this.told()}`,
    );
    const failed = this.lines.find((line) => "failed" in line);
    assert.ok(failed, `it ended without saying why: ${this.told()}`);
    return String(failed["failed"]);
  }

  logged(event: string): Line[] {
    return this.lines.filter((line) => line["log"] === event);
  }

  told(): string {
    return `${this.lines
      .slice(-8)
      .map((line) => JSON.stringify(line))
      .join("\n")}\n${this.stderr.slice(-2_000)}`;
  }

  /** The administrator's secret. */
  get secret(): string {
    const file = join(this.data, "admin.key");
    return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  }

  ask(
    path: string,
    asked: { body?: unknown; headers?: Record<string, string>; timeoutMs?: number } = {},
  ): Promise<Reply> {
    const text = asked.body === undefined ? undefined : JSON.stringify(asked.body);
    const headers = {
      authorization: `Bearer ${this.secret}`,
      ...(text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }),
      ...asked.headers,
    };
    return new Promise((resolve, reject) => {
      const options = { method: text === undefined ? "GET" : "POST", agent: this.#agent, headers };
      const req = request(new URL(path, this.url), options, (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.on("error", reject);
        res.on("end", () => {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || "null");
          resolve({ status: res.statusCode!, headers: res.headers, body });
        });
      });
      req.setTimeout(asked.timeoutMs ?? PATIENCE_MS, () => req.destroy(new Error("no answer in time")));
      req.on("error", (error: NodeJS.ErrnoException) => {
        // The gateway closed an idle connection in the moment in which it was used again: every client asks again.
        const wasIdle = req.reusedSocket && error.code === "ECONNRESET";
        if (wasIdle) this.ask(path, asked).then(resolve, reject);
        else reject(error);
      });
      req.end(text);
    });
  }

  act(action: string, as: string, body: unknown, key?: string, query = ""): Promise<Reply> {
    const headers: Record<string, string> = key === undefined ? {} : { "idempotency-key": key };
    return this.ask(`/v1/actions/${action}?as=${as}${query}`, { body, headers });
  }

  /** Accepted, done and final; throws what it was refused with. */
  async done(action: string, as: string, body: unknown): Promise<void> {
    const reply = await this.act(action, as, body, undefined, "&wait=final&timeout=60");
    assert.equal(reply.status, 200, `${action}: ${JSON.stringify(reply.body)}`);
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.#agent.destroy();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGCONT");
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE_MS);
    await once(this.child, "close");
    clearTimeout(timer);
  }

  #hear(text: string): void {
    const line = JSON.parse(text) as Line;
    if ("clocks" in line || "outbox" in line) return void Object.assign(this, line);
    if (!("log" in line) && "url" in line) this.url = String(line["url"]);
    this.lines.push(line);
    if (this.lines.length > 2_000) this.lines.splice(0, 1_000);
  }
}

const name = { zh: "名", en: "name" };

/** What the requests below publish into. */
export async function furnish(g: ServedProcess): Promise<void> {
  await g.done("register-domain", "data-bureau", { code: "weather", name });
  for (const owner of ["alpha", "beta"])
    await g.done("register-dataset", owner, {
      code: "open",
      domain: "weather",
      name,
      sharing: "unconditional",
    });
}
