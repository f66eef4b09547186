import { row } from "./row.ts";

export const accessErrors = {
  ACCESS_KEY_MISSING: row(
    401,
    "fix",
    "This needs an API key: send it as “Authorization: Bearer …”.",
    "需要 API 密钥：请以“Authorization: Bearer …”发送。",
  ),
  ACCESS_KEY_UNKNOWN: row(
    401,
    "fix",
    "This API key is not known, or was revoked.",
    "该 API 密钥不存在或已吊销。",
  ),
  ACCESS_KEY_EXPIRED: row(401, "fix", "This API key expired at {value}.", "该 API 密钥已于 {value} 过期。"),
  ACCESS_SCOPE_MISSING: row(403, "fix", "This API key may not {value}.", "该 API 密钥无权执行：{value}。"),
  ACCESS_OFFICER_FORBIDDEN: row(
    403,
    "fix",
    "This API key may not act with the officer key of {value}.",
    "该 API 密钥不得使用 {value} 的数据官密钥。",
  ),
  ACCESS_OFFICER_AMBIGUOUS: row(
    400,
    "fix",
    "{field}: this API key may act for several; say which: {value}.",
    "{field}：该 API 密钥可代表多个组织，请指明：{value}。",
  ),
  ACCESS_OFFICER_UNKNOWN: row(
    404,
    "fix",
    "{field}: this gateway holds no unlocked key for {value}.",
    "{field}：本网关没有 {value} 的已解锁密钥。",
  ),
  ACCESS_TOO_MANY_REQUESTS: row(429, "later", "Too many requests; wait a moment.", "请求过多，请稍候。"),
  KEY_FILES_MISSING: row(
    500,
    "fix",
    "Key files are missing: {value}. A ledger was founded with them; mount their folder or restore them from a backup.",
    "缺少密钥文件：{value}。账本由这些密钥建立；请挂载其文件夹，或从备份恢复。",
  ),
  PASSPHRASE_MISSING: row(
    400,
    "fix",
    "{field}: no passphrase for the key file {value}.",
    "{field}：缺少密钥文件 {value} 的口令。",
  ),
  PASSPHRASE_WRONG: row(
    400,
    "fix",
    "{field}: the passphrase does not open {value}.",
    "{field}：口令无法打开 {value}。",
  ),
};
