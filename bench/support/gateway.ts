import { setTimeout as wait } from "node:timers/promises";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOrphan } from "../../src/chain/embedded/orphan.ts";
import { type Client, suyuan } from "../../src/sdk/client.ts";
import { type Given } from "../bench.ts";

const SUYUAN = join(import.meta.dirname, "../../src/cli/suyuan.ts");

export const DEPARTMENT = "first-department";
export const BUREAU = "data-bureau";

export interface BenchGateway {
  url: string;
  data: string;
  pid: number;
  /** Of the embedded chain's node. */
  node: { pid: number; url: string };
  /** Milliseconds from the command to its readiness. */
  startedInMs: number;
  /** With a key that may read and act as any department. */
  client: Client;
  key: string;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  /** A data directory of an earlier one. */
  data?: string;
  /** An API key of an earlier one; left out, one is made. */
  key?: string;
  /** Where the profile of its main thread goes when it stops. */
  profile?: string;
}

export function temporaryFolder(given: Given): string {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-bench-"));
  given.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The gateway as operators start it, a process of its own on an embedded chain, founded without a sample. */
export async function startGateway(given: Given, o: GatewayOptions = {}): Promise<BenchGateway> {
  const data = o.data ?? join(temporaryFolder(given), "data");
  const profiling = o.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${o.profile}`];
  const args = [...profiling, SUYUAN, "--json", "--data", data, "start", "--empty", "--port", "0"];
  const began = performance.now();
  // One client asks for everything here; the bound is there to stop a runaway.
  const env = { ...process.env, SUYUAN_REQUESTS_PER_MINUTE: "0" };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const { url } = await readiness(child);
  const startedInMs = performance.now() - began;
  const stop = stopping(child, data);
  given.after(stop);
  const key = o.key ?? (await newKey(url, data));
  return {
    url,
    data,
    pid: child.pid!,
    node: nodeOf(data),
    startedInMs,
    client: clientOf(url, key),
    key,
    stop,
  };
}

/** Its first answer on stdout is given when it is founded and serves. */
async function readiness(child: ChildProcess): Promise<{ url: string }> {
  let [said, complained] = ["", ""];
  child.stderr!.on("data", (bytes: Buffer) => (complained += bytes.toString()));
  const ended = once(child, "exit").then(() => {
    throw new Error(`the gateway ended before it was ready: ${said}${complained}`);
  });
  const ready = new Promise<{ url: string }>((resolve) => {
    child.stdout!.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (said.trimEnd().endsWith("}")) resolve(JSON.parse(said) as { url: string });
    });
  });
  ended.catch(() => undefined);
  return Promise.race([ready, ended]);
}

function stopping(child: ChildProcess, data: string): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await endOrphan(join(data, "chain", "node.json"));
  };
  return () => (stopped ??= stop());
}

async function newKey(url: string, data: string): Promise<string> {
  const admin = readFileSync(join(data, "admin.key"), "utf8").trim();
  const wanted = {
    label: "bench",
    scopes: ["read", "act"] as ("read" | "act")[],
    officers: [BUREAU, DEPARTMENT],
  };
  return (await clientOf(url, admin).accessKeys.create(wanted)).secret;
}

function clientOf(url: string, key: string): Client {
  return suyuan({ url, key, language: "en" });
}

function nodeOf(data: string): BenchGateway["node"] {
  const { pid } = JSON.parse(readFileSync(join(data, "chain", "node.json"), "utf8")) as { pid: number };
  const log = readFileSync(join(data, "gateway.log"), "utf8").split("\n");
  const opened = log.filter((line) => line.includes("embedded.open"));
  const urls = opened.map((line) => /"url":"([^"]+)"/.exec(line)![1]!);
  return { pid, url: urls.at(-1)! };
}

/**
 * Posts bytes that were made before, on kept connections: the client shares the machine with the gateway, and
 * should take as little of it as a client can.
 */
export class Poster {
  readonly #agent: Agent;
  readonly #gateway: Pick<BenchGateway, "url" | "key">;

  constructor(gateway: Pick<BenchGateway, "url" | "key">, connections: number) {
    this.#gateway = gateway;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Asks again when it is told to come later, as a client must. */
  async post(path: string, body: string, headers: Record<string, string> = {}): Promise<string> {
    for (;;) {
      try {
        return await this.#ask("POST", path, body, headers);
      } catch (error) {
        if (!(error instanceof Later)) throw error;
        await wait(error.seconds * 1_000);
      }
    }
  }

  get(path: string): Promise<string> {
    return this.#ask("GET", path, "", {});
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(method: string, path: string, body: string, more: Record<string, string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.#gateway.key}`,
        ...(body ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) } : {}),
        ...more,
      };
      const sent = request(this.#gateway.url + path, { method, agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode! < 300) resolve(text);
          else if (response.statusCode === 503)
            reject(new Later(Number(response.headers["retry-after"] ?? 1)));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

/** Nothing was accepted; the same may be asked again after so many seconds. */
class Later extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super(`come back in ${seconds} s`);
    this.seconds = seconds;
  }
}
