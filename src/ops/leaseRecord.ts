import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { identify, isRunning, type ProcessIdentity } from "../chain/embedded/processIdentity.ts";

/** What stands behind the beat in a lease. */
export interface LeaseRecord {
  /** The data directory's id, which its copies share. */
  holder: string;
  /** Of one opening of the gateway. */
  run: string;
  host: string;
  /** Where process ids mean the same: one boot of one machine, one container. Null where nobody can tell. */
  realm: string | null;
  process: ProcessIdentity;
}

const DIGITS = 16;

/** Of fixed width, so that it is overwritten in place. */
export function beatText(beat: number): string {
  return `${String(beat).padStart(DIGITS, "0")}\n`;
}

/** Null when there is none. The text tells one sign of life from the next. */
export function readLease(path: string): { text: string; record: LeaseRecord } | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return { text, record: parse(text.slice(DIGITS + 1)) };
}

/** It is linked into place whole, so what cannot be read was damaged; nobody knows whose it is. */
function parse(json: string): LeaseRecord {
  try {
    return JSON.parse(json) as LeaseRecord;
  } catch {
    const process = { pid: 0, started: "" };
    return { holder: "unreadable", run: "", host: "unknown", realm: null, process };
  }
}

export function place(): Pick<LeaseRecord, "host" | "realm" | "process"> {
  return { host: hostname(), realm: realm(), process: identify(process.pid)! };
}

function realm(): string | null {
  if (process.platform !== "linux") return null;
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

/** `silent` is for whoever watches: alive or not, only time tells. */
export function verdictOn(seen: LeaseRecord, mine: LeaseRecord): "foreign" | "gone" | "silent" {
  if (seen.holder !== mine.holder) return "foreign";
  const sameRealm = seen.realm !== null && seen.realm === mine.realm;
  return sameRealm && !isRunning(seen.process) ? "gone" : "silent";
}

export function sayHolder(record: LeaseRecord | undefined): string {
  return record ? `process ${record.process.pid} on ${record.host}` : "nobody";
}
