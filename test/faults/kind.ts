import { type Random } from "./random.ts";

/** One way of hurting a ledger for real. A kind lives in a file of `kinds/`, and `run.ts` lists it. */
export interface FaultKind {
  name: string;
  /** What it does to which part, in a sentence. */
  about: string;
  /** Programs it cannot do without, and the Debian package that brings each. */
  needs: Readonly<Record<string, string>>;
  /** Minutes of the long set it gets, beside the others'. */
  weight: number;
  /** Once through in the short set; in the long set again and again until the time is over. */
  run(given: FaultRun): Promise<void>;
}

export interface FaultRun {
  seed: number;
  random: Random;
  short: boolean;
  /** Whether to begin another one: false once the kind's time is over; always false in the short set. */
  goOn(): boolean;
  /** Counts a fault that was seen to fire; an injected fault that nothing showed does not count. */
  fired(fault: string, times?: number): void;
  /** A line for whoever watches. */
  say(line: string): void;
}
