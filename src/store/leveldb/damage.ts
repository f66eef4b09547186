import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLog } from "./log.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { problemOfTable } from "./sorted.ts";

/**
 * Reads every live file of a closed LevelDB folder and compares all of its checksums: LevelDB itself drops
 * damaged records of a log without a word, and hands out what lies in a damaged table. Answers with what is
 * wrong, or null. A log's last record may be cut off, or written in part when the power failed: that one was
 * never acknowledged.
 */
export function damageOf(path: string): string | null {
  const current = join(path, "CURRENT");
  if (!existsSync(current)) return hasTables(path) ? "CURRENT is missing" : null;
  try {
    const [, name] = /^(MANIFEST-\d{6,})\n$/.exec(readFileSync(current, "latin1")) ?? [];
    if (name === undefined) return "CURRENT is damaged";
    if (!existsSync(join(path, name))) return `${name}, which CURRENT names, is missing`;
    const log = readLog(readFileSync(join(path, name)));
    if (log.problem !== null) return `${name}: ${log.problem}`;
    return problemOf(path, readManifest(log.records));
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function hasTables(path: string): boolean {
  return existsSync(path) && readdirSync(path).some((name) => /\.(ldb|log)$|^MANIFEST-/.test(name));
}

function problemOf(path: string, { tables, log }: Manifest): string | null {
  for (const [number, size] of tables) {
    const name = `${String(number).padStart(6, "0")}.ldb`;
    if (!existsSync(join(path, name))) return `${name} is missing`;
    const bytes = readFileSync(join(path, name));
    const problem =
      bytes.length === size ? problemOfTable(bytes) : `it has ${bytes.length} bytes, not ${size}`;
    if (problem !== null) return `${name}: ${problem}`;
  }
  const logs = readdirSync(path).filter((name) => /^\d+\.log$/.test(name) && Number.parseInt(name) >= log);
  for (const name of logs) {
    const { problem, atEnd } = readLog(readFileSync(join(path, name)));
    if (problem !== null && !atEnd) return `${name}: ${problem}`;
  }
  return null;
}
