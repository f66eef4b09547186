import { fact, type FactDefinition } from "../../core/fact.ts";
import { ordinal } from "../../core/table.ts";
import { counters } from "../dataset/tables.ts";
import { cadences } from "../supply/tables.ts";
import { afterMissed, awaitNext } from "./clock.ts";
import { missedDeliveries, missedOfGrant, promises } from "./tables.ts";

interface Missed {
  cadence: bigint;
  due: bigint;
  missed: bigint;
}

const deliveryMissed = fact<Missed>({
  event: "DeliveryMissed",
  role: "promises",
  says: {
    zh: "承诺的交付未到，截止 {due}，已连续 {missed} 次",
    en: "a promised delivery was due {due} and did not come, {missed} in a row",
  },
  apply(f, rows) {
    const grant = f.subjects[0]!;
    const row = rows.get(promises, grant)!;
    const number = (rows.get(counters, "missed") ?? 0) + 1;
    rows.put(counters, "missed", number);
    const due = Number(f.payload.due);
    const missed = Number(f.payload.missed);
    const cadence = cadences[Number(f.payload.cadence)] ?? row.cadence;
    const mark = { block: f.block, time: f.time, fact: f.sequence };
    rows.put(missedDeliveries, ordinal(number), { ...mark, number, grant, cadence, due, missed });
    rows.put(missedOfGrant, grant + ordinal(number), ordinal(number));
    const next = { ...row, due: afterMissed(cadence, due, rows), missed, missedInAll: row.missedInAll + 1 };
    awaitNext(rows, next, due);
  },
});

export const promiseFacts = [deliveryMissed] as unknown as FactDefinition[];
