import { row } from "./row.ts";

export const contentErrors = {
  CONTENT_FILE_MISSING: row(400, "fix", "There is no file or folder {value}.", "没有文件或文件夹 {value}。"),
  CONTENT_FILE_UNREADABLE: row(
    400,
    "fix",
    "{value} cannot be read ({system}).",
    "无法读取 {value}（{system}）。",
  ),
  CONTENT_FILE_CHANGED: row(
    409,
    "later",
    "{value} changed while it was hashed, so no digest is given: {reason}.",
    "计算摘要期间 {value} 发生了变化，故不给出摘要：{reason}。",
  ),
  CONTENT_NOT_A_FILE: row(
    400,
    "fix",
    "{value} is neither a file nor a folder ({kind}).",
    "{value} 既不是文件也不是文件夹（{kind}）。",
  ),
  CONTENT_NOT_A_FOLDER: row(400, "fix", "{value} is not a folder.", "{value} 不是文件夹。"),
  CONTENT_FOLDER_EMPTY: row(
    400,
    "fix",
    "{value} holds no file: there is no content to record.",
    "{value} 中没有文件：没有可登记的内容。",
  ),
  CONTENT_TOO_MANY_ENTRIES: row(
    413,
    "fix",
    "{value} holds more than {limit} files or folders.",
    "{value} 中的文件或文件夹超过 {limit} 个。",
  ),
  CONTENT_SYMLINK: row(
    400,
    "fix",
    "{value} is a symbolic link: what it points to can change without the folder changing.",
    "{value} 是符号链接：所指内容可在文件夹不变时改变。",
  ),
  CONTENT_NAMES_COLLIDE: row(
    400,
    "fix",
    "{value} and {other} have the same name once normalised (NFC).",
    "{value} 与 {other} 规范化（NFC）后同名。",
  ),
  CONTENT_NAME_NOT_UNICODE: row(
    400,
    "fix",
    "The name of {value} is not valid UTF-8.",
    "{value} 的文件名不是有效的 UTF-8。",
  ),
  CONTENT_HASH_UNAVAILABLE: row(
    500,
    "never",
    "This Node has no {value}; use a build whose OpenSSL has SHA-256 and SM3 (the official ones do).",
    "此 Node 没有 {value}；请使用含 SHA-256 与 SM3 的版本（官方版本均含）。",
  ),
  CONTENT_COMMITMENT_INPUT: row(
    500,
    "never",
    "{field} cannot be committed to: {reason}.",
    "无法对 {field} 作出承诺：{reason}。",
  ),
};
