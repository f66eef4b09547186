import { type Hex } from "../../core/hex.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { deliveries, type DeliveryRow } from "../delivery/tables.ts";
import { requests, type RequestRow } from "../request/tables.ts";
import { facts, type FactRow } from "../spine/tables.ts";

/** The clock that ran when a fact came. */
export interface Clock {
  /** Seconds; the last one in time. */
  deadline: number;
  /** Which fact started it. */
  fact: number;
  /** That it ran out was written before the fact came. */
  recorded: boolean;
}

/** Undefined where a row tells only the newest of its story, and this is older. */
export function clockBefore(subject: Hex, { sequence }: FactRow, rows: RowReader): Clock | undefined {
  const delivery = rows.get(deliveries, subject);
  if (delivery) return ofDelivery(delivery, sequence, rows);
  const request = rows.get(requests, subject);
  return request && ofRequest(request, sequence);
}

/** Feedback's clock starts with the delivery, and anew with a partial report and with a question. */
function ofDelivery(row: DeliveryRow, before: number, rows: RowReader): Clock | undefined {
  const starts = [row.fact, ...row.reports.map((r) => r.fact), ...(row.asked ? [row.asked.fact] : [])];
  const clocks = starts
    .filter((fact) => fact < before)
    .map((fact) => ({ fact, deadline: Number(rows.get(facts, ordinal(fact))!.payload["due"]) }))
    // A final report has none, and one that did not move the clock repeats it.
    .filter(({ deadline }) => deadline > 0)
    .sort((a, b) => a.fact - b.fact);
  const last = clocks.at(-1);
  if (!last) return undefined;
  const recorded = row.overdue.some(({ fact }) => fact > last.fact && fact < before);
  return { ...last, recorded };
}

/** Each step of a request may start a clock; the next one stops it. */
function ofRequest({ steps }: RequestRow, before: number): Clock | undefined {
  const earlier = steps.filter(({ fact }) => fact < before);
  const start = earlier.findLast(({ event }) => event !== "AnswerLate");
  if (!start || start.deadline === null) return undefined;
  const recorded = earlier.some((s) => s.event === "AnswerLate" && s.fact > start.fact);
  return { deadline: start.deadline, fact: start.fact, recorded };
}
