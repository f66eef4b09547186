import { row } from "./row.ts";

export const evidenceErrors = {
  LEDGER_EVIDENCE_UNKNOWN: row(404, "fix", "There is no evidence {evidence}.", "没有脱敏证据 {evidence}。"),
  LEDGER_EVIDENCE_EXISTS: row(
    409,
    "never",
    "There is evidence about this version that was not rejected: {evidence}.",
    "该版本已有未被否决的脱敏证据：{evidence}。",
  ),
  LEDGER_EVIDENCE_STATE_NOT_VALID: row(
    422,
    "fix",
    "{evidence}: evidence is about grade, personal and least authorisation, and core data keeps the latter (state {state}).",
    "{evidence}：证据只涉及级别、个人信息与最小授权，核心数据须保持最小授权（状态 {state}）。",
  ),
  LEDGER_EVIDENCE_METHOD_MISSING: row(
    422,
    "fix",
    "{evidence}: say what was done to the data.",
    "{evidence}：须说明脱敏方法。",
  ),
  LEDGER_EVIDENCE_REPORT_MISSING: row(
    422,
    "fix",
    "{evidence}: the digest of a report is needed.",
    "{evidence}：须有报告的摘要。",
  ),
  LEDGER_EVIDENCE_ALREADY_DECIDED: row(
    409,
    "never",
    "{evidence} was decided already.",
    "{evidence} 已有结论。",
  ),
  LEDGER_OWN_EVIDENCE: row(
    403,
    "fix",
    "{evidence}: another officer than {officer} must do this; nobody approves what they made or publishes what they approved.",
    "{evidence}：须由 {officer} 以外的数据官办理；不得认可本人提交的证据，也不得发布本人认可的版本。",
  ),
  LEDGER_EVIDENCE_NOT_YOURS: row(
    403,
    "fix",
    "{evidence} is for officers of its maker's organisation and of the bureau, not of {organisation}.",
    "{evidence} 由提交组织或大数据局的数据官办理，而非 {organisation}。",
  ),
  LEDGER_EVIDENCE_NOT_APPROVED: row(
    409,
    "later",
    "{evidence} is not approved: another officer decides on it (approve-desensitisation).",
    "{evidence} 尚未获认可：须由另一名数据官作出结论（approve-desensitisation）。",
  ),
  LEDGER_EVIDENCE_OF_OTHER_STATE: row(
    422,
    "fix",
    "{evidence} allows {allowed}, and {declared} is declared.",
    "{evidence} 允许的是 {allowed}，而声明为 {declared}。",
  ),
};
