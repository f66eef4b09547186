import { row } from "./row.ts";

export const deliveryErrors = {
  LEDGER_DELIVERY_UNKNOWN: row(404, "fix", "There is no delivery {delivery}.", "没有交付 {delivery}。"),
  LEDGER_DELIVERY_EXISTS: row(
    409,
    "never",
    "{delivery} is on the ledger already; another delivery of the same version needs another name.",
    "{delivery} 已在账本上；同一版本的另一次交付须另取名称。",
  ),
  LEDGER_DELIVERY_NOT_YOURS: row(
    403,
    "fix",
    "This is not organisation {organisation}'s to do with {delivery}.",
    "组织 {organisation} 无权对 {delivery} 作此操作。",
  ),
  LEDGER_DELIVERY_ALREADY_RECEIVED: row(
    409,
    "never",
    "{delivery} was signed for already.",
    "{delivery} 已经签收。",
  ),
  LEDGER_VERSION_NOT_COVERED: row(
    403,
    "fix",
    "{delivery}: {version} is not of the dataset that the grant covers.",
    "{delivery}：{version} 不属于授权所涵盖的数据集。",
  ),
  LEDGER_VERSION_NOT_DELIVERABLE: row(
    422,
    "fix",
    "{delivery}: {version} was withdrawn or recalled, is affected by a recall, or stays in its department (state {state}).",
    "{delivery}：{version} 已撤回、已召回、受召回影响，或限本部门使用（状态 {state}）。",
  ),
  LEDGER_CEILING_EXCEEDED: row(
    403,
    "fix",
    "{delivery}: the version's grade {grade} is above the grant's ceiling {ceiling}.",
    "{delivery}：版本的级别 {grade} 高于授权的上限 {ceiling}。",
  ),
  LEDGER_MANIFEST_NOT_VALID: row(
    422,
    "fix",
    "{delivery}: one part needs no manifest, two or more need one.",
    "{delivery}：单个部分无需清单，两个以上部分须有清单。",
  ),
  LEDGER_OUTCOME_MISSING: row(422, "fix", "{delivery}: say what came of it.", "{delivery}：须说明使用结果。"),
  LEDGER_FEEDBACK_ALREADY_FINAL: row(
    409,
    "never",
    "{delivery}: the final feedback is given.",
    "{delivery}：最终反馈已提交。",
  ),
  LEDGER_CANNOT_ASK_FOR_MORE: row(
    409,
    "fix",
    "{delivery}: more may be asked for after a final report only, and once.",
    "{delivery}：只能在最终反馈之后要求补充，且仅一次。",
  ),
  LEDGER_FEEDBACK_NOT_OVERDUE: row(
    409,
    "later",
    "{delivery}: no feedback is overdue; the last moment for it is {due}.",
    "{delivery}：并无逾期反馈；反馈的最后时刻为 {due}。",
  ),
  LEDGER_NOTHING_TO_WAIVE: row(
    409,
    "fix",
    "{delivery}: nothing overdue is on record.",
    "{delivery}：没有在案的逾期反馈。",
  ),
  LEDGER_WAIVER_REASON_MISSING: row(
    422,
    "fix",
    "{delivery}: a waiver needs a reason.",
    "{delivery}：豁免须说明理由。",
  ),
  LEDGER_CLAIM_EMPTY: row(
    422,
    "fix",
    "{dataset}: a claim needs the digest of what arrived.",
    "{dataset}：声明须附所收内容的摘要。",
  ),
  LEDGER_CLAIM_OF_YOURS: row(
    422,
    "fix",
    "{dataset} is your own: a receipt is claimed of another department's data.",
    "{dataset} 为本组织所有；只能就其他部门的数据声明收到。",
  ),
  LEDGER_TOO_MANY_DERIVED: row(
    422,
    "fix",
    "{delivery}: {count} derived versions are named; the limit is 64.",
    "{delivery}：列出了 {count} 个派生版本；上限为 64 个。",
  ),
};
