import { type Hex } from "../../core/hex.ts";
import { has } from "../../core/states.ts";
import { ordinal, type Table } from "../../core/table.ts";
import { assessmentNumbers, assessments } from "../../ledger/assessment/tables.ts";
import {
  citations,
  consentCounts,
  consentNumbers,
  consents,
  consentsOf,
  type ConsentRow,
} from "../../ledger/consent/tables.ts";
import { counters, versions } from "../../ledger/dataset/tables.ts";
import { evidenceNumbers, evidences, evidenceWaiting } from "../../ledger/evidence/tables.ts";
import { clearances } from "../../ledger/gate/tables.ts";
import { heads } from "../../ledger/spine/tables.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** Consents with what cites them, assessments, evidence and clearances, under each name they are found by. */
export async function* checkGates(reading: Reading): AsyncGenerator<Finding> {
  yield* checkConsents(reading);
  yield* numbered(reading, "assessments", assessments, assessmentNumbers, (row) => [
    withdrawn(reading, row.id, row.standing === "revoked"),
  ]);
  let waiting = 0;
  yield* numbered(reading, "evidence", evidences, evidenceNumbers, (row) => {
    const isWaiting = row.decision === "waited";
    if (isWaiting) waiting++;
    const listed = reading.get(evidenceWaiting, ordinal(row.number)) === row.id;
    return listed === isWaiting ? [] : [finding("sharing", row.id, `waits: ${listed}`, row.decision)];
  });
  yield* counted(reading, "waiting", evidenceWaiting, waiting);
  for await (const { key, row } of reading.each(clearances)) {
    const wanted = row.organisation + ordinal(row.purpose);
    if (key !== wanted) yield finding("sharing", row.organisation, key, wanted);
  }
}

async function* checkConsents(reading: Reading): AsyncGenerator<Finding> {
  const standing = new Map<Hex, number>();
  let all = 0;
  let cited = 0;
  yield* numbered(reading, "consents", consents, consentNumbers, (row) => {
    all++;
    cited += row.citations;
    const stands = row.standing === "standing" ? 1 : 0;
    standing.set(row.dataset, (standing.get(row.dataset) ?? 0) + stands);
    return checkConsent(reading, row);
  });
  yield* counted(reading, "consents", consentsOf, all);
  yield* counted(reading, "citations", citations, cited);
  yield* counted(reading, "consents", consentCounts, standing.size);
  for (const [dataset, count] of standing) {
    const stored = reading.get(consentCounts, dataset);
    if (stored !== count) yield finding("sharing", dataset, `${stored} consents`, `${count} consents`);
  }
}

function* checkConsent(reading: Reading, row: ConsentRow): Generator<Finding | null> {
  yield withdrawn(reading, row.id, row.standing === "withdrawn");
  const listed = reading.get(consentsOf, row.dataset + ordinal(row.number));
  if (listed !== row.id) yield finding("sharing", row.id, listed, row.dataset);
  for (let n = 1; n <= row.citations; n++) {
    const citation = reading.get(citations, row.id + ordinal(n));
    const says = citation && reading.get(versions, citation.version)?.consents.includes(row.id);
    if (!says) yield finding("sharing", row.id, `citation ${n}`, "a version that cites it");
  }
}

/** The chain's own word on whether it was taken back. */
function withdrawn(reading: Reading, id: Hex, held: boolean): Finding | null {
  const slot = reading.get(heads, id);
  const state = slot === undefined ? 0 : Number.parseInt(slot.slice(62), 16);
  const is = has(state, "withdrawn");
  return is === held ? null : finding("state", id, `taken back ${held}`, `taken back ${is}`);
}

async function* numbered<Row extends { id: Hex; number: number }>(
  reading: Reading,
  counter: string,
  table: Table<Row>,
  numbers: Table<Hex>,
  check: (row: Row) => Iterable<Finding | null>,
): AsyncGenerator<Finding> {
  let found = 0;
  for await (const { row } of reading.each(table)) {
    found++;
    const named = reading.get(numbers, ordinal(row.number));
    if (named !== row.id) yield finding("sharing", row.id, named, `number ${row.number}`);
    for (const f of check(row)) if (f) yield f;
  }
  const stored = reading.get(counters, counter) ?? 0;
  if (stored !== found) yield finding("sharing", counter, stored, found);
}

async function* counted(
  reading: Reading,
  subject: string,
  table: Table<unknown>,
  wanted: number,
): AsyncGenerator<Finding> {
  let listed = 0;
  for await (const _ of reading.each(table)) listed++;
  if (listed !== wanted) yield finding("sharing", subject, `${listed} entries`, `${wanted} entries`);
}
