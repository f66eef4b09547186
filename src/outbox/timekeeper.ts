import { type Hex } from "../core/hex.ts";
import { dues, duties, type DutyKind, type DutyRow } from "../ledger/duty/tables.ts";
import { type Index } from "../indexer/index.ts";

const AT_ONCE = 200;
/** Milliseconds until what went wrong is tried again. */
const AGAIN_MS = 5_000;
/** A longer timer would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export interface TimekeeperOptions {
  index: Index;
  /** Seconds: the time the next block will have. */
  now(): number;
  /** Records that these are late, and resolves when that is final. */
  record(kind: "answers" | "reports", subjects: Hex[]): Promise<void>;
  log(event: string, fields: object): void;
}

/** Does what anyone may do and somebody must: records that a deadline passed, as soon as it has. */
export class Timekeeper {
  readonly #o: TimekeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  /** `overtaken`: a block came while it worked, and it looks once more. `pausing`: after what went wrong. */
  #state: "resting" | "working" | "overtaken" | "pausing" = "resting";
  #closed = false;

  constructor(options: TimekeeperOptions) {
    this.#o = options;
  }

  /** Looks at what is due, then follows the facts. */
  start(): void {
    this.#o.index.on("applied", () => this.#wake());
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wake(): void {
    if (this.#state === "working") this.#state = "overtaken";
    if (this.#closed || this.#state !== "resting") return;
    this.#state = "working";
    void this.#work().then(
      (nextMs) => this.#rest("resting", this.#state === "overtaken" ? 0 : nextMs),
      (error: unknown) => {
        if (!this.#closed) this.#o.log("timekeeper.problem", { problem: String(error) });
        // Blocks do not end it: what reverted made one, and would make the next.
        this.#rest("pausing", AGAIN_MS);
      },
    );
  }

  #rest(state: "resting" | "pausing", ms: number | undefined): void {
    this.#state = state;
    clearTimeout(this.#timer);
    if (this.#closed || ms === undefined) return;
    this.#timer = setTimeout(() => this.#begin(), Math.min(ms, LONGEST_MS));
    this.#timer.unref();
  }

  #begin(): void {
    if (this.#state === "pausing") this.#state = "resting";
    this.#wake();
  }

  /** Answers with the time until the next deadline has passed; `undefined` when there is none. */
  async #work(): Promise<number | undefined> {
    for (;;) {
      const due = (await this.#o.index.rows.range(dues, { limit: AT_ONCE })).flatMap(({ row }) => {
        const duty = this.#o.index.rows.get(duties, row);
        return duty ? [duty] : [];
      });
      const now = this.#o.now();
      const late = due.filter((d) => d.deadline! < now);
      if (late.length === 0) return due[0] && (due[0].deadline! + 1 - now) * 1_000;
      await this.#record(late);
    }
  }

  /** Both at once: one that is refused must not hold the other up. */
  async #record(late: DutyRow[]): Promise<void> {
    const isReport = (kind: DutyKind) => kind === "report";
    const reports = late.filter((d) => isReport(d.kind)).map((d) => d.subject);
    const answers = late.filter((d) => !isReport(d.kind)).map((d) => d.subject);
    const done = await Promise.allSettled([
      reports.length > 0 && this.#o.record("reports", reports),
      answers.length > 0 && this.#o.record("answers", answers),
    ]);
    const failed = done.find((d) => d.status === "rejected");
    if (failed) throw failed.reason;
  }
}
