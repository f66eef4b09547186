import assert from "node:assert/strict";
import { Harm } from "../harm.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { distinct, shuffled, spread } from "../points.ts";
import { type Point } from "../trace.ts";
import { Journey } from "../traced.ts";

const TRIES = 3;
const SHORT = 6;

/** One run killed at one call; false when the run passed without making that call. */
async function killAt(journey: Journey, point: Point, run: FaultRun): Promise<boolean> {
  const patient = journey.copy();
  try {
    const { injected, stderr } = await journey.walk(patient, { point, fault: "signal=SIGKILL" });
    if (injected === 0) return false;
    assert.ok(!stderr.includes("Error"), `${show(point)}: ${stderr}`);
    run.fired(`killed at ${point.call}`, injected);
    await patient.check();
    return true;
  } catch (error) {
    if (error instanceof Error) error.message += `\nkilled at ${show(point)}, journey ${journey.seed}`;
    throw error;
  } finally {
    await patient.remove();
  }
}

/**
 * Hurts at each point, in a few tries, since what is synced together differs from run to run; as many as there
 * is time for. Answers with the number of points at which the fault fired.
 */
export async function atEach<P extends Point>(
  points: readonly P[],
  run: FaultRun,
  hurt: (point: P) => Promise<boolean>,
): Promise<number> {
  const missed: Point[] = [];
  let done = 0;
  const harm = new Harm();
  for (const point of points) {
    if (!run.short && done > 0 && !run.goOn()) break;
    done++;
    let fired = false;
    await harm.watch(show(point), async () => {
      for (let i = 0; i < TRIES && !fired; i++) fired = await hurt(point);
      if (!fired) missed.push(point);
    });
  }
  harm.tell();
  const most = Math.max(1, done / 5);
  assert.ok(missed.length <= most, `calls that were not made again: ${missed.map(show).join(", ")}`);
  return done - missed.length;
}

export function show({ call, path, nth }: Point): string {
  return `${call} ${path || "."} (${nth})`;
}

/** A kill loses nothing that the system has in memory, so only the calls tell whether a journal is synced. */
function mustSync(points: readonly Point[]): void {
  for (const journal of ["outbox/journal", "chain/journal"]) {
    const isSync = ({ call, path }: Point) => call === "fdatasync" && path.endsWith(journal);
    assert.ok(points.some(isSync), `${journal} was never synced`);
  }
}

export const syscalls: FaultKind = {
  name: "syscalls",
  about: "SIGKILL at every call on a file, from a gateway's start over an action's journey to its end",
  needs: { strace: "strace" },
  weight: 3,
  async run(run) {
    do {
      const journey = new Journey(run.random.below(2 ** 31), run.short ? 1 : 2);
      try {
        const points = distinct(await journey.points());
        mustSync(points);
        const chosen = run.short ? spread(points, SHORT, run.random) : shuffled(points, run.random);
        const count = await atEach(chosen, run, (point) => killAt(journey, point, run));
        run.say(`journey ${journey.seed}: killed at ${count} of ${points.length} calls`);
      } finally {
        await journey.remove();
      }
    } while (run.goOn());
  },
};
