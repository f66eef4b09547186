/** The chain stopped itself: what the node holds is not what the journal says. Only a restart helps. */
export class HaltedError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the embedded chain has halted: ${reason}`);
    this.name = "HaltedError";
    this.reason = reason;
  }
}

/** One transaction cannot go into the next block as handed in. Nothing of its block was mined. */
export class NotExecutable extends Error {
  /** Position in the list handed to `mine`. */
  readonly index: number;
  readonly reason: string;
  constructor(index: number, reason: string) {
    super(`transaction ${index} cannot be executed in the next block: ${reason}`);
    this.name = "NotExecutable";
    this.index = index;
    this.reason = reason;
  }
}

/** Mining waits for a person; reading goes on. Times are seconds since 1970. */
export class ClockStepped extends Error {
  readonly kind: "step" | "idle";
  readonly clock: number;
  readonly expected: number;
  constructor(kind: "step" | "idle", clock: number, expected: number) {
    const what =
      kind === "step"
        ? `it should read ${iso(expected)} by the monotonic clock`
        : `the last block is from ${iso(expected)}, over 30 days before`;
    super(
      `the clock reads ${iso(clock)}, but ${what}; mining is stopped, since a wrong time would pass every deadline for good. Correct the clock, or start with --accept-clock if it is right`,
    );
    this.name = "ClockStepped";
    this.kind = kind;
    this.clock = clock;
    this.expected = expected;
  }
}

/** A record that was once written whole is no longer so, and final blocks may depend on it. */
export class JournalDamaged extends Error {
  readonly offset: number;
  /** The block the damaged record belongs to, as far as the records before it tell. */
  readonly block: number;
  constructor(offset: number, block: number, reason: string) {
    super(
      `the chain's journal is damaged at byte ${offset}, block ${block}: ${reason}; restore it from a backup`,
    );
    this.name = "JournalDamaged";
    this.offset = offset;
    this.block = block;
  }
}

/** The node's block is not the recorded one. */
export class HashMismatch extends Error {
  readonly block: number;
  constructor(block: number, recorded: string, found: string) {
    super(`block ${block} is recorded with hash ${recorded}, but the node has ${found}`);
    this.name = "HashMismatch";
    this.block = block;
  }
}

/** The data directory was made by another version, for another chain, or is held by another process. */
export class DirectoryRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DirectoryRefused";
  }
}

/** Seconds since 1970 as a readable time; the figure itself when no calendar holds it. */
function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
