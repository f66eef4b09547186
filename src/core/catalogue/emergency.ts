import { row } from "./row.ts";

export const emergencyErrors = {
  LEDGER_NOT_A_RESPONDER: row(
    403,
    "fix",
    "Organisation {organisation} is not named for emergencies; the bureau names departments, and others file a request.",
    "组织 {organisation} 未被指定为应急部门；由大数据局指定，其他组织请提出申请。",
  ),
  LEDGER_RESPONDER_UNCHANGED: row(
    409,
    "never",
    "{organisation}: that it is named for emergencies is {named} already.",
    "{organisation}：应急部门的指定状态已是 {named}。",
  ),
  LEDGER_INCIDENT_MISSING: row(
    422,
    "fix",
    "{request}: an emergency needs the incident's number.",
    "{request}：应急调用须写明事件编号。",
  ),
  LEDGER_EMERGENCY_TOO_WIDE: row(
    422,
    "fix",
    "{request}: in an emergency nothing is asked in confidence, for sharing onward, or for abroad; file a request for that.",
    "{request}：应急调用不得保密、不得再共享、不得出境；如有需要，请提出申请。",
  ),
  LEDGER_LANE_CLOSED: row(
    403,
    "later",
    "An emergency use by {officer} was found unjustified: the lane is closed until the bureau lifts that.",
    "{officer} 的一次应急使用被认定为不正当；在大数据局重新开放之前，其应急通道关闭。",
  ),
  LEDGER_LANE_NOT_CLOSED: row(
    409,
    "never",
    "The lane of {officer} is not closed.",
    "{officer} 的应急通道并未关闭。",
  ),
  LEDGER_EMERGENCY_UNKNOWN: row(
    404,
    "fix",
    "{grant} was not given in an emergency.",
    "{grant} 不是应急授权。",
  ),
  LEDGER_EMERGENCY_NOT_YOURS: row(
    403,
    "fix",
    "{grant}: only the department that invoked the emergency reports on it, not organisation {organisation}.",
    "{grant}：只有调用应急数据的部门可以报告，组织 {organisation} 不可。",
  ),
  LEDGER_EMERGENCY_OUTCOME_MISSING: row(
    422,
    "fix",
    "{grant}: say what came of it.",
    "{grant}：须说明使用结果。",
  ),
  LEDGER_EMERGENCY_ALREADY_REPORTED: row(
    409,
    "never",
    "{grant}: the emergency's report is given.",
    "{grant}：应急报告已提交。",
  ),
  LEDGER_EMERGENCY_NOT_OVERDUE: row(
    409,
    "later",
    "{grant}: no report is overdue; the last moment for it is {due}.",
    "{grant}：并无逾期的应急报告；报告的最后时刻为 {due}。",
  ),
  LEDGER_EMERGENCY_ALREADY_REVIEWED: row(
    409,
    "never",
    "{grant}: the bureau has judged this emergency.",
    "{grant}：大数据局已核查此次应急。",
  ),
  LEDGER_EMERGENCY_REVIEW_NOT_LATE: row(
    409,
    "later",
    "{grant}: no review is late; the last moment for it is {due}.",
    "{grant}：并无逾期的应急核查；核查的最后时刻为 {due}。",
  ),
  LEDGER_REVIEW_REASON_MISSING: row(
    422,
    "fix",
    "{grant}: say why it was not justified.",
    "{grant}：须说明不正当的理由。",
  ),
};
