import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { offices, organisationNumbers } from "../agent/tables.ts";
import { counters } from "../dataset/tables.ts";
import { discharge, markOverdue, owe } from "../duty/tables.ts";
import { supplyRevisions } from "../supply/tables.ts";
import {
  answers,
  bases,
  purposes,
  requestNumbers,
  requestReasons,
  requests,
  requestsOf,
  type RequestRow,
  type RequestStepRow,
  type Stage,
} from "./tables.ts";

interface Filed {
  name: string;
  revision: bigint;
  purpose: bigint;
  basis: bigint;
  fields: bigint;
  duration: bigint;
  onward: boolean;
  abroad: boolean;
  commitment: Hex;
  scenario: string;
  deadline: bigint;
  provisional: boolean;
}

const requestFiled = fact<Filed>({
  event: "RequestFiled",
  role: "requests",
  says: { zh: "申请使用数据：{scenario}", en: "asked for data: {scenario}" },
  apply(f, rows) {
    const [id, dataset, consumer, provider] = f.subjects as [Hex, Hex, Hex, Hex];
    const p = f.payload;
    const number = (rows.get(counters, "requests") ?? 0) + 1;
    rows.put(counters, "requests", number);
    const row: RequestRow = {
      id,
      number,
      consumer,
      provider,
      dataset,
      name: p.name,
      revision: Number(p.revision),
      purpose: codeOf(purposes, p.purpose),
      basis: codeOf(bases, p.basis),
      fields: fieldsOf(rows, dataset, Number(p.revision), p.fields),
      mask: String(p.fields),
      duration: Number(p.duration),
      onward: p.onward,
      abroad: p.abroad,
      commitment: p.commitment === ZERO32 ? null : p.commitment,
      scenario: p.scenario,
      // Unconditional data is granted by the next fact.
      stage: p.deadline === 0n ? "decision" : "review",
      deadline: null,
      provisional: false,
      before: null,
      wasReturned: false,
      lateRecorded: false,
      steps: [],
      grants: [],
      block: f.block,
      time: f.time,
      fact: f.sequence,
    };
    rows.put(requestNumbers, ordinal(number), id);
    for (const party of [consumer, provider]) rows.put(requestsOf, party + ordinal(number), id);
    moveRequest(f, rows, row, row.stage, p);
  },
});

/** The contract takes any number; zero stands for none. */
function codeOf(codes: readonly string[], number: bigint): string | null {
  return number === 0n ? null : (codes[Number(number) - 1] ?? `code-${number}`);
}

/** Names of the fields whose bits are set, in the order of the supply item's revision. */
export function fieldsOf(rows: Pick<Rows, "get">, dataset: Hex, revision: number, mask: bigint): string[] {
  const item = rows.get(supplyRevisions, dataset + ordinal(revision));
  return item ? item.fields.filter((_, i) => (mask >> BigInt(i)) & 1n) : [];
}

interface Moved {
  late?: boolean;
  reason?: bigint;
  note?: string;
  deadline?: bigint;
  provisional?: boolean;
}

/** The request in its next stage; the duty of the one before ends and that of the next begins. */
export function moveRequest(
  f: Fact<unknown>,
  rows: Rows,
  row: RequestRow,
  stage: Stage,
  moved: Moved,
  change: Partial<RequestRow> = {},
): void {
  const last = answers[row.stage];
  if (last) discharge(rows, last.as, row.id);
  const deadline = Number(moved.deadline ?? 0n) || null;
  const provisional = moved.provisional ?? false;
  const step = stepOf(f, rows, stage, moved, deadline);
  const next = { ...row, stage, deadline, provisional, lateRecorded: false, steps: [...row.steps, step] };
  rows.put(requests, row.id, { ...next, ...change });
  const due = answers[stage];
  const organisation = due && partyOf(rows, row, due.by);
  if (!due || !organisation || (stage === "decision" && deadline === null)) return;
  const { as: kind } = due;
  owe(rows, { organisation, kind, subject: row.id, deadline, provisional, since: f.time, overdue: false });
}

function stepOf(
  f: Fact<unknown>,
  rows: Rows,
  stage: Stage,
  moved: Moved,
  deadline: number | null,
): RequestStepRow {
  return {
    event: f.name!,
    by: rows.get(organisationNumbers, ordinal(f.organisation)) ?? null,
    stage,
    reason: codeOf(requestReasons, moved.reason ?? 0n),
    note: moved.note ?? "",
    late: moved.late ?? false,
    deadline,
    provisional: moved.provisional ?? false,
    block: f.block,
    time: f.time,
    fact: f.sequence,
  };
}

function partyOf(rows: Rows, row: RequestRow, party: "bureau" | "provider" | "consumer"): Hex | undefined {
  return party === "bureau" ? rows.get(offices, "bureau") : row[party];
}

/** A fact that takes a request to another stage. */
function moves(
  event: string,
  to: (row: RequestRow) => Stage,
  says: FactDefinition["says"],
  change: (row: RequestRow) => Partial<RequestRow> = () => ({}),
): FactDefinition<Moved> {
  return fact<Moved>({
    event,
    role: "requests",
    says,
    apply(f, rows) {
      const row = rows.get(requests, f.subjects[0]!)!;
      moveRequest(f, rows, row, to(row), f.payload, change(row));
    },
  });
}

const answerLate = fact<{ stage: bigint; deadline: bigint }>({
  event: "AnswerLate",
  role: "requests",
  says: { zh: "到期未答复，截止 {deadline}", en: "was not answered by {deadline}" },
  apply(f, rows) {
    const row = rows.get(requests, f.subjects[0]!)!;
    const step = stepOf(f, rows, row.stage, { late: true }, row.deadline);
    rows.put(requests, row.id, { ...row, lateRecorded: true, steps: [...row.steps, step] });
    const due = answers[row.stage];
    if (due) markOverdue(rows, due.as, row.id);
  },
});

export const requestFacts = [
  requestFiled,
  moves("RequestPassed", () => "decision", {
    zh: "大数据局审核通过：{note}",
    en: "the bureau passed the request on: {note}",
  }),
  moves(
    "RequestReturned",
    () => "returned",
    { zh: "退回补正：{note}", en: "returned for completion: {note}" },
    (row) => ({ before: row.stage, wasReturned: true }),
  ),
  moves(
    "RequestCompleted",
    (row) => row.before!,
    { zh: "补正后再次提交：{note}", en: "completed: {note}" },
    () => ({ before: null }),
  ),
  moves("RequestRejected", () => "rejected", {
    zh: "大数据局不予受理：{note}",
    en: "the bureau rejected the request: {note}",
  }),
  moves("RequestRefused", () => "refused", {
    zh: "提供方不同意：{note}",
    en: "the provider refused: {note}",
  }),
  moves("MediationAsked", () => "mediation", {
    zh: "请大数据局协调：{note}",
    en: "asked the bureau to mediate: {note}",
  }),
  moves("GrantDirected", () => "directed", {
    zh: "协调结果：应予共享：{note}",
    en: "mediation: the data is to be shared: {note}",
  }),
  moves("RefusalUpheld", () => "upheld", {
    zh: "协调结果：维持不同意：{note}",
    en: "mediation: the refusal stands: {note}",
  }),
  moves("RequestWithdrawn", () => "withdrawn", {
    zh: "撤回申请：{note}",
    en: "took the request back: {note}",
  }),
  answerLate,
] as unknown as FactDefinition[];
