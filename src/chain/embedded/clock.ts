/** One look at both clocks, in seconds; only the monotonic one cannot be set. */
export interface ClockReading {
  wall: number;
  monotonic: number;
}

export interface ClockQuestion {
  reading: ClockReading;
  /** The first reading of this boot. Never moved: ten small steps add up to a large one. */
  anchor: ClockReading;
  /** Timestamp of the block before, which the new block may equal but not undercut. */
  parent: number;
  /** Timestamp of the last block when the chain was opened. */
  lastAtStart: number;
  /** A person has said, at this start, that the clock is right. */
  accepted: boolean;
}

export type ClockVerdict =
  | { state: "right"; blockTime: number }
  | { state: "stopped"; kind: "step" | "idle"; clock: number; expected: number };

export const MAX_STEP_SECONDS = 600;
export const MAX_IDLE_SECONDS = 30 * 24 * 3600;

/** The time of the next block, or why there must be none: one bad jump would pass every deadline for good. */
export function judgeClock({ reading, anchor, parent, lastAtStart, accepted }: ClockQuestion): ClockVerdict {
  const clock = Math.floor(reading.wall);
  if (!accepted && anchor.wall - lastAtStart > MAX_IDLE_SECONDS) {
    return { state: "stopped", kind: "idle", clock, expected: lastAtStart };
  }
  const expected = Math.floor(anchor.wall + reading.monotonic - anchor.monotonic);
  if (Math.abs(clock - expected) > MAX_STEP_SECONDS) {
    return { state: "stopped", kind: "step", clock, expected };
  }
  return { state: "right", blockTime: Math.max(parent, clock) };
}
