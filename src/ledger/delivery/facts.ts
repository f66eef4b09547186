import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { withLast } from "../../core/story.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { counters, type Mark } from "../dataset/tables.ts";
import { discharge, markOverdue, owe } from "../duty/tables.ts";
import { grants } from "../grant/tables.ts";
import { readMetadata } from "../metadata.ts";
import {
  deliveries,
  deliveriesOfGrant,
  deliveriesOfVersion,
  deliveryNumbers,
  outcomes,
  overdueCounts,
  waiverReasons,
  type DeliveryRow,
} from "./tables.ts";

interface Handed {
  delivery: Hex;
  due: bigint;
  manifest: Hex;
  parts: bigint;
  name: string;
  note: string;
}

const dataDelivered = fact<Handed>({
  event: "DataDelivered",
  role: "deliveries",
  says: {
    zh: "交付了一个版本，反馈截止 {due}（秒）",
    en: "handed over a version, feedback due {due} (seconds)",
  },
  apply(f, rows) {
    const row = handedRow(f, rows);
    rows.put(deliveries, row.id, row);
    rows.put(deliveryNumbers, ordinal(row.number), row.id);
    rows.put(deliveriesOfGrant, row.grant + ordinal(row.number), row.id);
    rows.put(deliveriesOfVersion, row.version + ordinal(row.number), row.id);
    oweReport(rows, row, f);
    const { consumer: organisation, id: subject } = row;
    const never = { deadline: null, provisional: false, overdue: false };
    owe(rows, { organisation, kind: "receive", subject, since: f.time, ...never });
  },
});

function handedRow(f: Fact<Handed>, rows: Rows): DeliveryRow {
  const [grant, version] = f.subjects as [Hex, Hex];
  const { consumer, provider } = rows.get(grants, grant)!;
  const { delivery: id, due, manifest, parts, name, note } = f.payload;
  const number = (rows.get(counters, "deliveries") ?? 0) + 1;
  rows.put(counters, "deliveries", number);
  return {
    id,
    number,
    name,
    grant,
    version,
    consumer,
    provider,
    due: Number(due),
    standing: "open",
    manifest: manifest === ZERO32 ? null : manifest,
    parts: Number(parts),
    note,
    received: null,
    reports: [],
    asked: null,
    overdue: [],
    waived: null,
    block: f.block,
    time: f.time,
    fact: f.sequence,
  };
}

function oweReport(rows: Rows, row: Pick<DeliveryRow, "consumer" | "id" | "due">, f: Fact<unknown>): void {
  const { consumer: organisation, id: subject, due: deadline } = row;
  const duty = { organisation, subject, deadline, since: f.time };
  owe(rows, { ...duty, kind: "report", provisional: false, overdue: false });
}

function mark(f: Fact<unknown>): Mark {
  return { block: f.block, time: f.time, fact: f.sequence };
}

/** A fact about one delivery, which its payload names. */
function about<P>(
  event: string,
  says: FactDefinition["says"],
  change: (row: DeliveryRow, f: Fact<P & { delivery: Hex }>, rows: Rows) => Partial<DeliveryRow>,
): FactDefinition<P & { delivery: Hex }> {
  return fact<P & { delivery: Hex }>({
    event,
    role: "deliveries",
    says,
    apply(f, rows) {
      const row = rows.get(deliveries, f.payload.delivery)!;
      rows.put(deliveries, row.id, { ...row, ...change(row, f, rows) });
    },
  });
}

const deliveryReceived = about<{ content: Hex; matches: boolean; note: string }>(
  "DeliveryReceived",
  { zh: "签收（{content}）：{note}", en: "signed for it ({content}): {note}" },
  (row, f, rows) => {
    discharge(rows, "receive", row.id);
    const { content, matches, note } = f.payload;
    return { received: { ...mark(f), content, matches, note } };
  },
);

const deliveryDisputed = about<{ delivered: Hex; received: Hex }>(
  "DeliveryDisputed",
  {
    zh: "收到的 {received} 与交付的 {delivered} 不一致",
    en: "got {received} where {delivered} was delivered",
  },
  (row, _, rows) => {
    if (row.standing !== "open") return {};
    discharge(rows, "report", row.id);
    return { standing: "disputed" };
  },
);

interface Reported {
  outcome: bigint;
  isFinal: boolean;
  late: boolean;
  due: bigint;
  note: Hex;
  effect: string;
}

const feedbackReported = about<Reported>(
  "FeedbackReported",
  { zh: "使用反馈：{effect}", en: "reported what came of it: {effect}" },
  (row, f, rows) => {
    const p = f.payload;
    const due = Number(p.due) || null;
    const outcome = outcomes[Number(p.outcome) - 1] ?? `code-${p.outcome}`;
    const commitment = p.note === ZERO32 ? null : p.note;
    const what = { outcome, isFinal: p.isFinal, late: p.late, due, commitment };
    const report = { ...mark(f), ...what, derived: f.subjects.slice(1), effect: readMetadata(p.effect) };
    const reports = withLast(row.reports, report);
    const isSettled = row.standing === "overdue";
    if (isSettled) settle(rows, row.consumer);
    if (p.isFinal) {
      discharge(rows, "report", row.id);
      return { reports, standing: "reported" };
    }
    if (row.standing === "waived" || row.standing === "disputed") return { reports };
    const next = { ...row, due: due ?? row.due };
    oweReport(rows, next, f);
    return { reports, standing: "open", due: next.due };
  },
);

const feedbackAsked = about<{ due: bigint; note: string }>(
  "FeedbackAsked",
  { zh: "提供方请补充反馈：{note}", en: "the provider asked for more: {note}" },
  (row, f, rows) => {
    const due = Number(f.payload.due);
    oweReport(rows, { ...row, due }, f);
    return { standing: "open", due, asked: { ...mark(f), note: f.payload.note } };
  },
);

const feedbackOverdue = about<{ due: bigint }>(
  "FeedbackOverdue",
  { zh: "反馈逾期，截止 {due}（秒）", en: "feedback was due {due} (seconds) and is overdue" },
  (row, f, rows) => {
    markOverdue(rows, "report", row.id);
    rows.put(overdueCounts, row.consumer, (rows.get(overdueCounts, row.consumer) ?? 0) + 1);
    return { standing: "overdue", overdue: withLast(row.overdue, mark(f)) };
  },
);

interface Waived {
  reason: bigint;
  gapFrom: bigint;
  gapUntil: bigint;
  note: string;
}

const feedbackWaived = about<Waived>(
  "FeedbackWaived",
  { zh: "大数据局豁免逾期：{note}", en: "the bureau waived what was overdue: {note}" },
  (row, f, rows) => {
    const { reason: code, gapFrom, gapUntil, note } = f.payload;
    const reason = waiverReasons[Number(code) - 1] ?? `code-${code}`;
    const gap = gapUntil === 0n ? null : { from: Number(gapFrom), until: Number(gapUntil) };
    discharge(rows, "report", row.id);
    settle(rows, row.consumer);
    return { standing: "waived", waived: { ...mark(f), reason, note, gap } };
  },
);

function settle(rows: Rows, consumer: Hex): void {
  rows.put(overdueCounts, consumer, rows.get(overdueCounts, consumer)! - 1);
}

export const deliveryFacts = [
  dataDelivered,
  deliveryReceived,
  deliveryDisputed,
  feedbackReported,
  feedbackAsked,
  feedbackOverdue,
  feedbackWaived,
] as unknown as FactDefinition[];
