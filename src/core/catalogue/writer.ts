import { row } from "./row.ts";

export const writerErrors = {
  LEDGER_CALLER_NOT_SIGNER: row(
    403,
    "never",
    "An officer must sign this directly; {signer} came through {caller}.",
    "必须由数据官直接签名；{signer} 经由 {caller} 发起。",
  ),
  LEDGER_NOT_THE_BUREAU: row(
    403,
    "fix",
    "Only the bureau may do this; organisation {organisation} is not it.",
    "只有大数据局可以执行；组织 {organisation} 不是大数据局。",
  ),
  LEDGER_CODE_NOT_VALID: row(
    422,
    "fix",
    "“{code}” is not a code: 1 to 64 of a–z, 0–9 and inner hyphens.",
    "“{code}”不是有效代码：1 至 64 个 a–z、0–9 及中间连字符。",
  ),
  LEDGER_TEXT_TOO_LONG: row(
    422,
    "fix",
    "{field} has {length} bytes; the limit is {limit}.",
    "{field} 有 {length} 字节；上限为 {limit}。",
  ),
  LEDGER_NOT_FOR_CALLER: row(
    403,
    "never",
    "Only another contract of the ledger may ask for this; it came from {caller}.",
    "只有账本的其他合约可以发起；来自 {caller}。",
  ),
};
