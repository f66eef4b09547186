import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readSealed } from "../../store/sealed.ts";
import { SuyuanError } from "../../core/errors.ts";
import { Journal as ChainJournal } from "../../chain/embedded/journal.ts";
import { toHex } from "../../core/hex.ts";
import { syncDirectory } from "../../store/durable.ts";
import { type Entries, fillStore } from "../../store/snapshot.ts";
import { type Description, writeDescription } from "../dataDirectory.ts";
import { FORMAT, migrate } from "../migrations.ts";
import { readRestores, type Restore, writeRestores } from "../restored.ts";
import { leaveRoomForIds } from "./ids.ts";
import { damaged, type Manifest, type Part } from "./manifest.ts";
import { type OnBytes, readPart, verifyBackup } from "./verify.ts";
import { writeStream } from "./write.ts";

export interface RestoreOptions {
  backup: string;
  /** Empty, or not there. */
  data: string;
  oldGatewayIsDead: boolean;
  onProgress?: (done: number, total: number) => void;
  crashAt?: (point: string) => void;
}

export interface Restored {
  manifest: Manifest;
  restore: Restore;
}

/**
 * Makes a data directory of a backup: everything is compared first, copied beside its place, marked as
 * restored, synced, and given its name at the end.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { oldGatewayIsDead, crashAt = () => undefined } = options;
  const [backup, data] = [resolve(options.backup), resolve(options.data)];
  requireEmpty(data);
  let total = 0;
  let done = 0;
  const onBytes = (bytes: number) => options.onProgress?.((done += bytes), Math.max(total, done));
  // Each byte twice: compared, then copied.
  total = 2 * sizeOf(backup);
  const manifest = await verifyBackup(backup, onBytes);
  requireFormat(manifest);
  crashAt("restore-verified");
  const aside = `${data}.restoring`;
  try {
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    for (const part of manifest.files) {
      await copyPart(join(backup, "data"), part, aside, onBytes);
      crashAt("restore-part");
    }
    const restore = await mark(aside, manifest, oldGatewayIsDead);
    crashAt("restore-marked");
    syncFolders(aside);
    renameSync(aside, data);
    syncDirectory(dirname(data));
    crashAt("restore-renamed");
    return { manifest, restore };
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw told(error, data);
  }
}

function requireFormat({ directory: { format } }: Manifest): void {
  if (format <= FORMAT) return;
  const reason = `its data directory has format ${format}, this version reads up to ${FORMAT}`;
  throw damaged("manifest.json", reason);
}

function sizeOf(backup: string): number {
  const folder = join(backup, "data");
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function requireEmpty(data: string): void {
  if (!existsSync(data)) {
    if (existsSync(dirname(data))) return;
    const reason = "its folder is not there";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "data", value: data, reason });
  }
  const found = statSync(data).isDirectory() ? readdirSync(data)[0] : "it is a file";
  if (found === undefined) return;
  throw new SuyuanError("RESTORE_TARGET_NOT_EMPTY", { field: "data", value: data, reason: found });
}

async function copyPart(folder: string, part: Part, to: string, onBytes: OnBytes): Promise<void> {
  if (part.kind === "entries") {
    const store = join(to, part.path.replace(/\.entries$/, ""));
    return fillStore(store, entriesOf(counted(readPart(folder, part), onBytes)));
  }
  const file = join(to, part.path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  await writeStream(file, readPart(folder, part), onBytes);
}

async function* counted(chunks: AsyncIterable<Buffer>, onBytes: OnBytes): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

const AT_ONCE = 1_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

async function* entriesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Entries> {
  let some: Entries = [];
  let bytes = 0;
  for await (const line of linesOf(chunks)) {
    some.push(JSON.parse(line.toString("utf8")) as Entries[number]);
    bytes += line.length;
    if (some.length < AT_ONCE && bytes < BYTES_AT_ONCE) continue;
    yield some;
    [some, bytes] = [[], 0];
  }
  if (some.length > 0) yield some;
}

const NEWLINE = 0x0a;

/** By the byte: a reader of text also ends a line at U+2028, which may stand in a person's note. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at)]);
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** What tells people, the chain's journal, the outbox and the lanes that this directory is a copy. */
async function mark(aside: string, manifest: Manifest, oldGatewayIsDead: boolean): Promise<Restore> {
  const { id: backup, taken, chain } = manifest;
  const restored = new Date().toISOString();
  const block = chain === "embedded" ? await markChain(aside, { backup, taken, restored }) : manifest.block;
  const lastId = await leaveRoomForIds(aside);
  const restore: Restore = { backup, taken, restored, chain, block, lastId, oldGatewayIsDead };
  writeRestores(aside, [...readRestores(aside), restore]);
  // Another directory than the one it is a copy of: its keys are leased anew.
  const description = readSealed<Description>(join(aside, "suyuan.json"))!;
  const write = (d: Description) => writeDescription(aside, d);
  write(migrate(aside, { ...description, id: randomBytes(16).toString("hex") }, write));
  return restore;
}

/** A record in the chain's journal: blocks after it are of this copy. */
async function markChain(aside: string, text: object): Promise<Restore["block"]> {
  const path = join(aside, "chain", "journal");
  const journal = await ChainJournal.open(path, () => undefined);
  try {
    if (!journal.head) throw damaged("data/chain/journal", "it holds no block");
    const { number, hash } = journal.head;
    await journal.appendRestored(JSON.stringify(text));
    return { number, hash: toHex(hash) };
  } finally {
    await journal.close();
  }
}

/** Every folder's names, the deepest first. */
function syncFolders(top: string): void {
  const folders = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const folder of [...folders.sort().reverse(), top]) syncDirectory(folder);
}

function told(error: unknown, data: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SuyuanError || typeof code !== "string") return error;
  return new SuyuanError("BACKUP_CANNOT_WRITE", { value: data, reason: code }, { cause: error });
}
