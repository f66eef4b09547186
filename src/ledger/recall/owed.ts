import { type Fact } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { type Rows } from "../../core/table.ts";
import { deliveries, lastDeliveries } from "../delivery/tables.ts";
import { dutyOf, owe } from "../duty/tables.ts";
import { responsesTo } from "./tables.ts";

/** For the facts by which a version falls: each consumer says what it did with it, unless it has said so. */
export function oweAcknowledgements(f: Fact<unknown>, rows: Rows, version: Hex): void {
  let subject = rows.get(lastDeliveries, version) ?? null;
  while (subject !== null) {
    const { consumer: organisation, before } = rows.get(deliveries, subject)!;
    const isSaid = rows.get(responsesTo, subject) ?? rows.get(dutyOf, `${subject}acknowledge`);
    const about = { organisation, kind: "acknowledge", subject, since: f.time } as const;
    if (!isSaid) owe(rows, { ...about, deadline: null, provisional: false, overdue: false });
    subject = before;
  }
}
