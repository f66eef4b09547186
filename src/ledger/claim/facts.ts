import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { counters, datasets } from "../dataset/tables.ts";
import { claims } from "./tables.ts";

const receiptClaimed = fact<{ content: Hex; note: string }>({
  event: "ReceiptClaimed",
  role: "deliveries",
  says: {
    zh: "称未经登记即收到数据（{content}）：{note}",
    en: "says that data came without a delivery on record ({content}): {note}",
  },
  apply(f, rows) {
    const [dataset, consumer, grant = null] = f.subjects as [Hex, Hex, Hex?];
    const number = (rows.get(counters, "claims") ?? 0) + 1;
    rows.put(counters, "claims", number);
    const provider = rows.get(datasets, dataset)!.owner;
    const mark = { block: f.block, time: f.time, fact: f.sequence };
    rows.put(claims, ordinal(number), { ...mark, number, dataset, consumer, provider, grant, ...f.payload });
  },
});

export const claimFacts = [receiptClaimed] as unknown as FactDefinition[];
