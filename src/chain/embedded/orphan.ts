import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { removeFile } from "../../store/durable.ts";
import { identify, isRunning, type ProcessIdentity } from "./processIdentity.ts";

/** Notes a node just started, so that the next start can end it: it outlives a parent killed with SIGKILL. */
export function recordNode(file: string, pid: number): void {
  const identity = identify(pid);
  if (identity) writeFileSync(file, JSON.stringify(identity), { mode: 0o600 });
}

/**
 * Ends the recorded node if it still runs, and answers with its process id. It is never adopted: nobody
 * knows what was sent to it.
 */
export async function endOrphan(file: string): Promise<number | null> {
  const identity = readRecorded(file);
  let ended: number | null = null;
  if (identity && isRunning(identity)) {
    process.kill(identity.pid, "SIGKILL");
    while (isRunning(identity)) await wait(5);
    ended = identity.pid;
  }
  removeFile(file);
  return ended;
}

function readRecorded(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    // Absent, or cut off by a loss of power, which ended the node too.
    return null;
  }
}
