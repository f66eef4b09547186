import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClockGuard, sinceBoot } from "./clockGuard.ts";
import { ClockStepped } from "./errors.ts";

const T = 1_760_000_000;
let dir: string;
let file: string;
let wall: number;
let monotonic: number;
const guard = (accepted = false) =>
  new ClockGuard({ now: () => wall, monotonic: () => monotonic }, file, accepted, T);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "clock-"));
  file = join(dir, "clock-step.json");
  [wall, monotonic] = [T, 1_000];
});
afterEach(() => rmSync(dir, { recursive: true }));

test("a step stops mining and names both times and the flag", () => {
  const clock = guard();
  expect(clock.next(T)).toBe(T);
  wall += 86_400;
  monotonic += 10;
  expect(() => clock.next(T)).toThrow(ClockStepped);
  expect(() => clock.next(T)).toThrow(/2025-10-10T08:53:20.000Z.*2025-10-09T08:53:30.000Z.*--accept-clock/s);
});

test("starting again without the flag does not accept a step; with it mining goes on", () => {
  const clock = guard();
  wall += 86_400;
  expect(() => clock.next(T)).toThrow(ClockStepped);
  expect(() => guard().next(T)).toThrow(ClockStepped);
  expect(guard(true).next(T)).toBe(T + 86_400);
  expect(guard().next(T)).toBe(T + 86_400);
});

test("a corrected clock needs no flag", () => {
  const clock = guard();
  wall += 86_400;
  expect(() => clock.next(T)).toThrow(ClockStepped);
  wall -= 86_395;
  monotonic += 5;
  expect(clock.next(T)).toBe(T + 5);
  expect(existsSync(file)).toBe(false);
});

test("ten small steps are one large one", () => {
  const clock = guard();
  for (let step = 0; step < 10; step++) {
    wall += 60;
    expect(clock.next(T)).toBe(wall);
  }
  wall += 60;
  expect(() => clock.next(T)).toThrow(ClockStepped);
});

test("the time since boot goes forward", async () => {
  const before = sinceBoot();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(sinceBoot() - before).toBeGreaterThan(0.01);
});
