import { type Hex } from "../../core/hex.ts";
import { IN_STORY } from "../../core/story.ts";
import { ordinal, type Table } from "../../core/table.ts";
import { counters } from "../../ledger/dataset/tables.ts";
import {
  deliveries,
  deliveriesOfGrant,
  deliveryNumbers,
  overdueCounts,
  type DeliveryRow,
} from "../../ledger/delivery/tables.ts";
import { dues, duties, dutyOf } from "../../ledger/duty/tables.ts";
import { grantNumbers, grants, type GrantRow } from "../../ledger/grant/tables.ts";
import { answers, requestNumbers, requests, type RequestRow } from "../../ledger/request/tables.ts";
import { heads } from "../../ledger/spine/tables.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** Requests, grants and deliveries under each name they are found by, and what is owed for them. */
export async function* checkSharing(reading: Reading): AsyncGenerator<Finding> {
  yield* numbered(reading, "requests", requests, requestNumbers, checkRequest);
  yield* numbered(reading, "grants", grants, grantNumbers, checkGrant);
  const overdue = new Map<Hex, number>();
  yield* numbered(reading, "deliveries", deliveries, deliveryNumbers, (r, row) => {
    if (row.standing === "overdue") overdue.set(row.consumer, (overdue.get(row.consumer) ?? 0) + 1);
    return checkDelivery(r, row);
  });
  for await (const { key, row } of reading.each(overdueCounts)) {
    const counted = overdue.get(key as Hex) ?? 0;
    if (row !== counted) yield finding("sharing", key, `${row} overdue`, `${counted} overdue`);
    overdue.delete(key as Hex);
  }
  for (const [key, counted] of overdue) yield finding("sharing", key, undefined, `${counted} overdue`);
  yield* checkDuties(reading);
}

async function* numbered<Row extends { id: Hex; number: number }>(
  reading: Reading,
  counter: string,
  table: Table<Row>,
  numbers: Table<Hex>,
  check: (reading: Reading, row: Row) => Iterable<Finding>,
): AsyncGenerator<Finding> {
  let counted = 0;
  for await (const { row } of reading.each(table)) {
    counted++;
    const found = reading.get(numbers, ordinal(row.number));
    if (found !== row.id) yield finding("sharing", row.id, found, `number ${row.number}`);
    yield* check(reading, row);
  }
  const stored = reading.get(counters, counter) ?? 0;
  if (stored !== counted) yield finding("sharing", counter, stored, counted);
}

/** Whoever has to answer owes it until then; nobody owes what needs no answer. */
function* checkRequest(reading: Reading, row: RequestRow): Generator<Finding> {
  const due = answers[row.stage];
  const wanted = due && !(row.stage === "decision" && row.deadline === null) ? due.as : undefined;
  for (const kind of ["review", "reply", "mediate", "grant", "complete"] as const) {
    const key = reading.get(dutyOf, row.id + kind);
    if ((key !== undefined) !== (kind === wanted)) yield finding("sharing", row.id, key, wanted);
  }
  const strays = row.grants.filter((id) => reading.get(grants, id)?.request !== row.id);
  for (const id of strays) yield finding("sharing", row.id, id, "a grant of its own");
}

function* checkGrant(reading: Reading, row: GrantRow): Generator<Finding> {
  const slot = reading.get(heads, row.id);
  const state = slot === undefined ? undefined : Number.parseInt(slot.slice(62), 16);
  if (row.state !== state) yield finding("state", row.id, row.state, state);
  const listed = reading.get(requests, row.request)?.grants ?? [];
  if (!listed.includes(row.id) && listed.length < IN_STORY)
    yield finding("sharing", row.id, row.request, "a request that lists it");
}

function* checkDelivery(reading: Reading, row: DeliveryRow): Generator<Finding> {
  const listed = reading.get(deliveriesOfGrant, row.grant + ordinal(row.number));
  if (listed !== row.id) yield finding("sharing", row.id, listed, row.grant);
  const owed = reading.get(dutyOf, `${row.id}report`) !== undefined;
  const open = row.standing === "open" || row.standing === "overdue";
  if (owed !== open) yield finding("sharing", row.id, `report owed: ${owed}`, row.standing);
}

/** Each duty is found by its subject and, while its clock runs, by its deadline. */
async function* checkDuties(reading: Reading): AsyncGenerator<Finding> {
  let running = 0;
  for await (const { key, row } of reading.each(duties)) {
    const { kind, subject, deadline, overdue } = row;
    const found = reading.get(dutyOf, subject + kind);
    if (found !== key) yield finding("sharing", subject, found, key);
    if (deadline === null || overdue) continue;
    running++;
    const due = reading.get(dues, ordinal(deadline) + subject + kind);
    if (due !== key) yield finding("sharing", subject, due, key);
  }
  let listed = 0;
  for await (const _ of reading.each(dues)) listed++;
  if (listed !== running) yield finding("sharing", "clocks", listed, running);
}
