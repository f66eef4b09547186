import { row } from "./row.ts";

export const clockErrors = {
  LEDGER_YEAR_NOT_VALID: row(
    422,
    "fix",
    "The year {year} is not from 1970 to 9999.",
    "年份 {year} 不在 1970 至 9999 之间。",
  ),
  LEDGER_CALENDAR_NOT_VALID: row(
    422,
    "fix",
    "The table of {year} marks a day after the year's last, or more than half of the year as off.",
    "{year} 年工作日表标记了年末之后的日子，或将半年以上标为休息日。",
  ),
  LEDGER_TERM_NOT_VALID: row(
    422,
    "fix",
    "Step {step} cannot take {workingDays} working days: steps are 1 review, 2 reply on the platform, 3 reply off the platform, 4 mediation, 5 review of an emergency; each takes 1 to 60 days.",
    "环节 {step} 不能定为 {workingDays} 个工作日：环节为 1 审核、2 平台内答复、3 平台外答复、4 协调、5 应急核查；各为 1 至 60 个工作日。",
  ),
};
