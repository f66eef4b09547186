import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Given } from "../bench.ts";
import { peerFile, peersInstalled } from "./peers.ts";

const run = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";

/** A connection, as the package pg gives it. */
export interface Sql {
  query(
    asked: string | { name?: string; text: string; values?: unknown[]; rowMode: "array" },
  ): Promise<{ rows: unknown[][] }>;
  end(): Promise<void>;
}

export interface Postgres {
  version: string;
  sql: Sql;
  /** A folder the server can read. */
  folder: string;
}

/** What brings the best out of the peer in reading; nothing it holds here is precious. */
const SETTINGS = {
  listen_addresses: "",
  shared_buffers: "1GB",
  work_mem: "512MB",
  maintenance_work_mem: "512MB",
  effective_cache_size: "4GB",
  random_page_cost: "1.1",
  jit: "off",
  fsync: "off",
  max_wal_size: "4GB",
};

/** A private cluster in a temporary folder, reached by its socket alone; or what would bring it. */
export async function openPostgres(given: Given): Promise<Postgres | { missing: string }> {
  const bin = binaries();
  if (bin === undefined) return { missing: "apt-get install postgresql" };
  const missing = await peersInstalled(given);
  if (missing !== undefined) return { missing };
  const folder = mkdtempSync(join(tmpdir(), "suyuan-postgres-"));
  given.after(() => rmSync(folder, { recursive: true, force: true }));
  // It refuses to run as root; Debian's package brings a user for it.
  const as = userInfo().uid === 0 ? await idsOf("postgres") : undefined;
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const options = { ...as, cwd: folder };
  await run(
    join(bin, "initdb"),
    ["-D", data, "-U", "bench", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8"],
    options,
  );
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}='${value}'`);
  const log = join(folder, "log");
  await run(
    join(bin, "pg_ctl"),
    ["-D", data, "-l", log, "-w", "-o", `-k ${folder} ${settings.join(" ")}`, "start"],
    options,
  );
  given.after(() => run(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], options));
  const sql = await connect(folder);
  given.after(() => sql.end());
  const { rows } = await sql.query({ text: "show server_version", rowMode: "array" });
  return { version: String(rows[0]![0]).split(" ")[0]!, sql, folder };
}

function binaries(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((v) => join(DEBIAN, v, "bin")), ...(process.env["PATH"] ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, user])).stdout)),
  );
  return { uid: uid!, gid: gid! };
}

async function connect(host: string): Promise<Sql> {
  const { Client } = peerFile("pg") as { Client: new (o: object) => Sql & { connect(): Promise<void> } };
  const client = new Client({ host, user: "bench", database: "postgres" });
  await client.connect();
  return client;
}

/** The lineage as two covering indexes, so that either direction is read from an index alone. */
export async function loadEdges(
  { sql, folder }: Postgres,
  parents: readonly (readonly number[])[],
): Promise<void> {
  const file = join(folder, "edges");
  const lines = parents.flatMap((list, child) => list.map((parent) => `${parent}\t${child}\n`));
  writeFileSync(file, lines.join(""), { mode: 0o644 });
  await sql.query("drop table if exists edge");
  await sql.query("create table edge (parent int not null, child int not null)");
  await sql.query(`copy edge from '${file}'`);
  await sql.query("create unique index edge_down on edge (parent, child)");
  await sql.query("create unique index edge_up on edge (child, parent)");
  await sql.query("vacuum analyze edge");
}
