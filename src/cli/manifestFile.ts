import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { type Hashed } from "./content.ts";

/** How much of the digest names a manifest: enough that another content gets another file. */
const NAMED_BY = 12;

/**
 * Keeps a folder's manifest, for later only it says what the folder held. It lies beside the folder, named by
 * its digest, so that the one of an earlier content is never written over.
 */
export function keepManifest(folder: string, { digest, manifest }: Hashed, out?: string): string {
  const path = out ?? `${resolve(folder)}.${digest.sha256.slice(2, 2 + NAMED_BY)}.manifest.json`;
  if (out === undefined && existsSync(path)) return path;
  try {
    writeFileSync(path, manifest!);
  } catch (cause) {
    const reason = `cannot be written (${(cause as NodeJS.ErrnoException).code})`;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "manifest-out", value: path, reason }, { cause });
  }
  return path;
}
