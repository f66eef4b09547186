import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { type City } from "../dataDirectory.ts";

export const MANIFEST = "manifest.json";
const FORMAT = "suyuan backup 1";

/** What a backup says of itself. It is written last, so a folder without one is half a backup. */
export interface Manifest {
  format: typeof FORMAT;
  id: string;
  /** ISO: the moment everything in it is from. */
  taken: string;
  /** Of the program that wrote it. */
  version: string;
  /** Of the data directory. */
  directory: { id: string; format: number; city: City };
  /** Null before a ledger was founded. */
  ledger: { chainId: number; factLog: Hex; spine: Hex } | null;
  chain: "embedded" | "node";
  /** The last final block this gateway knew; null when its index held none. */
  block: { number: number; hash: Hex } | null;
  /** Whether the passphrase and the administrator's key were left out. */
  sealed: boolean;
  files: Part[];
}

export interface Part {
  /** Inside `data/`. */
  path: string;
  /** `entries`: a LevelDB store, one JSON pair a line. */
  kind: "file" | "entries";
  bytes: number;
  sha256: string;
}

/** The manifest as it is written: its own digest is its last member. */
export function sealManifest(manifest: Omit<Manifest, "format">): string {
  const whole = { format: FORMAT, ...manifest };
  return `${JSON.stringify({ ...whole, sha256: digestOf(whole) }, null, 2)}\n`;
}

export function readManifest(backup: string): Manifest {
  const file = join(backup, MANIFEST);
  if (!existsSync(file)) {
    const reason = existsSync(backup)
      ? "it has no manifest: its writing never ended, or it is no backup"
      : "there is nothing there";
    throw damaged(backup, reason);
  }
  const text = readFileSync(file, "utf8");
  const { sha256: _, ...manifest } = parse(text, file);
  if (manifest.format !== FORMAT) {
    throw damaged(file, `its format is ${JSON.stringify(manifest.format)}, this version reads “${FORMAT}”`);
  }
  if (text !== sealManifest(manifest)) throw damaged(file, "its digest is another than it says");
  return manifest;
}

function parse(text: string, file: string): Manifest & { sha256?: string } {
  try {
    const found: unknown = JSON.parse(text);
    if (found !== null && typeof found === "object") return found as Manifest;
  } catch {
    // Told below: whatever it was, it is no manifest now.
  }
  throw damaged(file, "it cannot be read");
}

function digestOf(manifest: object): string {
  return createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
}

export function damaged(value: string, reason: string): SuyuanError {
  return new SuyuanError("BACKUP_DAMAGED", { field: "backup", value, reason });
}
