/** The files of a folder, at any depth, under the names a manifest gives them. */
import { type BigIntStats, type Dirent } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ContentError, fromSystem, missing } from "./errors.ts";

export interface FolderFile {
  /** Relative to the folder, with "/" between the parts, in Unicode's NFC. */
  name: string;
  /** Where the system finds it. */
  path: string;
  size: number;
  /** Differs when the file was replaced or written to. */
  stamp: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Sorted by the UTF-8 bytes of their names. At most `limit` files, and as many folders. */
export async function listFolder(root: string, limit: number): Promise<FolderFile[]> {
  await mustBeFolder(root);
  const files: FolderFile[] = [];
  const folders = [{ name: "", path: root }];
  for (let at = 0; at < folders.length; at++) {
    for (const child of await childrenOf(folders[at]!)) {
      if (child.entry.isDirectory()) folders.push(child);
      else files.push(await describe(child));
      if (files.length > limit || folders.length > limit) throw tooMany(root, limit);
    }
  }
  return files
    .map((file) => ({ file, bytes: Buffer.from(file.name) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ file }) => file);
}

async function mustBeFolder(root: string): Promise<void> {
  if (root.includes("\0")) throw missing(root);
  const stats = await stat(root).catch((error: unknown) => {
    throw fromSystem(error, root);
  });
  if (!stats.isDirectory()) throw new ContentError("CONTENT_NOT_A_FOLDER", root, `${root} is not a folder`);
}

interface Child {
  name: string;
  path: string;
  entry: Dirent<Buffer>;
}

async function childrenOf(folder: { name: string; path: string }): Promise<Child[]> {
  const entries = await readdir(folder.path, { withFileTypes: true, encoding: "buffer" }).catch(
    (error: unknown) => {
      throw fromSystem(error, folder.path);
    },
  );
  const seen = new Map<string, string>();
  return entries.map((entry) => {
    const given = decoded(entry.name, folder.path);
    const path = join(folder.path, given);
    const normal = given.normalize("NFC");
    const other = seen.get(normal);
    if (other !== undefined) throw collide(path, other);
    seen.set(normal, path);
    if (entry.isSymbolicLink())
      throw new ContentError(
        "CONTENT_SYMLINK",
        path,
        `${path} is a symbolic link: what it points to can change without the folder changing`,
      );
    return { name: folder.name === "" ? normal : `${folder.name}/${normal}`, path, entry };
  });
}

/** Systems keep names as bytes (or as UTF-16 with anything in it); only text can be named in a manifest. */
function decoded(name: Buffer, folder: string): string {
  try {
    return utf8.decode(name);
  } catch (cause) {
    const path = join(folder, name.toString());
    const message = `the name of ${path} is not valid UTF-8`;
    const details = { bytes: name.toString("hex") };
    throw new ContentError("CONTENT_NAME_NOT_UNICODE", path, message, { details, cause });
  }
}

async function describe({ name, path, entry }: Child): Promise<FolderFile> {
  if (!entry.isFile())
    throw new ContentError("CONTENT_NOT_A_FILE", path, `${path} is neither a file nor a folder`);
  const stats = await lstat(path, { bigint: true }).catch((error: unknown) => {
    throw fromSystem(error, path);
  });
  return { name, path, size: Number(stats.size), stamp: stampOf(stats) };
}

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

function collide(path: string, other: string): ContentError {
  const message = `${path} and ${other} have the same name once normalised (NFC)`;
  return new ContentError("CONTENT_NAMES_COLLIDE", path, message, { details: { other } });
}

function tooMany(root: string, limit: number): ContentError {
  const message = `${root} holds more than ${limit} files or folders`;
  return new ContentError("CONTENT_TOO_MANY_ENTRIES", root, message, { details: { limit } });
}
