import { row } from "./row.ts";

export const supplyErrors = {
  LEDGER_SHARING_NOT_VALID: row(
    422,
    "fix",
    "{dataset}: {sharing} is not a way of sharing.",
    "{dataset}：{sharing} 不是共享方式。",
  ),
  LEDGER_SHARING_NOT_AS_REGISTERED: row(
    422,
    "fix",
    "{dataset}: it is listed as {sharing}, but a dataset is listed as unconditional exactly when it is registered so.",
    "{dataset}：列为 {sharing}，但只有登记为无条件共享的数据集才应且必须如此列出。",
  ),
  LEDGER_TERMS_MISSING: row(
    422,
    "fix",
    "{dataset}: say the condition of sharing, or the legal ground of not sharing.",
    "{dataset}：须写明共享条件，或不予共享的法律依据。",
  ),
  LEDGER_FIELDS_NOT_VALID: row(
    422,
    "fix",
    "{dataset}: {count} fields are listed; it must be 1 to 256.",
    "{dataset}：列出了 {count} 个字段；应为 1 至 256 个。",
  ),
};
