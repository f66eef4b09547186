import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Readable } from "node:stream";
import { type Given } from "../bench.ts";
import { type PeerLedger } from "./ledger.ts";
import { PEERS } from "./peers.ts";
import { openPostgres } from "./postgres.ts";

const PROJECT = join(PEERS, "ponder");
const COMPLETED = "Completed backfill indexing across all chains";
const READY = "Started live indexing";

export interface Ponder {
  url: string;
  /** PostgreSQL where it is installed, else the PGlite that Ponder brings. */
  database: string;
  backfill: { events: number; ms: number };
}

interface Line {
  msg: string;
  event_count?: number;
  duration?: number;
  error?: unknown;
}

/** Ponder on the ledger's own node, backfilled and live. Its figures are those of its own log. */
export async function startPonder(given: Given, ledger: PeerLedger): Promise<Ponder> {
  rmSync(join(PROJECT, ".ponder"), { recursive: true, force: true });
  const postgres = await openPostgres(given);
  const isPostgres = "sql" in postgres;
  const port = await freePort();
  const bin = join(PEERS, "node_modules/.bin/ponder");
  const args = ["start", "--schema", "bench", "--log-format", "json", "-p", String(port), "-H", "127.0.0.1"];
  const env = {
    ...process.env,
    PONDER_NODE: ledger.url.replace("http://", ""),
    PONDER_FACT_LOG: ledger.identity.factLog,
    PONDER_FROM: String(ledger.identity.from),
    PONDER_TELEMETRY_DISABLED: "1",
    ...(isPostgres ? { DATABASE_URL: `postgresql://bench@localhost/postgres?host=${postgres.folder}` } : {}),
  };
  const child = spawn(bin, args, { cwd: PROJECT, env, stdio: ["ignore", "pipe", "pipe"] });
  given.after(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const database = isPostgres ? `PostgreSQL ${postgres.version}` : "PGlite";
  return { url: `http://127.0.0.1:${port}`, database, backfill: await live(child) };
}

/** Reads its log until it follows the chain; what it says afterwards is let run off. */
async function live(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ponder["backfill"]> {
  const backfill = { events: 0, ms: 0 };
  const said: string[] = [];
  child.stderr.on("data", (bytes: Buffer) => said.push(bytes.toString()));
  const ready = new Promise<void>((resolve) =>
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = readLine(text);
      if (said.push(text) > SAID) said.shift();
      backfill.events += line.event_count ?? 0;
      if (line.msg === COMPLETED) backfill.ms = line.duration!;
      if (line.msg === READY) resolve();
    }),
  );
  const ended = once(child, "exit").then(() => {
    throw new Error(`Ponder ended before it was live:\n${said.join("\n")}`);
  });
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  return { ...backfill };
}

const SAID = 20;

function readLine(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { msg: text };
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
