import { parseArgs } from "node:util";
import { Patient } from "./driver.ts";
import { founding, journey, rebuilding, stopping } from "./points.ts";
import { Random, seedFrom } from "./random.ts";

/** The long set: `--minutes N` (default 5), `--seed N`. Prints what it does and counts every fault that fired. */
const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const seed = values.seed === undefined ? seedFrom() : Number(values.seed);
const until = Date.now() + Number(values.minutes ?? 5) * 60_000;
const random = new Random(seed);
/** A data directory is given up for a new one after so many faults, so that checks stay quick. */
const FAULTS_EACH = 25;

const fired = new Map<string, number>();

async function oneFault(patient: Patient): Promise<unknown> {
  const dice = random.next();
  if (dice < 0.15) return patient.killGatewayAfter(random.below(400));
  if (dice < 0.22) return patient.killNodeAtIntervals([random.below(300), random.below(300)], 40);
  if (dice < 0.32) {
    const [point, upTo] = random.pick(rebuilding);
    return patient.crashAt(point, 1 + random.below(upTo), "rebuild");
  }
  if (dice < 0.37) return patient.crashAt(random.pick(stopping), 1, "act", 5);
  const [point, upTo] = random.pick(journey);
  return patient.crashAt(point, 1 + random.below(upTo));
}

async function onePatient(): Promise<void> {
  const patient = new Patient(random.below(2 ** 31));
  try {
    const [point, times] = random.pick(founding);
    await patient.crashAt(point, times);
    for (let i = 0; i < FAULTS_EACH && Date.now() < until; i++) await oneFault(patient);
    console.log(`seed ${patient.seed}: ${JSON.stringify(await patient.check())}`);
  } finally {
    for (const [fault, count] of patient.fired) fired.set(fault, (fired.get(fault) ?? 0) + count);
    await patient.remove();
  }
}

console.log(`faults, seed ${seed}`);
while (Date.now() < until) await onePatient();
const total = [...fired.values()].reduce((sum, count) => sum + count, 0);
console.log(`${total} faults fired, nothing lost: ${JSON.stringify(Object.fromEntries([...fired].sort()))}`);
