import { row } from "./row.ts";

export const grantErrors = {
  LEDGER_GRANT_UNKNOWN: row(404, "fix", "There is no grant {grant}.", "没有授权 {grant}。"),
  LEDGER_GRANT_NOT_YOURS: row(
    403,
    "fix",
    "This is not organisation {organisation}'s to do with {grant}.",
    "组织 {organisation} 无权对 {grant} 作此操作。",
  ),
  LEDGER_REQUEST_NOT_YOURS: row(
    403,
    "fix",
    "Only its provider may grant {request}: organisation {provider} (0: there is no such request).",
    "只有提供方（组织 {provider}；0 表示没有该申请）可以就 {request} 授权。",
  ),
  LEDGER_GRANT_EXPIRED: row(409, "never", "{grant} expired at {expires}.", "{grant} 已于 {expires} 到期。"),
  LEDGER_GRANT_ENDED: row(
    409,
    "never",
    "{grant} was revoked, given up or replaced.",
    "{grant} 已被撤销、放弃或替代。",
  ),
  LEDGER_GRANT_SUSPENDED_ALREADY: row(409, "later", "{grant} is suspended.", "{grant} 已暂停。"),
  LEDGER_GRANT_NOT_SUSPENDED: row(409, "never", "{grant} is not suspended.", "{grant} 并未暂停。"),
  LEDGER_AMENDS_OTHER_REQUEST: row(
    422,
    "fix",
    "{grant}: the grant {amends} that it would replace answers another request.",
    "{grant}：拟替代的授权 {amends} 属于另一申请。",
  ),
  LEDGER_AMENDS_EMERGENCY: row(
    422,
    "fix",
    "{grant}: {amends} was given in an emergency and gets no other terms; that takes a request.",
    "{grant}：{amends} 是应急授权，不能变更条款；须另行申请。",
  ),
  LEDGER_FIELDS_NOT_REQUESTED: row(
    422,
    "fix",
    "{grant}: the fields granted (a sum of bits, {fields}) must be one or more of those requested; a confidential request is granted without naming any openly.",
    "{grant}：授权的字段（按位之和 {fields}）须为所申请字段之一或若干；保密申请的授权不公开列出字段。",
  ),
  LEDGER_ONWARD_NOT_REQUESTED: row(
    422,
    "fix",
    "{grant}: onward sharing was not requested.",
    "{grant}：申请中未要求再共享。",
  ),
  LEDGER_CEILING_NOT_VALID: row(
    422,
    "fix",
    "{grant}: the ceiling {ceiling} is not a grade from 1 to 6.",
    "{grant}：级别上限 {ceiling} 不在 1 至 6 级之间。",
  ),
  LEDGER_WINDOW_NOT_VALID: row(
    422,
    "fix",
    "{grant}: a feedback window of {window} s is not from 1 s to 366 days.",
    "{grant}：反馈期限 {window} 秒不在 1 秒至 366 天之间。",
  ),
  LEDGER_EXPIRY_NOT_VALID: row(
    422,
    "fix",
    "{grant}: {expires} is past, or later than {latest}, when the duration that was requested ends.",
    "{grant}：到期时间 {expires} 已过，或晚于所申请期限的终点 {latest}。",
  ),
  LEDGER_CONSUMER_OVERDUE: row(
    409,
    "later",
    "Organisation {consumer} owes {count} reports on deliveries or emergencies; nothing ordinary is granted to it until it reports or the bureau waives feedback.",
    "组织 {consumer} 有 {count} 项交付反馈或应急报告逾期；补交或由大数据局豁免反馈之前，不再给予普通授权。",
  ),
  LEDGER_GRANT_OF_OTHER_DATASET: row(
    403,
    "fix",
    "{grant} does not cover {dataset}.",
    "{grant} 不涵盖 {dataset}。",
  ),
  LEDGER_GRADE_ABOVE_CEILING: row(
    403,
    "fix",
    "{grant} covers data up to grade {ceiling}; the version used under it is graded {grade}.",
    "{grant} 的级别上限为 {ceiling} 级；据以使用的版本为 {grade} 级。",
  ),
  LEDGER_GRANT_REASON_MISSING: row(422, "fix", "{grant}: a reason is needed.", "{grant}：须说明理由。"),
};
