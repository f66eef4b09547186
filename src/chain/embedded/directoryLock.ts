import { linkSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFile } from "../../store/durable.ts";
import { DirectoryRefused } from "./errors.ts";
import { identify, isRunning, type ProcessIdentity } from "./processIdentity.ts";

/** Locks that this process holds. */
const held = new Set<string>();

/**
 * Two gateways on one directory would write one journal. Linking a ready-made file is atomic, so of two
 * that start at once one fails; a dead holder's lock is moved aside by exactly one of them.
 */
export function lockDirectory(dir: string): { release: () => void } {
  const lock = join(dir, "lock");
  const mine = join(dir, `lock.${process.pid}`);
  const content = JSON.stringify(identify(process.pid));
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    if (!tryLink(mine, lock)) {
      moveDeadAside(lock, mine);
      if (!tryLink(mine, lock)) throw inUse(dir, readFileSync(lock, "utf8"));
    }
  } finally {
    removeFile(mine);
  }
  held.add(lock);
  return {
    release: () => {
      held.delete(lock);
      removeFile(lock);
    },
  };

  function moveDeadAside(path: string, name: string): void {
    const seen = read(path);
    if (seen === null) return;
    // A lock of this very process that it does not hold is one the disk would not let it remove.
    if (isHeld(seen) && (seen !== content || held.has(path))) throw inUse(dir, seen);
    const aside = `${name}.dead`;
    renameSync(path, aside);
    const moved = read(aside)!;
    // Another starter was quicker and this is its lock: put it back.
    if (moved !== seen) tryLink(aside, path);
    removeFile(aside);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A lock that cannot be read was cut off by a loss of power, after which nobody holds it. */
function isHeld(content: string): boolean {
  try {
    return isRunning(JSON.parse(content) as ProcessIdentity);
  } catch {
    return false;
  }
}

function inUse(dir: string, content: string): DirectoryRefused {
  const { pid } = JSON.parse(content) as ProcessIdentity;
  return new DirectoryRefused(`the chain directory ${dir} is in use by process ${pid}`);
}
