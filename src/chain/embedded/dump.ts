import { createHash, type Hash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import { type IncomingMessage } from "node:http";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type RpcClient, RpcUnreachable } from "../rpc.ts";
import { withoutTraces } from "./traces.ts";
import { type CrashPoint } from "./types.ts";
import { removeFile, syncDirectory, writeFileDurably } from "../../store/durable.ts";

/** The node's state after one block. The seal is written last: a dump without one does not count. */
export interface Dump {
  number: number;
  hash: string;
  /** Plain JSON for --load-state. */
  file: string;
}

interface Seal {
  number: number;
  hash: string;
  bytes: number;
  sha256: string;
}

const GENERATIONS = 2;
const DUMP_TIMEOUT_MS = 600_000;

/** The node has built its answer when this resolves; it may mine again while the bytes are still read. */
export function requestDump(client: RpcClient): Promise<IncomingMessage> {
  return client.stream("anvil_dumpState", [], { timeoutMs: DUMP_TIMEOUT_MS });
}

export async function storeDump(
  answer: IncomingMessage,
  dir: string,
  block: { number: number; hash: string },
  reached: (point: CrashPoint) => void,
): Promise<void> {
  const file = join(dir, `${String(block.number).padStart(10, "0")}.json`);
  const temporary = `${file}.tmp`;
  const sha256 = await writeDump(answer, temporary).catch((error: unknown) => {
    // Half a dump is of no use, and the room it takes may be what is missing.
    removeFile(temporary);
    throw error;
  });
  reached("dump-written");
  renameSync(temporary, file);
  syncDirectory(dir);
  reached("dump-renamed");
  const seal: Seal = { ...block, bytes: statSync(file).size, sha256 };
  writeFileDurably(sealOf(file), JSON.stringify(seal));
  prune(dir);
}

/** Writes the dump as plain JSON, synced, and answers with its SHA-256. */
export async function writeDump(answer: IncomingMessage, file: string): Promise<string> {
  const digest = createHash("sha256");
  await pipeline(
    answer,
    hexOfResult(),
    createGunzip(),
    withoutTraces(),
    tap(digest),
    createWriteStream(file, { flush: true, mode: 0o600 }),
  );
  return digest.digest("hex");
}

/** Good dumps, newest first, each checked when it is asked for; what is wrong with one goes to `onDamaged`. */
export async function* goodDumps(
  dir: string,
  onDamaged: (file: string, why: string) => void,
): AsyncGenerator<Dump> {
  for (const file of filesIn(dir)) {
    const seal = readSeal(file);
    const problem = seal === null ? "it was never sealed" : await problemOf(file, seal);
    if (problem === null) yield { number: seal!.number, hash: seal!.hash, file };
    else onDamaged(file, problem);
  }
}

/** Newest first, by the block number in the name. */
function filesIn(dir: string): string[] {
  const names = readdirSync(dir).filter((name) => /^\d{10}\.json$/.test(name));
  return names
    .sort()
    .reverse()
    .map((name) => join(dir, name));
}

/** Only sealed dumps count as generations; the rest is what kills left. */
function prune(dir: string): void {
  const kept = filesIn(dir)
    .filter((file) => existsSync(sealOf(file)))
    .slice(0, GENERATIONS);
  for (const file of filesIn(dir)) {
    if (kept.includes(file)) continue;
    removeFile(sealOf(file));
    removeFile(file);
  }
  for (const name of readdirSync(dir)) if (name.endsWith(".tmp")) removeFile(join(dir, name));
}

function sealOf(file: string): string {
  return file.replace(/\.json$/, ".seal");
}

function readSeal(file: string): Seal | null {
  try {
    return JSON.parse(readFileSync(sealOf(file), "utf8")) as Seal;
  } catch {
    return null;
  }
}

async function problemOf(file: string, seal: Seal): Promise<string | null> {
  const { size } = statSync(file);
  if (size !== seal.bytes) return `it has ${size} bytes instead of ${seal.bytes}`;
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) digest.update(chunk);
  return digest.digest("hex") === seal.sha256 ? null : "its checksum does not match";
}

function tap(digest: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
}

const OPENING = '"result":"0x';

/** From `{…"result":"0x1f8b…"}` the bytes between the quotes, without ever holding the whole answer. */
function hexOfResult(): Transform {
  let text = "";
  let state: "before" | "inside" | "after" = "before";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      text += chunk.toString("latin1");
      if (state === "before" && text.includes(OPENING)) {
        text = text.slice(text.indexOf(OPENING) + OPENING.length);
        state = "inside";
      }
      if (state !== "inside") return done();
      const quote = text.indexOf('"');
      if (quote !== -1) state = "after";
      const hex = quote === -1 ? text.slice(0, text.length & ~1) : text.slice(0, quote);
      text = text.slice(hex.length);
      done(null, Buffer.from(hex, "hex"));
    },
    flush(done) {
      const cut = state !== "after";
      done(cut ? new RpcUnreachable("anvil_dumpState", `no whole result: ${text.slice(0, 200)}`) : null);
    },
  });
}
