import { row } from "./row.ts";

export const gatewayErrors = {
  GATEWAY_BUSY: row(
    503,
    "later",
    "The gateway has more requests in hand than it can take; try again later. Nothing was accepted.",
    "网关正在处理的请求过多，请稍后再试。未接受任何内容。",
  ),
  STORAGE_FAILED: row(
    503,
    "later",
    "The disk refuses what is written to {value} ({reason}), so nothing was accepted. Make room on it or put it right; the gateway goes on by itself, and the same request may then be sent again.",
    "磁盘拒绝写入 {value}（{reason}），因此未接受任何内容。请腾出空间或修复磁盘；网关会自行恢复，届时可重发同一请求。",
  ),
  STORE_DAMAGED: row(
    500,
    "fix",
    "What lies in {value} is not what was written there: {reason}. Restore it from a backup, or keep what can be read of it with “suyuan repair”, which lists the rest.",
    "{value} 中的内容与写入时不符：{reason}。请从备份恢复，或用“suyuan repair”保留可读部分并列出其余部分。",
  ),
  DATA_DIRECTORY_FOREIGN: row(
    500,
    "fix",
    "{value} is not a data directory this version can open: {reason}.",
    "{value} 不是本版本可打开的数据目录：{reason}。",
  ),
  JOIN_IMPOSSIBLE: row(
    409,
    "fix",
    "{field}: this ledger cannot be joined here: {reason}; it was {value}.",
    "{field}：无法在此加入该账本：{reason}；给出的是 {value}。",
  ),
  DATA_DIRECTORY_BUSY: row(
    409,
    "fix",
    "{value} is in use by another process ({reason}).",
    "{value} 正被另一进程使用（{reason}）。",
  ),
  BACKUP_TARGET_TAKEN: row(
    409,
    "fix",
    "There is something at {value} already; nothing was written.",
    "{value} 处已有内容；未写入任何内容。",
  ),
  BACKUP_RUNNING: row(
    409,
    "later",
    "A backup is being written already, to {value}.",
    "已有备份正在写入 {value}。",
  ),
  BACKUP_CANNOT_WRITE: row(
    500,
    "fix",
    "{value} could not be written ({reason}); what there was of it is removed.",
    "无法写入 {value}（{reason}）；已写的部分已删除。",
  ),
  BACKUP_DAMAGED: row(
    422,
    "fix",
    "This backup cannot be restored: {value}: {reason}. Nothing was written.",
    "此备份无法恢复：{value}：{reason}。未写入任何内容。",
  ),
  RESTORE_TARGET_NOT_EMPTY: row(
    409,
    "fix",
    "{value} is not empty ({reason}); a backup is restored only into an empty place.",
    "{value} 不为空（{reason}）；备份只能恢复到空目录。",
  ),
  PORT_TAKEN: row(
    409,
    "fix",
    "Port {value} is taken; choose another with --port or SUYUAN_PORT.",
    "端口 {value} 已被占用；请用 --port 或 SUYUAN_PORT 另选。",
  ),
  GATEWAY_UNREACHABLE: row(
    503,
    "later",
    "No gateway answers at {value}; start one with “npm start”, or set SUYUAN_URL.",
    "{value} 处没有网关应答；请先运行“npm start”，或设置 SUYUAN_URL。",
  ),
  INTERNAL: row(
    500,
    "later",
    "Something failed inside the gateway; its log has the reference {value}.",
    "网关内部出错；日志中的编号为 {value}。",
  ),
};
