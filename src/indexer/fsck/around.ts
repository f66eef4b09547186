import { type Hex } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { claims } from "../../ledger/claim/tables.ts";
import { calendars } from "../../ledger/clock/tables.ts";
import { counters, versions } from "../../ledger/dataset/tables.ts";
import {
  deliveries,
  deliveriesOfGrant,
  lastDeliveries,
  type DeliveryRow,
} from "../../ledger/delivery/tables.ts";
import { duties, dutyOf } from "../../ledger/duty/tables.ts";
import {
  emergencies,
  emergencyNumbers,
  emergencyOverdueCounts,
  lanes,
  type EmergencyRow,
} from "../../ledger/emergency/tables.ts";
import { grants, type GrantRow } from "../../ledger/grant/tables.ts";
import { afterMissed, firstDue } from "../../ledger/promise/clock.ts";
import {
  missedDeliveries,
  missedOfGrant,
  promiseNumbers,
  promises,
  type MissedRow,
  type PromiseRow,
} from "../../ledger/promise/tables.ts";
import { responsesTo } from "../../ledger/recall/tables.ts";
import { checkCounts } from "./counts.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** What stands around the loop: emergencies, promises and answers to recalls, and what is owed for them. */
export async function* checkAround(reading: Reading): AsyncGenerator<Finding> {
  yield* checkEmergencies(reading);
  yield* checkPromises(reading);
  for await (const { row } of reading.each(deliveries)) yield* checkAnswers(reading, row);
  for (const [counter, table] of [
    ["claims", claims],
    ["missed", missedDeliveries],
  ] as const) {
    let counted = 0;
    for await (const _ of reading.each<unknown>(table)) counted++;
    const stored = reading.get(counters, counter) ?? 0;
    if (stored !== counted) yield finding("sharing", counter, stored, counted);
  }
}

async function* checkEmergencies(reading: Reading): AsyncGenerator<Finding> {
  const overdue = new Map<Hex, number>();
  for await (const { row } of reading.each(emergencies)) {
    if (row.told === "overdue") overdue.set(row.consumer, (overdue.get(row.consumer) ?? 0) + 1);
    yield* checkEmergency(reading, row);
  }
  yield* checkCounts(reading, emergencyOverdueCounts, overdue);
  for await (const { row } of reading.each(grants)) {
    const known = reading.get(emergencies, row.id) !== undefined;
    if ((row.window === 0) !== known) yield finding("sharing", row.id, known, `a window of ${row.window} s`);
  }
  for await (const { row } of reading.each(lanes)) {
    const found = reading.get(emergencies, row.grant)?.review?.closed;
    if (found !== row.officer) yield finding("sharing", row.grant, found, `the lane of ${row.officer}`);
  }
}

function* checkEmergency(reading: Reading, row: EmergencyRow): Generator<Finding> {
  const found = reading.get(emergencyNumbers, ordinal(row.number));
  if (found !== row.id) yield finding("sharing", row.id, found, `number ${row.number}`);
  yield* checkDuty(reading, row.id, "report-emergency", row.told === "reported" ? null : row.due);
  yield* checkDuty(reading, row.id, "review-emergency", row.found === "waited" ? row.reviewDue : null);
}

/** Owed by this deadline, or not at all. */
function* checkDuty(reading: Reading, subject: Hex, kind: string, wanted: number | null): Generator<Finding> {
  const key = reading.get(dutyOf, subject + kind);
  const deadline = key === undefined ? null : (reading.get(duties, key)?.deadline ?? null);
  if (deadline !== wanted)
    yield finding("sharing", subject, `${kind} by ${deadline}`, `${kind} by ${wanted}`);
}

async function* checkPromises(reading: Reading): AsyncGenerator<Finding> {
  for await (const { row } of reading.each(promises)) {
    const grant = reading.get(grants, row.grant)!;
    const found = reading.get(promiseNumbers, ordinal(row.number));
    if (found !== row.grant) yield finding("sharing", row.grant, found, `number ${row.number}`);
    const isWaited = row.due !== null && row.due <= grant.expires && grant.standing === "live";
    yield* checkDuty(reading, row.grant, "deliver", isWaited ? row.due : null);
    yield* checkDue(reading, row, grant);
  }
}

/** When the next delivery is due follows from what came last: the grant, its resumption, a delivery or a missed one. */
async function* checkDue(reading: Reading, row: PromiseRow, grant: GrantRow): AsyncGenerator<Finding> {
  const { grant: id, cadence, due, missedInAll } = row;
  let [handed, missed]: [DeliveryRow | undefined, MissedRow | undefined] = [undefined, undefined];
  let counted = 0;
  for await (const { row: d } of reading.each(deliveriesOfGrant, id)) handed = reading.get(deliveries, d);
  for await (const { row: key } of reading.each(missedOfGrant, id)) {
    counted++;
    missed = reading.get(missedDeliveries, key);
  }
  if (missedInAll !== counted) yield finding("sharing", id, `${missedInAll} missed`, `${counted} missed`);
  const resumed = grant.steps.findLast((s) => s.event === "GrantResumed");
  const last = [grant, resumed, handed, missed].reduce((a, b) => (b && b.fact > a!.fact ? b : a))!;
  if (await isMoved(reading, cadence, last.time)) return;
  const isOver = cadence === "once" && (handed ?? missed) !== undefined;
  const next =
    last === missed ? afterMissed(cadence, missed!.due, reading) : firstDue(cadence, last.time, reading);
  const wanted = isOver ? null : next;
  if (due !== wanted) yield finding("sharing", id, `next due ${due}`, `next due ${wanted}`);
}

/** Whether working days were counted by another table than there is now. */
async function isMoved(reading: Reading, cadence: string, time: number): Promise<boolean> {
  if (cadence !== "working-daily") return false;
  for await (const { row } of reading.each(calendars)) if (row.time >= time) return true;
  return false;
}

/** Each delivery of what fell waits for its consumer's answer until there is one. */
function* checkAnswers(reading: Reading, row: DeliveryRow): Generator<Finding> {
  const version = reading.get(versions, row.version);
  const isFallen = (version?.recalled ?? version?.affected ?? null) !== null;
  const isSaid = reading.get(responsesTo, row.id) !== undefined;
  const owed = reading.get(dutyOf, `${row.id}acknowledge`) !== undefined;
  if (owed !== (isFallen && !isSaid))
    yield finding("sharing", row.id, `answer owed: ${owed}`, `fallen: ${isFallen}, answered: ${isSaid}`);
  const before = row.before === null ? undefined : reading.get(deliveries, row.before);
  const isChained = row.before === null || (before?.version === row.version && before.number < row.number);
  if (!isChained) yield finding("sharing", row.id, row.before, `an earlier one of ${row.version}`);
  const last = reading.get(lastDeliveries, row.version);
  const end = last === undefined ? undefined : reading.get(deliveries, last);
  if (!end || end.number < row.number) yield finding("sharing", row.version, last, row.id);
}
