import { SuyuanError } from "../core/errors.ts";
import { type LedgerSources } from "../ledger/lineage/sources.ts";
import { ledgerView } from "../outbox/view.ts";
import { type Gateway } from "../gateway.ts";

/** What queries read, of a running gateway. */
export function sourcesOf({ index, outbox, secrets, sources }: Gateway): LedgerSources {
  const { chainId, factLog, spine, from } = index.identity;
  return {
    rows: index.rows,
    get graph() {
      return index.graph;
    },
    recalledAt: index.recalledAt,
    view: ledgerView(index.rows, outbox, () => index.head?.time ?? 0),
    from,
    ledger: { chainId, factLog, spine },
    commitmentsOf: (sha256) => secrets.commitmentsOf(sha256),
    restores: () => sources.restores(),
    head() {
      const head = index.head;
      if (!head) throw new SuyuanError("INDEX_BEHIND", { value: "none", limit: from });
      return head;
    },
  };
}
