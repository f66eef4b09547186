import assert from "node:assert/strict";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { distinct, shuffled, spread } from "../points.ts";
import { fillDisk } from "../smallDisk.ts";
import { type Point } from "../trace.ts";
import { Journey, REFUSED_TO_START } from "../traced.ts";
import { atEach, show } from "./syscalls.ts";

const SHORT = 3;
const ERRORS = ["ENOSPC", "EIO"] as const;

/** One call refused by the disk: the gateway goes on by itself, or had not begun to take anything. */
async function refuseAt(
  journey: Journey,
  point: Point,
  error: (typeof ERRORS)[number],
  run: FaultRun,
): Promise<boolean> {
  const patient = journey.copy();
  const what = `${error} at ${show(point)}, journey ${journey.seed}`;
  try {
    const ended = await journey.walk(patient, { point, fault: `error=${error}` });
    if (ended.injected === 0) return false;
    const { code, stderr, wasReady } = ended;
    const refused = code === REFUSED_TO_START && !wasReady;
    assert.ok(code === 0 || refused, `the gateway ended with ${code}: ${stderr}`);
    run.fired(`${error} at ${point.call}`, ended.injected);
    await patient.check();
    return true;
  } catch (error) {
    if (error instanceof Error) error.message += `\n${what}`;
    throw error;
  } finally {
    await patient.remove();
  }
}

async function refuseEverywhere(run: FaultRun): Promise<void> {
  const journey = new Journey(run.random.below(2 ** 31), run.short ? 1 : 2);
  try {
    const points = distinct(await journey.points()).filter((p) => p.call !== "unlink");
    const all = ERRORS.flatMap((error) =>
      (run.short ? spread(points, SHORT, run.random) : points).map((point) => ({ ...point, error })),
    );
    const chosen = run.short ? all : shuffled(all, run.random);
    const count = await atEach(chosen, run, (point) => refuseAt(journey, point, point.error, run));
    run.say(`journey ${journey.seed}: refused at ${count} of ${chosen.length} calls`);
  } finally {
    await journey.remove();
  }
}

export const storage: FaultKind = {
  name: "storage",
  about: "ENOSPC and EIO at every call that writes, and a disk that fills up while acts flow",
  needs: { strace: "strace", mount: "mount" },
  weight: 3,
  async run(run) {
    do {
      await fillDisk(run);
      await refuseEverywhere(run);
    } while (run.goOn());
  },
};
