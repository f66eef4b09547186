import { type LedgerView } from "../core/action.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { consentNumbers } from "../ledger/consent/tables.ts";
import { evidenceNumbers } from "../ledger/evidence/tables.ts";
import { deliveries, deliveryNumbers } from "../ledger/delivery/tables.ts";
import { overdueOf } from "../ledger/duty/overdue.ts";
import { emergencies, lanes, responders } from "../ledger/emergency/tables.ts";
import { grantNumbers, grants } from "../ledger/grant/tables.ts";
import { promises } from "../ledger/promise/tables.ts";
import { responsesTo } from "../ledger/recall/tables.ts";
import { requestNumbers, requests } from "../ledger/request/tables.ts";
import { supplyItems, supplyRevisions } from "../ledger/supply/tables.ts";

type Sharing =
  | "supply"
  | "supplyAt"
  | "request"
  | "grant"
  | "delivery"
  | "numbered"
  | "overdueOf"
  | "emergency"
  | "isResponder"
  | "isLaneClosed"
  | "promise"
  | "responseTo"
  | "now";

const numbers = {
  request: requestNumbers,
  grant: grantNumbers,
  delivery: deliveryNumbers,
  consent: consentNumbers,
  evidence: evidenceNumbers,
};

/** The sharing loop, and what stands around it, as an early check sees them: what is indexed. */
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
    overdueOf: (organisation) => overdueOf(organisation, rows),
    emergency(grant) {
      const row = rows.get(emergencies, grant);
      return row && { ...row, reviewLate: row.reviewLate !== null };
    },
    isResponder: (organisation) => rows.get(responders, organisation)?.named ?? false,
    isLaneClosed: (officer) => rows.get(lanes, officer)?.lifted === null,
    promise: (grant) => rows.get(promises, grant),
    responseTo: (delivery) => rows.get(responsesTo, delivery)?.at(-1)?.response,
    now,
  };
}
