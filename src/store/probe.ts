import { closeSync, fdatasyncSync, openSync, readFileSync, renameSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { removeFile, syncDirectory } from "./durable.ts";

/** What opening a gateway may write before anything else: rewritten journals and flushed logs. */
const ROOM_BYTES = 16 * 1024 * 1024;
const PIECE = Buffer.alloc(1024 * 1024, 0x5a);
const PIECES = 8;

/** Writes, syncs, renames and reads a file back, as the stores do. Answers with what is wrong, or null. */
export function probeDisk(folder: string): string | null {
  const path = join(folder, "probe");
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < ROOM_BYTES) return `only ${bavail * bsize} bytes are free`;
    writePieces(`${path}.tmp`);
    renameSync(`${path}.tmp`, path);
    syncDirectory(folder);
    const found = readFileSync(path);
    return found.length === PIECES * PIECE.length ? null : "what was written is not there";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    removeProbe(path);
  }
}

function writePieces(path: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    for (let i = 0; i < PIECES; i++) {
      if (writeSync(file, PIECE) !== PIECE.length) throw new Error("a write was cut short");
    }
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeProbe(path: string): void {
  try {
    removeFile(`${path}.tmp`);
    removeFile(path);
  } catch {
    // The next probe writes over it.
  }
}
