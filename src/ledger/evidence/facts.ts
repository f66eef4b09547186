import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { gradeOf, has } from "../../core/states.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { organisationNumbers } from "../agent/tables.ts";
import { counters } from "../dataset/tables.ts";
import { evidenceNumbers, evidences, evidenceWaiting, methods, type Decision } from "./tables.ts";

interface Proposed {
  version: Hex;
  state: bigint;
  method: bigint;
  report: Hex;
  note: string;
}

const desensitisationProposed = fact<Proposed>({
  event: "DesensitisationProposed",
  role: "desensitisations",
  says: {
    zh: "提交版本 {version} 的脱敏证据（方法 {method}）：{note}",
    en: "proposed evidence of desensitisation of {version} (method {method}): {note}",
  },
  apply(f, rows) {
    const { version, method, report, note } = f.payload;
    const [id, organisation] = f.subjects as [Hex, Hex];
    const before = rows.get(evidences, id);
    const number = before?.number ?? nextNumber(rows);
    const state = Number(f.payload.state);
    rows.put(evidences, id, {
      ...{ id, number, version, organisation, maker: f.key },
      grade: gradeOf(state),
      personal: has(state, "personal"),
      least: has(state, "least"),
      state,
      method: methods[Number(method) - 1] ?? `code-${method}`,
      ...{ report, note },
      decision: "waited",
      decided: null,
      proposals: (before?.proposals ?? 0) + 1,
      block: f.block,
      time: f.time,
      fact: f.sequence,
    });
    rows.put(evidenceNumbers, ordinal(number), id);
    rows.put(evidenceWaiting, ordinal(number), id);
  },
});

function nextNumber(rows: Rows): number {
  const number = (rows.get(counters, "evidence") ?? 0) + 1;
  rows.put(counters, "evidence", number);
  return number;
}

function decided(
  event: string,
  decision: Decision,
  says: FactDefinition["says"],
): FactDefinition<{ note: string }> {
  return fact<{ note: string }>({
    event,
    role: "desensitisations",
    says,
    apply(f, rows) {
      const row = rows.get(evidences, f.subjects[0]!)!;
      const organisation = rows.get(organisationNumbers, ordinal(f.organisation)) ?? ZERO32;
      const by = { key: f.key, organisation, note: f.payload.note };
      const mark = { block: f.block, time: f.time, fact: f.sequence };
      rows.put(evidences, row.id, { ...row, decision, decided: { ...mark, ...by } });
      rows.delete(evidenceWaiting, ordinal(row.number));
    },
  });
}

export const evidenceFacts = [
  desensitisationProposed,
  decided("DesensitisationApproved", "approved", {
    zh: "认可脱敏证据：{note}",
    en: "approved the evidence: {note}",
  }),
  decided("DesensitisationRejected", "rejected", {
    zh: "不认可脱敏证据：{note}",
    en: "rejected the evidence: {note}",
  }),
] as unknown as FactDefinition[];
