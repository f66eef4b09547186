import { row } from "./row.ts";

export const gateErrors = {
  LEDGER_CLEARANCE_NOT_VALID: row(
    422,
    "fix",
    "{organisation}: a clearance is for general-4, important or core, and does not end in the past (grade {grade}).",
    "{organisation}：许可级别须为一般四级、重要或核心，且截止时间不得在过去（级别 {grade}）。",
  ),
  LEDGER_CLEARANCE_MISSING: row(
    403,
    "fix",
    "{grant}: the consumer is cleared up to grade {cleared} for this purpose, and it needs {grade}; the bureau sets clearances (set-clearance).",
    "{grant}：使用方就此用途的许可级别至 {cleared}，所需为 {grade}；许可由大数据局设定（set-clearance）。",
  ),
  LEDGER_CONSENT_MISSING: row(
    409,
    "fix",
    "{dataset} is about people and has no consent that stands; its owner records one (record-consent).",
    "{dataset} 含个人信息，而没有有效的同意；由其所有者登记（record-consent）。",
  ),
  LEDGER_VERSION_WITHOUT_CONSENT: row(
    409,
    "fix",
    "{delivery}: {version} is about people, and cites no consent or one that was withdrawn (withdrawn: {withdrawn}); its owner says on which one it rests (cite-consent).",
    "{delivery}：{version} 含个人信息，而未引用同意，或所引用的同意已撤回（已撤回：{withdrawn}）；由其所有者说明依据（cite-consent）。",
  ),
  LEDGER_LEAST_AUTHORISATION: row(
    422,
    "fix",
    "{grant}: least authorisation is given to one to eight named officers, without onward sharing, and not on a request in confidence.",
    "{grant}：最小授权须指明一至八名数据官、不得再共享，且不适用于保密申请。",
  ),
  LEDGER_VERSION_NEEDS_LEAST: row(
    403,
    "fix",
    "{delivery}: {version} is for named officers only, and the grant names none; new terms can name them (issue-grant with amends).",
    "{delivery}：{version} 仅可交付指定的数据官，而授权未指定；可以新条款指定（issue-grant 的 amends）。",
  ),
  LEDGER_OFFICER_NOT_OF_CONSUMER: row(
    422,
    "fix",
    "{grant}: {officer} is no officer key of the consumer in force.",
    "{grant}：{officer} 不是使用方在用的数据官密钥。",
  ),
  LEDGER_OFFICER_NOT_NAMED: row(
    403,
    "fix",
    "{grant} is for named officers, and {officer} is none of them.",
    "{grant} 仅限指定的数据官，{officer} 不在其中。",
  ),
  LEDGER_ASSESSMENT_MISSING: row(
    422,
    "fix",
    "{grant}: somebody abroad will see the data, so it needs an assessment, which the bureau records (record-assessment).",
    "{grant}：有境外接收方，须依据出境安全评估；评估由大数据局登记（record-assessment）。",
  ),
  LEDGER_ASSESSMENT_NOT_NEEDED: row(
    422,
    "fix",
    "{grant}: nobody abroad was asked for, so {assessment} is no part of it.",
    "{grant}：申请中没有境外接收方，无需评估 {assessment}。",
  ),
};
