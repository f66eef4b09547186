import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { offices } from "../agent/tables.ts";
import { type Mark } from "../dataset/tables.ts";
import { outcomes } from "../delivery/tables.ts";
import { discharge, markOverdue, owe } from "../duty/tables.ts";
import { grants } from "../grant/tables.ts";
import { readMetadata } from "../metadata.ts";
import {
  emergencies,
  emergencyNumbers,
  emergencyOverdueCounts,
  lanes,
  responders,
  reviewReasons,
  type EmergencyRow,
} from "./tables.ts";

function mark(f: Fact<unknown>): Mark {
  return { block: f.block, time: f.time, fact: f.sequence };
}

const responderNamed = fact<{ named: boolean; note: string }>({
  event: "ResponderNamed",
  role: "emergencies",
  says: { zh: "应急部门（{named}）：{note}", en: "named for emergencies ({named}): {note}" },
  apply(f, rows) {
    const organisation = f.subjects[0]!;
    const { named, note } = f.payload;
    rows.put(responders, organisation, { ...mark(f), organisation, named, note });
  },
});

interface Invoked {
  incident: string;
  due: bigint;
  reviewDue: bigint;
  provisional: boolean;
}

const emergencyInvoked = fact<Invoked>({
  event: "EmergencyInvoked",
  role: "emergencies",
  says: {
    zh: "应急调用数据，事件 {incident}，须于 {due} 前报告",
    en: "got data at once in the emergency {incident}, to report by {due}",
  },
  apply(f, rows) {
    const row = invokedRow(f, rows);
    rows.put(emergencies, row.id, row);
    rows.put(emergencyNumbers, ordinal(row.number), row.id);
    const about = { subject: row.id, since: f.time, overdue: false };
    const { consumer, due: deadline, reviewDue, provisional } = row;
    owe(rows, {
      ...about,
      organisation: consumer,
      kind: "report-emergency",
      deadline,
      provisional: false,
    });
    const bureau = rows.get(offices, "bureau");
    if (!bureau) return;
    owe(rows, { ...about, organisation: bureau, kind: "review-emergency", deadline: reviewDue, provisional });
  },
});

function invokedRow(f: Fact<Invoked>, rows: Rows): EmergencyRow {
  const { incident, due, reviewDue, provisional } = f.payload;
  const { id, number, request, dataset, consumer, provider } = rows.get(grants, f.subjects[0]!)!;
  return {
    ...{ id, number, request, dataset, consumer, provider },
    officer: f.key,
    incident,
    due: Number(due),
    reviewDue: Number(reviewDue),
    provisional,
    told: "waited",
    found: "waited",
    overdue: null,
    report: null,
    reviewLate: null,
    review: null,
    ...mark(f),
  };
}

/** A fact about one emergency, whose grant it touches first. */
function about<P>(
  event: string,
  says: FactDefinition["says"],
  change: (row: EmergencyRow, f: Fact<P>, rows: Rows) => Partial<EmergencyRow>,
): FactDefinition<P> {
  return fact<P>({
    event,
    role: "emergencies",
    says,
    apply(f, rows) {
      const row = rows.get(emergencies, f.subjects[0]!)!;
      rows.put(emergencies, row.id, { ...row, ...change(row, f, rows) });
    },
  });
}

const emergencyReported = about<{ outcome: bigint; late: boolean; effect: string }>(
  "EmergencyReported",
  { zh: "应急使用报告：{effect}", en: "reported what came of the emergency: {effect}" },
  (row, f, rows) => {
    discharge(rows, "report-emergency", row.id);
    if (row.told === "overdue") count(rows, row.consumer, -1);
    const outcome = outcomes[Number(f.payload.outcome) - 1] ?? `code-${f.payload.outcome}`;
    const effect = readMetadata(f.payload.effect);
    return { told: "reported", report: { ...mark(f), outcome, late: f.payload.late, effect } };
  },
);

const emergencyOverdue = about<{ due: bigint }>(
  "EmergencyOverdue",
  {
    zh: "应急报告逾期，截止 {due}",
    en: "the emergency's report was due {due} and is overdue",
  },
  (row, f, rows) => {
    markOverdue(rows, "report-emergency", row.id);
    count(rows, row.consumer, 1);
    return { told: "overdue", overdue: mark(f) };
  },
);

interface Reviewed {
  justified: boolean;
  late: boolean;
  reason: bigint;
  closed: Hex;
  note: string;
}

const emergencyReviewed = about<Reviewed>(
  "EmergencyReviewed",
  {
    zh: "大数据局核查应急使用（正当：{justified}）：{note}",
    en: "the bureau reviewed the emergency (justified: {justified}): {note}",
  },
  (row, f, rows) => {
    discharge(rows, "review-emergency", row.id);
    const { justified, late, note } = f.payload;
    const code = Number(f.payload.reason);
    const reason = code === 0 ? {} : { reason: reviewReasons[code - 1] ?? `code-${code}` };
    const closed = justified ? null : f.payload.closed;
    if (closed) closeLane(f, rows, row, closed);
    const review = { ...mark(f), ...reason, note, justified, late, closed };
    return { found: justified ? "justified" : "unjustified", review };
  },
);

function closeLane(f: Fact<unknown>, rows: Rows, row: EmergencyRow, officer: Hex): void {
  const { consumer: organisation, id: grant } = row;
  rows.put(lanes, officer, { officer, organisation, grant, closed: mark(f), lifted: null });
}

const emergencyReviewLate = about<{ due: bigint }>(
  "EmergencyReviewLate",
  { zh: "应急核查逾期，截止 {due}", en: "the emergency's review was due {due} and is late" },
  (row, f, rows) => {
    markOverdue(rows, "review-emergency", row.id);
    return { reviewLate: mark(f) };
  },
);

const laneLifted = fact<{ officer: Hex; note: string }>({
  event: "LaneLifted",
  role: "emergencies",
  says: { zh: "重新开放 {officer} 的应急通道：{note}", en: "opened the lane of {officer} again: {note}" },
  apply(f, rows) {
    const { officer, note } = f.payload;
    const row = rows.get(lanes, officer);
    if (row) rows.put(lanes, officer, { ...row, lifted: { ...mark(f), note } });
  },
});

function count(rows: Rows, consumer: Hex, by: 1 | -1): void {
  rows.put(emergencyOverdueCounts, consumer, (rows.get(emergencyOverdueCounts, consumer) ?? 0) + by);
}

export const emergencyFacts = [
  responderNamed,
  emergencyInvoked,
  emergencyReported,
  emergencyOverdue,
  emergencyReviewed,
  emergencyReviewLate,
  laneLifted,
] as unknown as FactDefinition[];
