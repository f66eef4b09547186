import { Patient } from "../driver.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { founding, journey, rebuilding, stopping } from "./points.ts";

/** A data directory is given up for a new one after so many faults, so that checks stay quick. */
const FAULTS_EACH = 25;

async function oneFault(patient: Patient, { random }: FaultRun): Promise<unknown> {
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

async function onePatient(run: FaultRun): Promise<void> {
  const { random } = run;
  const patient = new Patient(random.below(2 ** 31));
  try {
    const [point, times] = random.pick(founding);
    await patient.crashAt(point, times);
    for (let i = 0; i < FAULTS_EACH && (i < 3 || run.goOn()); i++) await oneFault(patient, run);
    run.say(`seed ${patient.seed}: ${JSON.stringify(await patient.check())}`);
  } finally {
    for (const [fault, count] of patient.fired) run.fired(fault, count);
    await patient.remove();
  }
}

export const killed: FaultKind = {
  name: "killed",
  about: "SIGKILL to the gateway at named points and at random, and to its node while acts flow",
  needs: {},
  weight: 4,
  async run(run) {
    do await onePatient(run);
    while (run.goOn());
  },
};
