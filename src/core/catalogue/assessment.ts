import { row } from "./row.ts";

export const assessmentErrors = {
  LEDGER_ASSESSMENT_NOT_VALID: row(
    422,
    "fix",
    "{assessment}: an assessment has a reference, a recipient, a document and an end that is not past.",
    "{assessment}：评估须有编号、接收方、文件与尚未过去的截止时间。",
  ),
  LEDGER_ASSESSMENT_UNKNOWN: row(
    404,
    "fix",
    "There is no assessment {assessment}.",
    "没有出境评估 {assessment}。",
  ),
  LEDGER_ASSESSMENT_ALREADY_REVOKED: row(
    409,
    "never",
    "The assessment {assessment} was taken back.",
    "出境评估 {assessment} 已撤销。",
  ),
  LEDGER_ASSESSMENT_REASON_MISSING: row(
    422,
    "fix",
    "{assessment}: a reason is needed.",
    "{assessment}：须说明理由。",
  ),
  LEDGER_ASSESSMENT_OF_OTHER: row(
    422,
    "fix",
    "The assessment {assessment} is of another consumer or another dataset.",
    "出境评估 {assessment} 属于另一使用方或另一数据集。",
  ),
  LEDGER_ASSESSMENT_EXPIRED: row(
    422,
    "fix",
    "The assessment {assessment} holds until {until}, which is too short.",
    "出境评估 {assessment} 有效至 {until}，时间不足。",
  ),
};
