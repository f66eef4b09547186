/**
 * A folder as one content: a canonical list of its files. The list's own digests and size are the folder's.
 * Folders without files leave no trace in it, as in git.
 */
import canonicalize from "canonicalize";
import { type DigestOptions, type FileDigest, digestFile } from "./digest.ts";
import { ContentError } from "./errors.ts";
import { type FolderFile, listFolder } from "./folder.ts";
import { digestBytes } from "./hashes.ts";

export const manifestFormat = "suyuan manifest 1";
export const maximumEntries = 100_000;

export interface ManifestEntry extends FileDigest {
  /** Relative, "/" between the parts, NFC. Entries ascend by its UTF-8 bytes. */
  path: string;
}

export interface FolderDigest extends FileDigest {
  /** RFC 8785 JSON; `size` counts its bytes in UTF-8. */
  manifest: string;
  entries: ManifestEntry[];
}

/** Refuses what could not be checked again: links, names that are one name or no text, nothing, too much. */
export async function digestFolder(
  root: string,
  options: DigestOptions & { limit?: number } = {},
): Promise<FolderDigest> {
  const limit = options.limit ?? maximumEntries;
  const files = await listFolder(root, limit);
  if (files.length === 0)
    throw new ContentError(
      "CONTENT_FOLDER_EMPTY",
      root,
      `${root} holds no file: there is no content to record`,
    );
  const entries = await digestAll(files, options);
  mustBeSame(root, files, await listFolder(root, limit));
  return { ...manifestOf(entries), entries };
}

export function manifestOf(entries: readonly ManifestEntry[]): FileDigest & { manifest: string } {
  const manifest = canonicalize({ format: manifestFormat, entries })!;
  const bytes = Buffer.from(manifest, "utf8");
  return { ...digestBytes(bytes), size: bytes.length, manifest };
}

async function digestAll(files: readonly FolderFile[], options: DigestOptions): Promise<ManifestEntry[]> {
  const { onProgress, signal } = options;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const entries: ManifestEntry[] = [];
  let before = 0;
  for (const file of files) {
    const base = before;
    const digest = await digestFile(file.path, {
      signal,
      onProgress: (done) => onProgress?.(Math.min(base + done, total), total),
    });
    entries.push({ path: file.name, ...digest });
    before += file.size;
  }
  return entries;
}

/** A file changed after its turn, or added or taken away, would make a folder that never was. */
function mustBeSame(root: string, before: readonly FolderFile[], after: readonly FolderFile[]): void {
  const stamps = (files: readonly FolderFile[]) => new Map(files.map((file) => [file.path, file.stamp]));
  const [then, now] = [stamps(before), stamps(after)];
  const changed = [...before, ...after].find(({ path }) => then.get(path) !== now.get(path));
  if (changed === undefined) return;
  const message = `${changed.path} changed while the folder ${root} was hashed`;
  throw new ContentError("CONTENT_FILE_CHANGED", changed.path, message, { details: { folder: root } });
}
