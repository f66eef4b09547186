import { row } from "./row.ts";

export const consentErrors = {
  LEDGER_DATASET_NOT_PERSONAL: row(
    422,
    "fix",
    "{dataset} is not registered as personal, so nobody's consent is needed.",
    "{dataset} 未登记为含个人信息，无需同意。",
  ),
  LEDGER_COMMITMENT_MISSING: row(
    422,
    "fix",
    "{consent}: a commitment to the consent is needed.",
    "{consent}：须有对同意文件的承诺。",
  ),
  LEDGER_CONSENT_UNKNOWN: row(404, "fix", "There is no consent {consent}.", "没有同意 {consent}。"),
  LEDGER_CONSENT_ALREADY_WITHDRAWN: row(409, "never", "{consent} was withdrawn.", "{consent} 已撤回。"),
  LEDGER_CONSENT_REASON_MISSING: row(422, "fix", "{consent}: a reason is needed.", "{consent}：须说明理由。"),
  LEDGER_VERSION_NOT_PERSONAL: row(
    422,
    "fix",
    "{version} is not personal, so it rests on no consent.",
    "{version} 不含个人信息，无需以同意为依据。",
  ),
  LEDGER_CONSENT_OF_OTHER_DATASET: row(
    422,
    "fix",
    "{version}: {consent} is of another dataset, and no parent that is named cites it.",
    "{version}：{consent} 属于另一数据集，且所指的父版本未引用它。",
  ),
  LEDGER_CONSENT_ALREADY_CITED: row(
    409,
    "never",
    "{version} cites {consent} already.",
    "{version} 已引用 {consent}。",
  ),
  LEDGER_CONSENT_NOT_CITED: row(
    422,
    "fix",
    "{version} does not cite {consent}.",
    "{version} 未引用 {consent}。",
  ),
  LEDGER_CONSENT_NOT_WITHDRAWN: row(409, "later", "{consent} was not withdrawn.", "{consent} 未被撤回。"),
  LEDGER_TOO_MANY_CONSENTS: row(
    422,
    "never",
    "{version} cites 16 consents, and no version cites more.",
    "{version} 已引用 16 项同意，达到上限。",
  ),
};
