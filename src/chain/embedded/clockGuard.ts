import { readFileSync } from "node:fs";
import { anchorOfBoot, fits, saveAnchor } from "./clockAnchor.ts";
import { ClockStepped } from "./errors.ts";
import { type ClockReading, type ClockVerdict, judgeClock } from "./clock.ts";
import { removeFile, writeFileDurably } from "../../store/durable.ts";

export interface ClockSources {
  /** Seconds since 1970. */
  now: () => number;
  /** Seconds since any fixed moment; suspended time must count, or waking a laptop would look like a step. */
  monotonic: () => number;
  /** The boot since which `monotonic` counts, and where readings of it are kept from run to run. */
  boot?: { name: string; file: string };
}

/**
 * Asks the clock rule before each block, and remembers a step in a file, so that starting again
 * without the flag does not accept it.
 */
export class ClockGuard {
  readonly #sources: ClockSources;
  readonly #file: string;
  readonly #accepted: boolean;
  readonly #lastAtStart: number;
  readonly #anchor: ClockReading;
  /** A step seen before this start, which only the flag clears. */
  readonly #inherited: { clock: number; expected: number } | null;
  #stepSaved = false;

  constructor(sources: ClockSources, file: string, accepted: boolean, lastAtStart: number) {
    this.#sources = sources;
    this.#file = file;
    this.#accepted = accepted;
    this.#lastAtStart = lastAtStart;
    if (accepted) removeFile(file);
    const step = readStep(file);
    this.#stepSaved = step !== null;
    const known = sources.boot && !accepted ? anchorOfBoot(sources.boot.file, sources.boot.name) : null;
    this.#anchor = known ?? this.#read();
    // Within one boot the anchor tells whether the clock is right by now.
    this.#inherited = known ? null : step;
    const mayCount = accepted || (step === null && fits(this.#anchor.wall, lastAtStart));
    if (sources.boot && !known && mayCount) saveAnchor(sources.boot.file, sources.boot.name, this.#anchor);
  }

  /** The next block's time; throws ClockStepped while mining is stopped. */
  next(parent: number): number {
    const verdict = this.#judge(parent);
    if (verdict.state === "stopped") throw new ClockStepped(verdict.kind, verdict.clock, verdict.expected);
    return verdict.blockTime;
  }

  /** What `next` would throw now. */
  problem(parent: number): ClockStepped | null {
    const verdict = this.#judge(parent);
    return verdict.state === "right" ? null : new ClockStepped(verdict.kind, verdict.clock, verdict.expected);
  }

  #judge(parent: number): ClockVerdict {
    const reading = this.#read();
    if (this.#inherited) return { state: "stopped", kind: "step", ...this.#inherited };
    const [anchor, lastAtStart, accepted] = [this.#anchor, this.#lastAtStart, this.#accepted];
    const verdict = judgeClock({ reading, anchor, parent, lastAtStart, accepted });
    this.#remember(verdict);
    return verdict;
  }

  #remember(verdict: ClockVerdict): void {
    const stepped = verdict.state === "stopped" && verdict.kind === "step";
    if (stepped === this.#stepSaved) return;
    if (stepped) {
      writeFileDurably(this.#file, JSON.stringify({ clock: verdict.clock, expected: verdict.expected }));
    } else removeFile(this.#file);
    this.#stepSaved = stepped;
  }

  #read(): ClockReading {
    return { wall: this.#sources.now(), monotonic: this.#sources.monotonic() };
  }
}

function readStep(file: string): { clock: number; expected: number } | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { clock: number; expected: number };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** On Linux the time since boot, which counts suspension as CLOCK_MONOTONIC does not. */
export function sinceBoot(): number {
  if (process.platform === "linux") {
    try {
      return Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
    } catch {
      // No /proc in this container: the plain monotonic clock must do.
    }
  }
  return Number(process.hrtime.bigint()) / 1e9;
}
