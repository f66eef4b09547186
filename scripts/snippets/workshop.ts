import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Outcome {
  code: number;
  output: string;
}

const START_TIMEOUT_MS = 240_000;
const RUN_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
/** The gateway answers earlier, while the first start still loads the sample city. */
const READY = /Suyuan \S+ is ready|溯源 \S+ 已就绪/;
/** What the documents call the gateway; here it has a free port instead. */
const DOCUMENTED = "127.0.0.1:8080";

/** A folder that looks like the checkout, with data of its own and a free port. */
export class Workshop {
  readonly #folder: string;
  readonly #port: number;
  /** Gateways started by a snippet, each in a process group of its own. */
  readonly #started: ChildProcess[] = [];

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  static async open(root: string): Promise<Workshop> {
    const folder = mkdtempSync(join(tmpdir(), "suyuan-snippets-"));
    for (const name of readdirSync(root))
      if (name !== "data" && name !== ".git") symlinkSync(join(root, name), join(folder, name));
    return new Workshop(folder, await freePort());
  }

  /** Runs a block to its end. */
  async run(script: string): Promise<Outcome> {
    const child = this.#spawn(script);
    const heard = listen(child);
    const timer = setTimeout(() => kill(child, "SIGKILL"), RUN_TIMEOUT_MS);
    const code = await ended(child);
    clearTimeout(timer);
    return { code, output: heard() };
  }

  /** Runs a block that leaves a gateway up, and waits until it is ready. */
  async start(script: string): Promise<Outcome> {
    const child = this.#spawn(script);
    this.#started.push(child);
    const heard = listen(child);
    const early = ended(child);
    for (let waited = 0; waited < START_TIMEOUT_MS; waited += 250) {
      const code = await Promise.race([early, sleep(250)]);
      if (typeof code === "number") return { code: code === 0 ? 1 : code, output: heard() };
      if (READY.test(heard()) && (await this.#isReady())) return { code: 0, output: heard() };
    }
    return { code: 1, output: `${heard()}\nnot ready after ${START_TIMEOUT_MS / 1000} s` };
  }

  /** Stops what was started, and leaves nothing behind. */
  async close(): Promise<void> {
    for (const child of this.#started) {
      const gone = ended(child);
      kill(child, "SIGTERM");
      if ((await Promise.race([gone, sleep(STOP_TIMEOUT_MS)])) === undefined) kill(child, "SIGKILL");
    }
    this.#endNode();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The chain's node outlives a gateway that was killed and not started again. */
  #endNode(): void {
    try {
      const { pid } = JSON.parse(readFileSync(join(this.#folder, "data/chain/node.json"), "utf8")) as {
        pid: number;
      };
      process.kill(pid, "SIGKILL");
    } catch {
      // It was stopped in order.
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.#port}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  #spawn(script: string): ChildProcess {
    const { SUYUAN_CI_PATH, ...inherited } = process.env;
    const env = {
      ...inherited,
      PATH: SUYUAN_CI_PATH ?? inherited["PATH"],
      SUYUAN_DATA: join(this.#folder, "data"),
      SUYUAN_PORT: String(this.#port),
    };
    const here = script.replaceAll(DOCUMENTED, `127.0.0.1:${this.#port}`);
    const args = ["-e", "-o", "pipefail", "-c", here];
    return spawn("bash", args, { cwd: this.#folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  }
}

function listen(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (bytes: Buffer) => (output += bytes.toString()));
  return () => output;
}

function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1);
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

/** The whole group: npm, its shell and the gateway. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // It has ended.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
