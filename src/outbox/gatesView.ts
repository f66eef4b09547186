import { type GatesView } from "../core/gateViews.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { offices, officerKeys } from "../ledger/agent/tables.ts";
import { assessments } from "../ledger/assessment/tables.ts";
import { consentCounts, consents } from "../ledger/consent/tables.ts";
import { versions } from "../ledger/dataset/tables.ts";
import { evidences } from "../ledger/evidence/tables.ts";
import { clearances } from "../ledger/gate/tables.ts";
import { consentName, evidenceName } from "../ledger/names.ts";

/** What the gates stand on, as an early check sees it: what is indexed. */
export function gatesView(rows: RowReader): GatesView {
  return {
    bureau: () => rows.get(offices, "bureau"),
    officer(key) {
      const row = rows.get(officerKeys, key);
      const last = row?.intervals.at(-1);
      return row && last && { organisation: row.organisation, from: last.from, until: last.until };
    },
    clearance: (organisation, purpose) => rows.get(clearances, organisation + ordinal(purpose)),
    consent(id) {
      const row = rows.get(consents, id);
      return row && { ...row, name: consentName(row.number) };
    },
    consentsStanding: (dataset) => rows.get(consentCounts, dataset) ?? 0,
    citedBy: (version) => rows.get(versions, version)?.consents ?? [],
    assessment: (id) => rows.get(assessments, id),
    evidence(id) {
      const row = rows.get(evidences, id);
      if (!row) return undefined;
      const approver = row.decision === "approved" ? row.decided!.key : null;
      return { ...row, name: evidenceName(row.number), approver };
    },
  };
}
