import { expect, test } from "vitest";
import { judgeClock, MAX_IDLE_SECONDS, MAX_STEP_SECONDS } from "./clock.ts";

const T = 1_700_000_000;
const DAY = 86_400;
const base = {
  anchor: { wall: T, monotonic: 50 },
  reading: { wall: T + 5, monotonic: 55 },
  parent: T - 10,
  lastAtStart: T - 10,
  accepted: false,
};
const at = (wallAfter: number, monotonicAfter: number) => ({
  reading: { wall: T + wallAfter, monotonic: 50 + monotonicAfter },
});
const idle = (seconds: number) => ({ lastAtStart: T - seconds, parent: T - seconds });

const right = (blockTime: number) => ({ state: "right", blockTime });
const stopped = (kind: string, clock: number, expected: number) => ({
  state: "stopped",
  kind,
  clock,
  expected,
});

test.each([
  ["a block carries the clock", {}, right(T + 5)],
  ["parts of a second are dropped", at(5.9, 5.9), right(T + 5)],
  ["several blocks in one second share it", { parent: T + 5 }, right(T + 5)],
  ["a clock behind the parent block gives the parent's time", { parent: T + 400 }, right(T + 400)],
  ["a step of exactly ten minutes passes", at(5 + MAX_STEP_SECONDS, 5), right(T + 605)],
  ["one second more stops mining", at(6 + MAX_STEP_SECONDS, 5), stopped("step", T + 606, T + 5)],
  ["a step back by ten minutes passes", { ...at(5 - MAX_STEP_SECONDS, 5), parent: T + 4 }, right(T + 4)],
  ["a step back by more stops mining", at(4 - MAX_STEP_SECONDS, 5), stopped("step", T - 596, T + 5)],
  ["a long time that both clocks saw is no step", at(40 * DAY, 40 * DAY), right(T + 40 * DAY)],
  ["a clock that stands still is a step", at(0, 601), stopped("step", T, T + 601)],
  ["exactly 30 days without a block pass at the start", idle(MAX_IDLE_SECONDS), right(T + 5)],
  [
    "one second more stops mining at the start",
    idle(MAX_IDLE_SECONDS + 1),
    stopped("idle", T + 5, T - MAX_IDLE_SECONDS - 1),
  ],
  ["the flag accepts the idle time", { ...idle(90 * DAY), accepted: true }, right(T + 5)],
  [
    "the flag does not excuse a step after the start",
    { ...at(5 + 2 * DAY, 5), accepted: true },
    stopped("step", T + 5 + 2 * DAY, T + 5),
  ],
])("%s", (_name, change, verdict) => {
  expect(judgeClock({ ...base, ...change })).toEqual(verdict);
});
