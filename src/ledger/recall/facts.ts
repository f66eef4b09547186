import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { discharge } from "../duty/tables.ts";
import { responses, responsesTo, useReasons } from "./tables.ts";

interface Acknowledged {
  delivery: Hex;
  response: bigint;
  reason: bigint;
  note: string;
}

const recallAcknowledged = fact<Acknowledged>({
  event: "RecallAcknowledged",
  role: "recalls",
  says: {
    zh: "就召回确认（{response}）：{note}",
    en: "answered the recall ({response}): {note}",
  },
  apply(f, rows) {
    const { delivery, note } = f.payload;
    const code = Number(f.payload.reason);
    const reason = code === 0 ? {} : { reason: useReasons[code - 1] ?? `code-${code}` };
    const response = responses[Number(f.payload.response) - 1]!;
    const row = { response, ...reason, note, block: f.block, time: f.time, fact: f.sequence };
    rows.put(responsesTo, delivery, [...(rows.get(responsesTo, delivery) ?? []), row]);
    discharge(rows, "acknowledge", delivery);
  },
});

export const recallFacts = [recallAcknowledged] as unknown as FactDefinition[];
