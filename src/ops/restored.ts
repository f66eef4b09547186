import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { writeFileDurably } from "../store/durable.ts";

const NAME = "restored.json";

/** One restore that this directory went through. What came after `taken` is not here. */
export interface Restore {
  /** Of the backup. */
  backup: string;
  /** ISO: when the backup was taken, and when it was restored. */
  taken: string;
  restored: string;
  /** Embedded: the chain forks after `block`. Nodes: what the lost gateway signed later, only they know. */
  chain: "embedded" | "node";
  /** The last block this gateway knew to be final. */
  block: { number: number; hash: Hex } | null;
  /** Sequence of the last operation's id in the backup. */
  lastId: number;
  /** The operator's word that the gateway the backup is from will never run again. */
  oldGatewayIsDead: boolean;
}

/** Oldest first; none for a directory that was never restored. */
export function readRestores(data: string): Restore[] {
  const file = join(data, NAME);
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Restore[];
  } catch (cause) {
    const reason = `${NAME} is not readable`;
    throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: data, reason }, { cause });
  }
}

export function writeRestores(data: string, restores: readonly Restore[]): void {
  writeFileDurably(join(data, NAME), `${JSON.stringify(restores, null, 2)}\n`);
}
