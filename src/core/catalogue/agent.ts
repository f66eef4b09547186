import { row } from "./row.ts";

export const agentErrors = {
  LEDGER_NOT_THE_COUNCIL: row(
    403,
    "fix",
    "Only the council may do this; it came from {caller}.",
    "只有理事会可以执行；来自 {caller}。",
  ),
  LEDGER_KIND_NOT_VALID: row(
    422,
    "fix",
    "{code}: {kind} is not a kind of organisation.",
    "{code}：{kind} 不是组织类别。",
  ),
  LEDGER_PARENT_NOT_VALID: row(
    422,
    "fix",
    "{code}: an execution team belongs to a department, and only a team has one; it was {parent}.",
    "{code}：执行团队须属于部门，且仅团队有上级；给出的是 {parent}。",
  ),
  LEDGER_ORGANISATION_UNKNOWN: row(
    404,
    "fix",
    "There is no organisation {organisation}.",
    "没有组织 {organisation}。",
  ),
  LEDGER_NOT_A_BUREAU: row(
    422,
    "fix",
    "{organisation} is not of the kind bureau.",
    "{organisation} 的类别不是大数据局。",
  ),
  LEDGER_ORGANISATION_IS_SUSPENDED: row(
    403,
    "later",
    "{organisation} is suspended.",
    "{organisation} 已被暂停。",
  ),
  LEDGER_ORGANISATION_NOT_SUSPENDED: row(
    409,
    "never",
    "{organisation} is not suspended.",
    "{organisation} 并未被暂停。",
  ),
  LEDGER_ORGANISATION_INDISPENSABLE: row(
    422,
    "fix",
    "{organisation} is the bureau or the leading group; appoint another first.",
    "{organisation} 是大数据局或领导小组；请先另行任命。",
  ),
  LEDGER_KEY_NOT_VALID: row(422, "fix", "{key} cannot be an officer key.", "{key} 不能作为数据官密钥。"),
  LEDGER_KEY_TAKEN: row(
    409,
    "fix",
    "{key} belongs to {organisation}, for life.",
    "{key} 终身属于 {organisation}。",
  ),
  LEDGER_KEY_UNKNOWN: row(
    403,
    "fix",
    "{key} is not an officer key of this organisation.",
    "{key} 不是该组织的数据官密钥。",
  ),
  LEDGER_KEY_NOT_IN_FORCE: row(
    403,
    "fix",
    "{key} is in force from {from} until {until}, not now.",
    "{key} 的有效期为 {from} 至 {until}，现在无效。",
  ),
  LEDGER_KEY_IS_DATA_OFFICER: row(
    422,
    "fix",
    "{key} is the data officer's; hand over first.",
    "{key} 是数据官的密钥；请先移交。",
  ),
  LEDGER_INTERVAL_NOT_VALID: row(
    422,
    "fix",
    "The interval of {key} must begin before it ends: {from} to {until}.",
    "{key} 的有效期起点须早于终点：{from} 至 {until}。",
  ),
  LEDGER_PERMISSION_MISSING: row(
    403,
    "fix",
    "{key} lacks the permission {needed}.",
    "{key} 缺少权限 {needed}。",
  ),
  LEDGER_PERMISSION_NOT_GRANTABLE: row(
    422,
    "fix",
    "A data officer cannot grant {permissions} to {key}.",
    "数据官不能向 {key} 授予 {permissions}。",
  ),
  LEDGER_LANE_OUT_OF_STEP: row(
    409,
    "later",
    "An earlier batch of {key} was refused: its step is {stored}, this was {given}.",
    "{key} 先前的批次被拒：其步号为 {stored}，本次为 {given}。",
  ),
};
