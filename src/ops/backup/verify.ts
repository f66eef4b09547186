import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { places, treatmentOf } from "./places.ts";
import { damaged, type Manifest, type Part, readManifest } from "./manifest.ts";

export type OnBytes = (bytes: number) => void;

/** Reads every byte of a backup and compares. Throws at the first file that is not as the manifest says. */
export async function verifyBackup(backup: string, onBytes: OnBytes = () => undefined): Promise<Manifest> {
  const manifest = readManifest(backup);
  const folder = join(backup, "data");
  requireKnown(manifest.files);
  const named = new Set(manifest.files.map(({ path }) => path));
  for (const path of filesUnder(folder)) {
    if (!named.has(path)) throw damaged(`data/${path}`, "the manifest does not name it");
  }
  for (const part of manifest.files) {
    // Named and compared, not handed on: what is copied is compared again.
    for await (const chunk of readPart(folder, part)) onBytes(chunk.length);
  }
  return manifest;
}

/** A part's bytes; throws at their end when they are not the manifest's. */
export async function* readPart(folder: string, part: Part): AsyncGenerator<Buffer> {
  const file = join(folder, part.path);
  const named = `data/${part.path}`;
  if (!existsSync(file)) throw damaged(named, "it is missing");
  const { size } = statSync(file);
  if (size !== part.bytes) throw damaged(named, `it has ${size} bytes instead of ${part.bytes}`);
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    yield chunk;
  }
  if (digest.digest("hex") !== part.sha256) throw damaged(named, "its SHA-256 is not the manifest's");
}

/** Nothing is written to where a data directory has nothing. */
function requireKnown(files: readonly Part[]): void {
  for (const { path, kind } of files) {
    const clean = path.split("/").every((word) => word !== "" && word !== "." && word !== "..");
    const name = kind === "entries" ? path.replace(/\.entries$/, "") : path;
    const treatment = name.startsWith("files/") ? places["files"] : treatmentOf(name);
    const known = treatment !== undefined && treatment !== "left out";
    if (!clean || !known || (kind === "entries") !== (treatment === "entries"))
      throw damaged(path, "no data directory holds such a file");
  }
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
