import { z } from "zod";
import { action, type Action, type DatasetView, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakText } from "../../core/hash.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { gradeOf, has, isCommitted } from "../../core/states.ts";
import { grantView } from "../grant/actions.ts";
import { actor, content, datasetReference, grantReference, line, toDataset } from "../inputs.ts";

const claim = z.strictObject({
  dataset: datasetReference(),
  grant: grantReference().optional().describe("Under which it came; left out, there was none."),
  content: content().describe("Digests and size of what arrived."),
  note: line(300).default(""),
});
type Claim = z.infer<typeof claim>;

export const claimReceipt = action({
  name: "claim-receipt",
  summary: {
    zh: "声明收到了没有交付记录的数据。",
    en: "Say that data came of which no delivery is on record.",
  },
  by: { officer: "use" },
  input: claim,
  calls: "Deliveries.claimReceipts",
  leaves: "ReceiptClaimed",
  prepare(i, p) {
    const dataset = p.view.dataset(toDataset(i.dataset));
    if (!dataset) throw new SuyuanError("THING_UNKNOWN", { field: "dataset", value: i.dataset });
    const by = actor(p).id;
    if (dataset.owner === by) {
      const about = { field: "dataset", value: i.dataset, dataset: i.dataset };
      throw new SuyuanError("LEDGER_CLAIM_OF_YOURS", about);
    }
    const grant = i.grant === undefined ? ZERO32 : coveredBy(i.grant, i, dataset, p);
    return { dataset: dataset.id, consumer: by, grant, content: contentOf(i, dataset, by, p), note: i.note };
  },
  args: (step, claims) => ({ step, claims }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.dataset, ...(e.grant === ZERO32 ? [] : [e.grant])],
});

function coveredBy(reference: string, i: Claim, dataset: DatasetView, p: Preparation): Hex {
  const grant = grantView(reference, p);
  const about = { field: "grant", value: reference, grant: reference };
  const { id, code: organisation } = actor(p);
  if (grant.consumer !== id) throw new SuyuanError("LEDGER_GRANT_NOT_YOURS", { ...about, organisation });
  if (grant.dataset !== dataset.id)
    throw new SuyuanError("LEDGER_GRANT_OF_OTHER_DATASET", { ...about, dataset: i.dataset });
  return grant.id;
}

/**
 * Committed where the dataset's own versions are, but under the claimant's salt: the owner's, which may lie at
 * this gateway, would confirm a guess to whoever makes one.
 */
function contentOf(i: Claim, { id, state }: DatasetView, by: Hex, p: Preparation): Hex {
  if (i.content.sha256 === ZERO32)
    throw new SuyuanError("LEDGER_CLAIM_EMPTY", { field: "content", value: ZERO32, dataset: i.dataset });
  if (!isCommitted(gradeOf(state), has(state, "personal"))) return i.content.sha256;
  return p.commit(scopeOf(by, id), i.content).sha256;
}

const scopeOf = (by: Hex, dataset: Hex): Hex => keccakText(`claim ${by} ${dataset}`);

export const claimActions = [claimReceipt] as unknown as Action[];
