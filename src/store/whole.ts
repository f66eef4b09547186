import { cpSync } from "node:fs";
import { SuyuanError } from "../core/errors.ts";
import { type Level, openLevel, repairLevel } from "./open.ts";
import { damageOf } from "./leveldb/damage.ts";
import { isDiskError, type Storage } from "./storage.ts";

/** Throws STORE_DAMAGED unless every live byte of a closed LevelDB folder is as it was written. */
export function requireWhole(path: string): void {
  const reason = damageOf(path);
  if (reason !== null) throw new SuyuanError("STORE_DAMAGED", { value: path, reason });
}

/** Opens a store that nothing else can replace: a damaged one is told, not opened. */
export async function openStore(path: string, storage: Storage): Promise<Level> {
  requireWhole(path);
  try {
    return await openLevel(path, storage);
  } catch (error) {
    const { cause, message } = error as Error;
    const isLocked = (cause as { code?: string } | undefined)?.code === "LEVEL_LOCKED";
    if (isLocked || isDiskError(error)) throw error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new SuyuanError("STORE_DAMAGED", { value: path, reason }, { cause: error });
  }
}

export interface RepairedStore {
  path: string;
  /** Where the damaged one lies now. */
  aside: string;
  /** Kept. */
  rows: number;
}

/** Puts what LevelDB can still read of a damaged store in its place, the damaged one aside. */
export async function repairStore(path: string): Promise<RepairedStore> {
  const aside = `${path}.damaged`;
  cpSync(path, aside, { recursive: true });
  await repairLevel(path);
  const db = await openLevel(path);
  try {
    // More batches than anybody remembers: what is lost has been told now.
    await db.declare(Number.MAX_SAFE_INTEGER / 2);
    const rows = (await db.keys().all()).length - 1;
    return { path, aside, rows };
  } finally {
    await db.close();
  }
}
