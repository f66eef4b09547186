/** One bench: ours and the peer in one run. It lives in a file of `kinds/`, and `run.ts` lists it. */
export interface Bench {
  name: string;
  title: string;
  /** What the figures mean, in a sentence. */
  about: string;
  run(given: Given): Promise<Measured>;
}

export interface Given {
  /** Small sizes: to see that it works, not to judge by. */
  quick: boolean;
  /** A line for whoever watches. */
  say(line: string): void;
  /** What must be undone when the bench is over, in the opposite order. */
  after(undo: () => unknown): void;
}

export interface Measured {
  rows: Row[];
  tables?: Table[];
  notes?: string[];
}

/** Which way each unit is better. */
export const units = {
  "facts/s": "more",
  "events/s": "more",
  "signatures/s": "more",
  "requests/s": "more",
  "GiB/s": "more",
  "gas/fact": "less",
  ms: "less",
  s: "less",
  "CPU s": "less",
  MB: "less",
  "bytes/fact": "less",
  times: "less",
} as const;

export type Unit = keyof typeof units;

export interface Row {
  what: string;
  unit: Unit;
  ours: number;
  peer?: Peer;
  goal?: Goal;
}

/** A peer that is not there is named with what brings it. */
export type Peer = { name: string; value: number } | { name: string; missing: string };

/** How many times as good as the peer, or a bound on our own figure; which bound, the unit says. */
export type Goal = { ratio: number } | { figure: number };

/** Figures that have no peer and no goal, such as shares of a whole. */
export interface Table {
  title: string;
  head: string[];
  rows: string[][];
}

export interface Machine {
  cores: number;
  cpu: string;
  memoryGiB: number;
  node: string;
  kernel: string;
}

/** What lies in `results/`, one file a bench. */
export interface Result extends Measured {
  bench: string;
  title: string;
  /** ISO time. */
  at: string;
  seconds: number;
  machine: Machine;
  /** One-minute load averages before and after: other work on the machine spoils what a clock measures. */
  load: [number, number];
}

/** Above 1, ours is better. Undefined without a peer's figure. */
export function ratioOf({ unit, ours, peer }: Row): number | undefined {
  if (!peer || "missing" in peer) return undefined;
  return units[unit] === "more" ? ours / peer.value : peer.value / ours;
}

/** Undefined where there is no goal, or no peer to judge by. */
export function isReached(row: Row): boolean | undefined {
  const { goal, ours, unit } = row;
  if (!goal) return undefined;
  if ("figure" in goal) return units[unit] === "more" ? ours >= goal.figure : ours <= goal.figure;
  const ratio = ratioOf(row);
  return ratio === undefined ? undefined : ratio >= goal.ratio;
}
