/**
 * Digests of a file in one pass, in bounded memory: while one chunk is hashed the next is read. A file
 * that changes meanwhile is refused, since its digest would be of no content that ever was.
 */
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { ContentError, fromSystem, missing } from "./errors.ts";
import { type Hex } from "../core/hex.ts";
import { type ChunkHash, type Digests, plainHash, sha256Hash, threadedHash } from "./hashes.ts";

export interface DigestOptions {
  /** Called with 0 first, then after each chunk, last with the total. */
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}

export interface FileDigest extends Digests {
  size: number;
}

/** Below this a thread takes longer to start than it saves. */
const threadFrom = 64 * 1024 * 1024;
const chunkBytes = 1024 * 1024;
const chunksInFlight = 4;

/** File systems stamp changes with a clock that ticks this coarsely, or finer. */
const clockTickMs = 20;

/** SHA-256 and SM3: what is recorded of content. */
export async function digestFile(path: string, options: DigestOptions = {}): Promise<FileDigest> {
  const open = (size: number) => (size > threadFrom ? threadedHash() : plainHash());
  const { digest, size } = await hashFile(path, options, open);
  return { ...digest, size };
}

/** SHA-256 alone, in a quarter of the time: enough to look content up. */
export async function sha256OfFile(path: string, options: DigestOptions = {}): Promise<Hex> {
  return (await hashFile(path, options, sha256Hash)).digest;
}

async function hashFile<Digest>(
  path: string,
  options: DigestOptions,
  open: (size: number) => ChunkHash<Digest>,
): Promise<{ digest: Digest; size: number }> {
  options.signal?.throwIfAborted();
  const handle = await openRegular(path);
  try {
    const before = await settled(handle);
    const size = Number(before.size);
    const hash = open(size);
    try {
      await readThrough(handle, path, size, hash, options);
      await mustBeUnchanged(handle, path, before);
      return { digest: await hash.digest(), size };
    } finally {
      await hash.close();
    }
  } finally {
    await handle.close();
  }
}

/** Looks before it opens, for opening a device can do something, and never waits for a fifo's other end. */
async function openRegular(path: string): Promise<FileHandle> {
  if (path.includes("\0")) throw missing(path);
  try {
    mustBeRegular(await stat(path, { bigint: true }), path);
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      mustBeRegular(await handle.stat({ bigint: true }), path);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw fromSystem(error, path);
  }
}

function mustBeRegular(stats: BigIntStats, path: string): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory()
    ? "folder"
    : stats.isFIFO()
      ? "fifo"
      : stats.isSocket()
        ? "socket"
        : "device";
  const message = `${path} is a ${kind}, not a file`;
  throw new ContentError("CONTENT_NOT_A_FILE", path, message, { details: { kind } });
}

/** A change within the clock tick of the last one would leave no trace, so a file just written waits a tick. */
async function settled(handle: FileHandle): Promise<BigIntStats> {
  const stats = await handle.stat({ bigint: true });
  if (Math.abs(Date.now() - Number(stats.ctimeMs)) > clockTickMs) return stats;
  await wait(clockTickMs);
  return handle.stat({ bigint: true });
}

async function readThrough(
  handle: FileHandle,
  path: string,
  size: number,
  hash: ChunkHash<unknown>,
  { onProgress, signal }: DigestOptions,
): Promise<void> {
  const room = Math.min(chunkBytes, size + 1); // one byte more than expected shows that the file grew
  const slots: Uint8Array[] = [];
  const slotAt = (i: number) => (slots[i] ??= new Uint8Array(new SharedArrayBuffer(room)));
  const hashed: (Promise<unknown> | undefined)[] = [];
  let done = 0;
  onProgress?.(0, size);
  let next = readInto(handle, path, slotAt(0), 0);
  for (let i = 1; ; i++) {
    const chunk = await next;
    if (chunk.length === 0) break;
    signal?.throwIfAborted();
    done += chunk.length;
    if (done > size) throw changed(path, `it grew beyond its ${size} bytes`);
    const slot = i % chunksInFlight;
    await hashed[slot];
    next = readInto(handle, path, slotAt(slot), done);
    hashed[(i - 1) % chunksInFlight] = hash.update(chunk);
    onProgress?.(done, size);
  }
  if (done < size) throw changed(path, `it ended after ${done} of its ${size} bytes`);
  await Promise.all(hashed);
}

function readInto(handle: FileHandle, path: string, slot: Uint8Array, position: number): Promise<Uint8Array> {
  const read = handle.read(slot, 0, slot.length, position).then(
    ({ bytesRead }) => slot.subarray(0, bytesRead),
    (error: unknown) => {
      throw fromSystem(error, path);
    },
  );
  // Read ahead of need: whoever stops before awaiting it does not care how it ended.
  read.catch(() => undefined);
  return read;
}

/** By the open file and by the path: the one may be written to, the other may come to name another file. */
async function mustBeUnchanged(handle: FileHandle, path: string, before: BigIntStats): Promise<void> {
  const named = await stat(path, { bigint: true }).catch(() => null);
  if (named === null) throw changed(path, "it is gone");
  for (const after of [named, await handle.stat({ bigint: true })]) {
    if (after.ino !== before.ino || after.dev !== before.dev)
      throw changed(path, "another file took its place");
    // The time of modification can be put back by whoever writes; the time of change cannot.
    const same =
      after.size === before.size && after.mtimeNs === before.mtimeNs && after.ctimeNs === before.ctimeNs;
    if (!same) throw changed(path, "it was written to");
  }
}

function changed(path: string, how: string): ContentError {
  const message = `${path} changed while it was hashed: ${how}`;
  return new ContentError("CONTENT_FILE_CHANGED", path, message, { details: { how } });
}
