import { row } from "./row.ts";

export const councilErrors = {
  LEDGER_MEMBER_NOT_VALID: row(
    422,
    "fix",
    "{member} cannot be a member of the council.",
    "{member} 不能成为理事会成员。",
  ),
  LEDGER_ROLE_INDISPENSABLE: row(
    422,
    "never",
    "The council cannot do without the role {role} of {account}.",
    "理事会不能失去 {account} 的角色 {role}。",
  ),
  LEDGER_DELAY_TOO_LONG: row(
    422,
    "fix",
    "A delay of {delay} s is over the limit of {limit} s.",
    "延迟 {delay} 秒超过上限 {limit} 秒。",
  ),
  LEDGER_LAST_MEMBER: row(
    422,
    "never",
    "{member} is the council's last member and cannot leave.",
    "{member} 是理事会最后一名成员，不能离开。",
  ),
};
