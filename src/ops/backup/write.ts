import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { SuyuanError } from "../../core/errors.ts";
import { syncDirectory, writeFileDurably } from "../../store/durable.ts";
import { programVersion } from "../programVersion.ts";
import { type Cut, type Source } from "./cut.ts";
import { type Manifest, MANIFEST, type Part, readManifest, sealManifest } from "./manifest.ts";

export interface WriteOptions {
  onProgress?: (done: number, total: number) => void;
  crashAt?: (point: string) => void;
  /** Aborted when whoever writes must end. */
  signal?: AbortSignal;
}

/** Refuses a place that a backup must not take. Asked before anything is cut. */
export function requireFreeTarget(target: string, data: string): string {
  const path = resolve(target);
  if (path === data || path.startsWith(data + sep)) {
    const reason = "lies in the data directory that it is a backup of";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "target", value: path, reason });
  }
  if (existsSync(path)) throw new SuyuanError("BACKUP_TARGET_TAKEN", { field: "target", value: path });
  if (!existsSync(dirname(path))) {
    const reason = "its folder is not there";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "target", value: path, reason });
  }
  return path;
}

/**
 * Writes a cut beside its target, syncs it, and gives it its name at the end: what stands under that name is
 * whole. What a kill leaves is called `.partial`, has no manifest, and the next backup to that place removes it.
 */
export async function writeBackup(cut: Cut, target: string, options: WriteOptions = {}): Promise<Manifest> {
  const { crashAt = () => undefined } = options;
  const aside = `${target}.partial`;
  crashAt("backup-cut");
  try {
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(join(aside, "data"), { recursive: true, mode: 0o700 });
    const files = await writeParts(cut, join(aside, "data"), options);
    crashAt("backup-parts-synced");
    const id = randomBytes(8).toString("hex");
    const manifest = sealManifest({ id, version: programVersion(), ...cut.about, files });
    writeFileDurably(join(aside, MANIFEST), manifest);
    crashAt("backup-sealed");
    renameSync(aside, target);
    syncDirectory(dirname(target));
    crashAt("backup-renamed");
    return readManifest(target);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw told(error, target);
  }
}

async function writeParts(
  cut: Cut,
  folder: string,
  { onProgress, crashAt, signal }: WriteOptions,
): Promise<Part[]> {
  let total = cut.sources.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  let done = 0;
  const parts: Part[] = [];
  for (const source of cut.sources) {
    const part = await writePart(source, join(folder, source.path), (bytes) => {
      signal?.throwIfAborted();
      done += bytes;
      if (source.bytes === null) total += bytes;
      onProgress?.(done, total);
    });
    parts.push(part);
    crashAt?.("backup-part");
  }
  const folders = new Set(parts.map(({ path }) => dirname(join(folder, path))));
  for (const each of [...folders, ...ancestors(folders, folder), dirname(folder)]) syncDirectory(each);
  return parts;
}

/** Folders between the written ones and the top, each of which names another. */
function ancestors(folders: Iterable<string>, top: string): Set<string> {
  const found = new Set([top]);
  for (const folder of folders)
    for (let at = folder; relative(top, at) !== "" && at.length > top.length; at = dirname(at)) found.add(at);
  return found;
}

async function writePart(source: Source, file: string, wrote: (bytes: number) => void): Promise<Part> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const written = await writeStream(file, source.read(), wrote);
  return { path: source.path, kind: source.kind, ...written };
}

/** A new file of these bytes, synced, with their digest. */
export async function writeStream(
  file: string,
  chunks: AsyncIterable<Buffer>,
  wrote: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const digest = createHash("sha256");
  let bytes = 0;
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      await writeAll(handle, chunk);
      bytes += chunk.length;
      wrote(chunk.length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: digest.digest("hex") };
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  let done = 0;
  while (done < chunk.length) done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
}

/** What the system refused, in the catalogue's words. */
function told(error: unknown, target: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SuyuanError || typeof code !== "string") return error;
  return new SuyuanError("BACKUP_CANNOT_WRITE", { value: target, reason: code }, { cause: error });
}
