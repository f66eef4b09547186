import { row } from "./row.ts";

export const spineErrors = {
  LEDGER_NOT_COUNCIL: row(
    403,
    "fix",
    "Only the council may do this; it came from {caller}.",
    "只有理事会可以执行；来自 {caller}。",
  ),
  LEDGER_NOT_NOMINEE: row(
    403,
    "fix",
    "Only the nominated council may accept; it came from {caller}.",
    "只有被提名的理事会可以接任；来自 {caller}。",
  ),
  LEDGER_NOT_A_CONTRACT: row(422, "fix", "{account} is not a contract.", "{account} 不是合约。"),
  LEDGER_NOT_ADMITTED: row(
    403,
    "fix",
    "{writer} is not admitted to append facts.",
    "{writer} 未获准追加事实。",
  ),
  LEDGER_ALREADY_ADMITTED: row(
    409,
    "never",
    "{writer} was admitted before; a contract is admitted once in its life.",
    "{writer} 已获准过；合约一生只获准一次。",
  ),
  LEDGER_ROLE_NOT_VALID: row(
    422,
    "fix",
    "There is no writer for the role {role}.",
    "角色 {role} 没有写入者。",
  ),
  LEDGER_ROLE_TAKEN: row(409, "fix", "The role {role} belongs to {writer}.", "角色 {role} 属于 {writer}。"),
  LEDGER_PERMISSION_NOT_VALID: row(
    422,
    "fix",
    "Subjects of kind {kind} cannot be given set {set}, clear {clear}.",
    "类别 {kind} 的主体不能授予置位 {set}、清位 {clear}。",
  ),
  LEDGER_SEALED: row(
    409,
    "later",
    "The contract for {role} was succeeded by {successor}.",
    "角色 {role} 的合约已由 {successor} 接替。",
  ),
  LEDGER_FACT_KIND_RESERVED: row(
    403,
    "never",
    "The fact kind {kind} is the spine's own.",
    "事实类别 {kind} 为主干专用。",
  ),
  LEDGER_PAYLOAD_NOT_ALIGNED: row(
    422,
    "never",
    "A payload of {length} bytes is not whole words.",
    "{length} 字节的载荷不是整字。",
  ),
  LEDGER_NOTHING_TOUCHED: row(422, "never", "A fact must touch a subject.", "事实必须涉及至少一个主体。"),
  LEDGER_SUBJECT_FORBIDDEN: row(
    403,
    "never",
    "The writer may not touch or create {subject}.",
    "写入者不得涉及或创建 {subject}。",
  ),
  LEDGER_SUBJECT_BITS_FORBIDDEN: row(
    403,
    "never",
    "The writer may not change these state bits of {subject}.",
    "写入者不得更改 {subject} 的这些状态位。",
  ),
  LEDGER_SUBJECT_UNKNOWN: row(404, "fix", "{subject} is not on the ledger.", "账本上没有 {subject}。"),
  LEDGER_SUBJECT_EXISTS: row(409, "never", "{subject} is on the ledger already.", "{subject} 已在账本上。"),
  LEDGER_SUBJECT_REPEATED: row(
    422,
    "fix",
    "{subject} is named twice in one fact.",
    "同一事实中 {subject} 出现两次。",
  ),
  LEDGER_DRILL_MISMATCH: row(
    422,
    "fix",
    "Drills and real facts may not mix: {subject}.",
    "演练与真实事实不得混用：{subject}。",
  ),
};
