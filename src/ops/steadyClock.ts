import { type ClockReading, MAX_STEP_SECONDS } from "../chain/embedded/clock.ts";
import { anchorOfBoot, fits, saveAnchor, thisBoot } from "../chain/embedded/clockAnchor.ts";
import { sinceBoot } from "../chain/embedded/clockGuard.ts";

export interface SteadyOptions {
  /** Where the first reading of this boot is kept. */
  file: string;
  /** Seconds since 1970 of the last block known. */
  last: number;
  /** A person has said, at this start, that the clock is right. */
  accepted: boolean;
}

/**
 * The time by which keys come into force and lapse, at this door. It follows the machine's clock, but not
 * where that jumps: then it goes on by the time since boot from where the clock was right.
 */
export class SteadyClock {
  readonly #anchor: ClockReading;

  constructor({ file, last, accepted }: SteadyOptions) {
    const boot = thisBoot();
    const now = read();
    const known = boot && !accepted ? anchorOfBoot(file, boot) : null;
    const mayCount = accepted || fits(now.wall, last);
    // A clock that cannot be right is not begun with; the last block's time is certain to have been.
    this.#anchor = known ?? (mayCount ? now : { ...now, wall: last });
    if (boot && !known && mayCount) saveAnchor(file, boot, now);
  }

  /** Seconds since 1970. */
  now(): number {
    const { wall, monotonic } = read();
    const expected = this.#anchor.wall + monotonic - this.#anchor.monotonic;
    return Math.abs(wall - expected) > MAX_STEP_SECONDS ? expected : wall;
  }

  /** What is wrong with the machine's clock, or null. */
  problem(): string | null {
    const [wall, right] = [read().wall, this.now()];
    if (wall === right || Math.abs(wall - right) <= MAX_STEP_SECONDS) return null;
    return `the clock reads ${iso(wall)}, by the time since boot it is ${iso(right)}; correct it, or start with --accept-clock if it is right`;
  }
}

function read(): ClockReading {
  return { wall: Date.now() / 1_000, monotonic: sinceBoot() };
}

function iso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
