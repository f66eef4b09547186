/** Where an evidence bundle does not hold, in words for people; never another error's text. */
export class Flaw extends Error {
  readonly outcome: FlawOutcome;
  /** The line of the bundle, from 1; 0 when it is about the whole. */
  line = 0;

  constructor(outcome: FlawOutcome, message: string) {
    super(message);
    this.outcome = outcome;
  }
}

export type FlawOutcome =
  "tampered" | "incomplete" | "not-trusted" | "file-differs" | "unsupported" | "too-large";

export function tampered(message: string): Flaw {
  return new Flaw("tampered", message);
}
