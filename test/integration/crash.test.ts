import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Patient } from "../faults/driver.ts";
import { founding, journey, rebuilding, stopping } from "../faults/kinds/points.ts";
import { Random, seedFrom } from "../faults/random.ts";

const seed = seedFrom();
const random = new Random(seed);
console.log(`crash.test seed ${seed} (SUYUAN_SEED repeats it)`);

describe("a ledger that dies while it is being founded", () => {
  test.each(founding)("comes up after a SIGKILL at %s (%i)", async (point, times) => {
    const patient = new Patient(seed);
    try {
      const checked = await patient.crashAt(point, times);
      expect(checked.facts).toBeGreaterThan(3);
    } finally {
      await patient.remove();
    }
  });
});

describe("a gateway that dies again and again under work keeps every promise", () => {
  let patient: Patient;
  beforeAll(() => {
    patient = new Patient(seed);
  });
  afterAll(() => patient.remove());

  test.each(journey)("killed at %s", async (point, upTo) => {
    const before = patient.fired.get(point) ?? 0;
    const checked = await patient.crashAt(point, 1 + random.below(upTo));
    expect(patient.fired.get(point)).toBe(before + 1);
    expect(checked.final).toBeGreaterThan(0);
  });

  test.each(stopping)("killed at %s while it stops", async (point) => {
    const checked = await patient.crashAt(point, 1, "act", 5);
    expect(checked.acknowledged).toBeGreaterThan(4);
  });

  test("killed at three random moments", async () => {
    for (let i = 0; i < 3; i++) await patient.killGatewayAfter(random.below(250));
    expect(patient.fired.get("gateway-killed")).toBe(3);
  });

  test("its node killed at random moments while acts flow", async () => {
    const intervals = [50, 50, 50, 50].map((least) => least + random.below(250));
    const checked = await patient.killNodeAtIntervals(intervals, 60);
    expect(patient.fired.get("node-killed")).toBeGreaterThan(0);
    expect(checked.acknowledged).toBeGreaterThan(60);
  });

  test.each(rebuilding)("a rebuild killed at %s leaves a whole index", async (point, upTo) => {
    const checked = await patient.crashAt(point, 1 + random.below(upTo), "rebuild");
    expect(checked.facts).toBeGreaterThan(10);
  });

  test("a point that is never reached fails the case instead of passing it", async () => {
    await expect(patient.crashAt("no-such-point", 1, "act", 1)).rejects.toThrow("the crash did not fire");
  });
});
