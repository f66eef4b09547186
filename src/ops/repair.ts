import { existsSync } from "node:fs";
import { SuyuanError } from "../core/errors.ts";
import { repairJournal, type Repaired } from "../outbox/damage.ts";
import { repairStore, requireWhole, type RepairedStore } from "../store/whole.ts";
import { DataDirectory } from "./dataDirectory.ts";

/** What was done; nothing for what was whole. */
export interface RepairOutcome {
  journal: Repaired | null;
  stores: RepairedStore[];
}

/**
 * Keeps what can be read of the outbox's journal and of the stores that nothing can rebuild, the damaged ones
 * aside. No gateway may run on the data directory meanwhile.
 */
export async function repair(data: string): Promise<RepairOutcome> {
  if (!existsSync(data)) throw new SuyuanError("THING_UNKNOWN", { field: "data", value: data });
  const directory = DataDirectory.open(data, "sample");
  try {
    const journal = await repairJournal(directory.file("outbox", "journal"));
    const stores: RepairedStore[] = [];
    for (const name of ["operations", "secrets"]) {
      const path = directory.file(name);
      if (isDamaged(path)) stores.push(await repairStore(path));
    }
    return { journal, stores };
  } finally {
    directory.close();
  }
}

function isDamaged(path: string): boolean {
  try {
    requireWhole(path);
    return false;
  } catch {
    return true;
  }
}
