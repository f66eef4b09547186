import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { counters } from "../dataset/tables.ts";
import { assessmentNumbers, assessments, revocationReasons } from "./tables.ts";

interface Recorded {
  code: string;
  until: bigint;
  recipient: string;
  document: Hex;
}

const assessmentRecorded = fact<Recorded>({
  event: "AssessmentRecorded",
  role: "assessments",
  says: {
    zh: "登记出境评估 {code}，有效至 {until}（秒）：{recipient}",
    en: "recorded the assessment {code} until {until} (seconds): {recipient}",
  },
  apply(f, rows) {
    const { code, until, recipient, document } = f.payload;
    const [id, consumer, dataset] = f.subjects as [Hex, Hex, Hex];
    const number = (rows.get(counters, "assessments") ?? 0) + 1;
    rows.put(counters, "assessments", number);
    rows.put(assessments, id, {
      ...{ id, number, code, consumer, dataset, until: Number(until), recipient, document },
      standing: "standing",
      revoked: null,
      block: f.block,
      time: f.time,
      fact: f.sequence,
    });
    rows.put(assessmentNumbers, ordinal(number), id);
  },
});

const assessmentRevoked = fact<{ reason: bigint; note: string }>({
  event: "AssessmentRevoked",
  role: "assessments",
  says: { zh: "撤销出境评估：{note}", en: "took the assessment back: {note}" },
  apply(f, rows) {
    const row = rows.get(assessments, f.subjects[0]!)!;
    const { reason: code, note } = f.payload;
    const reason = revocationReasons[Number(code) - 1] ?? `code-${code}`;
    const revoked = { block: f.block, time: f.time, fact: f.sequence, reason, note };
    rows.put(assessments, row.id, { ...row, standing: "revoked", revoked });
  },
});

export const assessmentFacts = [assessmentRecorded, assessmentRevoked] as unknown as FactDefinition[];
