import { type DatasetView, type LedgerView, type VersionView } from "../core/action.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { endpoints, officerKeys, organisations } from "../ledger/agent/tables.ts";
import { datasets, versions, versionsOfDataset } from "../ledger/dataset/tables.ts";
import { heads } from "../ledger/spine/tables.ts";
import { type Outbox } from "./outbox.ts";
import { gatesView } from "./gatesView.ts";
import { sharingView } from "./sharingView.ts";

/** The ledger as an early check sees it: what is indexed, and what open operations will make. */
export function ledgerView(rows: RowReader, outbox: Outbox, now: () => number): LedgerView {
  const recorded = (id: Hex) => rows.get(heads, id) !== undefined;
  const organisation = (id: Hex) => {
    const row = rows.get(organisations, id);
    return row && { id, code: row.code };
  };
  return {
    organisation,
    organisationOfKey(key) {
      const row = rows.get(officerKeys, key);
      return row && organisation(row.organisation);
    },
    endpointOf: (id) => rows.get(endpoints, id)?.url,
    dataset(id): DatasetView | undefined {
      const row = rows.get(datasets, id);
      return row ? { id, name: row.name, owner: row.owner, state: row.state } : outbox.openDataset(id);
    },
    version(id): VersionView | undefined {
      const row = rows.get(versions, id);
      if (!row) return outbox.openVersion(id);
      const { dataset, state, content, run, parents, under } = row;
      return { id, dataset, state, content, run, parents, under };
    },
    versionNumber(dataset, number) {
      const at = number ?? rows.get(datasets, dataset)?.versions;
      return at === undefined ? undefined : rows.get(versionsOfDataset, dataset + ordinal(at));
    },
    ...sharingView(rows, now),
    ...gatesView(rows),
    exists: (id) => recorded(id) || outbox.makerOf(id) !== undefined,
    recorded,
  };
}
