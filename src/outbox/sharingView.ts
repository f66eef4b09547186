import { type LedgerView } from "../core/action.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { deliveries, deliveryNumbers, overdueCounts } from "../ledger/delivery/tables.ts";
import { grantNumbers, grants } from "../ledger/grant/tables.ts";
import { requestNumbers, requests } from "../ledger/request/tables.ts";
import { supplyItems, supplyRevisions } from "../ledger/supply/tables.ts";

type Sharing = "supply" | "supplyAt" | "request" | "grant" | "delivery" | "numbered" | "overdueOf" | "now";

const numbers = { request: requestNumbers, grant: grantNumbers, delivery: deliveryNumbers };

/** Supply, requests, grants and deliveries as an early check sees them: what is indexed. */
export function sharingView(rows: RowReader, now: () => number): Pick<LedgerView, Sharing> {
  return {
    supply: (dataset) => rows.get(supplyItems, dataset),
    supplyAt: (dataset, revision) => rows.get(supplyRevisions, dataset + ordinal(revision)),
    request(id) {
      const row = rows.get(requests, id);
      return row && { ...row, grant: row.grants.at(-1) ?? null };
    },
    grant: (id) => rows.get(grants, id),
    delivery(id) {
      const row = rows.get(deliveries, id);
      return row && { ...row, received: row.received !== null, asked: row.asked !== null };
    },
    numbered: (kind, number) => rows.get(numbers[kind], ordinal(number)),
    overdueOf: (organisation) => rows.get(overdueCounts, organisation) ?? 0,
    now,
  };
}
