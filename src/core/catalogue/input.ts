import { row } from "./row.ts";

export const inputErrors = {
  INPUT_NOT_VALID: row(
    400,
    "fix",
    "{field}: {reason}; it was {value}.",
    "{field}：{reason}；给出的是 {value}。",
  ),
  INPUT_NOT_JSON: row(400, "fix", "{field} is not valid JSON: {value}", "{field} 不是有效的 JSON：{value}"),
  INPUT_TOO_DEEP: row(
    400,
    "fix",
    "{field} nests deeper than {limit} levels.",
    "{field} 的嵌套超过 {limit} 层。",
  ),
  INPUT_TOO_LARGE: row(413, "fix", "{field} is larger than {limit} bytes.", "{field} 超过 {limit} 字节。"),
  INPUT_REPEATED_NAME: row(
    400,
    "fix",
    "{field} names the member “{value}” twice.",
    "{field} 中成员“{value}”重复出现。",
  ),
  INPUT_LONE_SURROGATE: row(
    400,
    "fix",
    "{field} holds text that is not well-formed Unicode: {value}.",
    "{field} 含有不合规的 Unicode 文本：{value}。",
  ),
  INPUT_MEDIA_TYPE: row(
    415,
    "fix",
    "The body must be application/json; it was {value}.",
    "请求体必须是 application/json；收到的是 {value}。",
  ),
  ROUTE_UNKNOWN: row(404, "fix", "There is nothing at {value}.", "{value} 处没有内容。"),
  THING_UNKNOWN: row(
    404,
    "fix",
    "{field}: nothing is known as {value}.",
    "{field}：没有名为 {value} 的记录。",
  ),
  TRANSACTION_NOT_VALID: row(
    400,
    "fix",
    "transaction: {reason}; it was {value}.",
    "交易：{reason}；给出的是 {value}。",
  ),
  VERSION_STANDS: row(
    409,
    "never",
    "{field}: {value} was neither recalled nor withdrawn, and cites no consent that was; “impact” says what a recall would reach.",
    "{field}：{value} 未被召回或撤回，所引用的同意也未被撤回；若召回会影响什么，见 impact。",
  ),
  BLOCK_UNKNOWN: row(
    404,
    "fix",
    "{field}: the index holds no block at {value}.",
    "{field}：索引中没有 {value} 处的区块。",
  ),
};
