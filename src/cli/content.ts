import { stat } from "node:fs/promises";
import { digestFile, type FileDigest } from "../content/digest.ts";
import { fromSystem } from "../content/errors.ts";
import { digestFolder } from "../content/manifest.ts";
import { manifestMediaType, mediaTypeOf } from "../content/mediaType.ts";
import { bar } from "./progress.ts";
import { oneLine } from "./table.ts";
import { bytes } from "./words.ts";

export interface Hashed {
  digest: FileDigest;
  mediaType: string;
  /** Of a folder: the list that its digest is of. */
  manifest?: string;
}

/** Hashes a file, or a folder through its manifest, with a bar while a person watches. */
export async function hash(path: string): Promise<Hashed> {
  const progress = await bar(oneLine(path), bytes);
  const onProgress = (done: number, total: number) => progress.at(done, total);
  try {
    if (!(await isFolder(path))) {
      return { digest: await digestFile(path, { onProgress }), mediaType: mediaTypeOf(path) };
    }
    const { sha256, sm3, size, manifest } = await digestFolder(path, { onProgress });
    return { digest: { sha256, sm3, size }, mediaType: manifestMediaType, manifest };
  } finally {
    progress.end();
  }
}

async function isFolder(path: string): Promise<boolean> {
  if (path.includes("\0")) return false;
  const stats = await stat(path).catch((error: unknown) => {
    throw fromSystem(error, path);
  });
  return stats.isDirectory();
}
