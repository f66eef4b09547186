import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { writeFileDurably } from "./durable.ts";

/*
 * Small files that others read too stay plain JSON. Their member `checksum`, the last one, is the SHA-256 of
 * the text without it, so that one that was changed on the disk is not taken at its word.
 */

export function writeSealed(path: string, content: object): void {
  const text = JSON.stringify(content);
  writeFileDurably(path, `${JSON.stringify({ ...content, checksum: sha256(text) }, null, 2)}\n`);
}

/** Undefined when there is none. Throws DATA_DIRECTORY_FOREIGN when it is not what was written. */
export function readSealed<T extends object>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  const { checksum, ...content } = parse(path);
  // Written before there were checksums; unless it is the member's name that was changed.
  const last = Object.values(content).at(-1);
  if (checksum === undefined && !/^[0-9a-f]{64}$/.test(String(last))) return content as T;
  if (checksum !== sha256(JSON.stringify(content))) throw damaged(path, "does not match its checksum");
  return content as T;
}

function parse(path: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (found !== null && typeof found === "object") return found as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged(path, "is not readable");
}

function damaged(path: string, reason: string): SuyuanError {
  const [value, file] = [dirname(path), basename(path)];
  return new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value, reason: `${file} ${reason}` });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
