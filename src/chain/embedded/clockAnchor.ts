import { readFileSync } from "node:fs";
import { writeFileDurably } from "../../store/durable.ts";
import { type ClockReading, MAX_IDLE_SECONDS, MAX_STEP_SECONDS } from "./clock.ts";
import { identify } from "./processIdentity.ts";

/**
 * Names one boot of one machine or container, within which the time since boot goes on through restarts of
 * the gateway. Null where that cannot be told.
 */
export function thisBoot(): string | null {
  return process.platform === "linux" ? (identify(1)?.started ?? null) : null;
}

/** Kept in a file, so that a clock set between two runs is noticed as one set during a run. */
export function anchorOfBoot(file: string, boot: string): ClockReading | null {
  try {
    const saved = JSON.parse(readFileSync(file, "utf8")) as ClockReading & { boot: string };
    return saved.boot === boot ? saved : null;
  } catch {
    // Without one, or with one that cannot be read, this start is where counting begins.
    return null;
  }
}

export function saveAnchor(file: string, boot: string, { wall, monotonic }: ClockReading): void {
  writeFileDurably(file, JSON.stringify({ boot, wall, monotonic }));
}

/** Whether a clock fits what is known for certain: that the last block was made at `last`. */
export function fits(wall: number, last: number): boolean {
  return wall >= last - MAX_STEP_SECONDS && wall <= last + MAX_IDLE_SECONDS;
}
