import { fact, type FactDefinition } from "../../core/fact.ts";
import { grades } from "../../core/states.ts";
import { ordinal } from "../../core/table.ts";
import { clearances } from "./tables.ts";

interface Set {
  purpose: bigint;
  grade: bigint;
  until: bigint;
  note: string;
}

const clearanceSet = fact<Set>({
  event: "ClearanceSet",
  role: "gates",
  says: {
    zh: "设定许可：用途 {purpose}，最高级别 {grade}：{note}",
    en: "cleared it for purpose {purpose} up to grade {grade}: {note}",
  },
  apply(f, rows) {
    const { purpose, grade, until, note } = f.payload;
    const organisation = f.subjects[0]!;
    rows.put(clearances, organisation + ordinal(Number(purpose)), {
      organisation,
      purpose: Number(purpose),
      grade: grades[Number(grade) - 1] ?? "core",
      until: until === 0n ? null : Number(until),
      note,
      block: f.block,
      time: f.time,
      fact: f.sequence,
    });
  },
});

export const gateFacts = [clearanceSet] as unknown as FactDefinition[];
