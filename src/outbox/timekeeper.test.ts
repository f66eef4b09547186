import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Hex } from "../core/hex.ts";
import { type Index } from "../indexer/index.ts";
import { type DutyRow } from "../ledger/duty/tables.ts";
import { Timekeeper, type TimekeeperOptions } from "./timekeeper.ts";

const NOW = 1_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const duty = (n: number, deadline: number, kind: DutyRow["kind"] = "report"): DutyRow => ({
  organisation: "0x01",
  kind,
  subject: `0x${n.toString(16)}`,
  deadline,
  provisional: false,
  since: 0,
  overdue: false,
});

/** An index of which the timekeeper reads the duties alone. */
class Duties extends EventEmitter {
  open: DutyRow[];
  /** Done once, after a look was begun and before it is answered. */
  meanwhile: (() => void) | undefined;
  constructor(open: DutyRow[]) {
    super();
    this.open = open;
  }
  readonly rows = {
    range: (_: unknown, { limit }: { limit: number }) => {
      const found = this.open.slice(0, limit).map((d) => ({ key: d.subject, row: d.subject }));
      const { meanwhile } = this;
      this.meanwhile = undefined;
      meanwhile?.();
      return Promise.resolve(found);
    },
    get: (_: unknown, key: string) => this.open.find((d) => d.subject === key),
  };
  block(): void {
    this.emit("applied", { facts: [] });
  }
  recorded(subjects: Hex[]): void {
    this.open = this.open.filter((d) => !subjects.includes(d.subject));
  }
}

function keeps(duties: Duties, record: TimekeeperOptions["record"]) {
  const log = vi.fn();
  let now = NOW;
  const keeper = new Timekeeper({ index: duties as unknown as Index, now: () => now, record, log });
  keeper.start();
  return {
    log,
    async after(seconds: number) {
      for (let s = 0; s < seconds; s++) {
        now++;
        await vi.advanceTimersByTimeAsync(1_000);
      }
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test("records what is late at once, what falls due when it does, and nothing before", async () => {
  const duties = new Duties([duty(1, NOW - 1), duty(2, NOW), duty(3, NOW + 100, "reply")]);
  const record = vi.fn((_: string, subjects: Hex[]) => Promise.resolve(duties.recorded(subjects)));
  const { after } = keeps(duties, record);
  await after(0);
  expect(record.mock.calls).toEqual([["reports", ["0x1"]]]);
  await after(1);
  expect(record.mock.calls.slice(1)).toEqual([["reports", ["0x2"]]]);
  await after(99);
  expect(record).toHaveBeenCalledTimes(2);
  await after(1);
  expect(record.mock.calls.slice(2)).toEqual([["answers", ["0x3"]]]);
});

test("what the chain refuses is not tried again with each block", async () => {
  const duties = new Duties([duty(1, NOW - 1)]);
  const record = vi.fn(() => Promise.reject(new Error("the block was stamped by a clock that is behind")));
  const { after, log } = keeps(duties, record);
  for (let i = 0; i < 50; i++) {
    duties.block();
    await after(0);
  }
  expect(record).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledTimes(1);
  await after(5);
  expect(record).toHaveBeenCalledTimes(2);
});

test("a deadline that is shorter than the one waited for is not missed", async () => {
  const duties = new Duties([duty(1, NOW + 1_000)]);
  const record = vi.fn((_: string, subjects: Hex[]) => Promise.resolve(duties.recorded(subjects)));
  const { after } = keeps(duties, record);
  await after(1);
  duties.open.unshift(duty(2, NOW + 3));
  duties.block();
  await after(3);
  expect(record.mock.calls).toEqual([["reports", ["0x2"]]]);
});

test("one that a block brings in the middle of a look is not missed", async () => {
  const duties = new Duties([duty(1, NOW + 1_000)]);
  const record = vi.fn((_: string, subjects: Hex[]) => Promise.resolve(duties.recorded(subjects)));
  duties.meanwhile = () => {
    duties.open.unshift(duty(2, NOW + 3));
    duties.block();
  };
  const { after } = keeps(duties, record);
  await after(4);
  expect(record.mock.calls).toEqual([["reports", ["0x2"]]]);
});

test("answers that are refused do not keep reports from being recorded, nor the other way round", async () => {
  const duties = new Duties([duty(1, NOW - 2), duty(2, NOW - 1, "reply")]);
  const record = vi.fn((kind: string, subjects: Hex[]) =>
    kind === "reports" ? Promise.reject(new Error("no")) : Promise.resolve(duties.recorded(subjects)),
  );
  const { after } = keeps(duties, record);
  await after(0);
  expect(record.mock.calls.map(([kind]) => kind)).toEqual(["reports", "answers"]);
});

test("a thousand that are late are recorded in turns", async () => {
  const duties = new Duties(Array.from({ length: 1_000 }, (_, i) => duty(i + 1, NOW - 1)));
  const record = vi.fn((_: string, subjects: Hex[]) => Promise.resolve(duties.recorded(subjects)));
  const { after } = keeps(duties, record);
  await after(0);
  expect(record.mock.calls.map(([, subjects]) => subjects.length)).toEqual([200, 200, 200, 200, 200]);
});
