import { row } from "./row.ts";

export const requestErrors = {
  LEDGER_REQUEST_UNKNOWN: row(404, "fix", "There is no request {request}.", "没有申请 {request}。"),
  LEDGER_NOT_YOUR_TURN: row(
    403,
    "fix",
    "{request}: this step is not organisation {organisation}'s to take.",
    "{request}：此环节不由组织 {organisation} 办理。",
  ),
  LEDGER_STAGE_NOT_VALID: row(
    409,
    "fix",
    "{request} is at stage {stage}, where this is not done.",
    "{request} 处于阶段 {stage}，不能如此办理。",
  ),
  LEDGER_REVISION_OUTDATED: row(
    409,
    "fix",
    "{request}: the supply item is at revision {revision} now; read it and ask again.",
    "{request}：供给项现为第 {revision} 版；请查看后重新申请。",
  ),
  LEDGER_DATASET_NOT_SUPPLIED: row(
    404,
    "fix",
    "{dataset} is on no supply list.",
    "{dataset} 不在任何供给清单上。",
  ),
  LEDGER_DATASET_NOT_SHARED: row(
    403,
    "never",
    "{dataset} is listed as not shared; the supply item says on which ground.",
    "{dataset} 列为不予共享；依据见供给项。",
  ),
  LEDGER_DATASET_IS_YOURS: row(
    422,
    "fix",
    "{dataset} is your own: it needs no request.",
    "{dataset} 为本组织所有，无需申请。",
  ),
  LEDGER_FIELDS_NOT_SUPPLIED: row(
    422,
    "fix",
    "{request}: the fields asked for (a sum of bits, {fields}) must be one or more of the supply item's; a confidential request names none openly.",
    "{request}：申请的字段（按位之和 {fields}）须为供给项字段之一或若干；保密申请不公开列出字段。",
  ),
  LEDGER_PURPOSE_MISSING: row(
    422,
    "fix",
    "{request}: purpose and legal basis are needed; a confidential request has them, and its scenario, in the commitment only.",
    "{request}：须写明用途和法律依据；保密申请的用途、依据与场景只能置于承诺之中。",
  ),
  LEDGER_DURATION_NOT_VALID: row(
    422,
    "fix",
    "{request}: {duration} days is not from 1 to 3660.",
    "{request}：期限 {duration} 天不在 1 至 3660 天之间。",
  ),
  LEDGER_ALREADY_RETURNED: row(
    409,
    "never",
    "{request} was returned for completion once; decide on it as it is.",
    "{request} 已退回补正过一次；请按现状作出决定。",
  ),
  LEDGER_REASON_MISSING: row(422, "fix", "{request}: a reason is needed.", "{request}：须说明理由。"),
  LEDGER_ANSWER_NOT_LATE: row(
    409,
    "later",
    "{request}: no answer is late; its clock ends at {deadline} (0: none runs).",
    "{request}：并无逾期未答复；其时钟终于 {deadline}（0 表示未计时）。",
  ),
};
