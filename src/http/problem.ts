import { randomBytes } from "node:crypto";
import { type ErrorCode, shorten, SuyuanError, wordFor } from "../core/errors.ts";
import { type Language, type Text } from "../core/text.ts";
import { RpcError, RpcUnreachable } from "../chain/rpc.ts";
import { isDiskError, storageFailed } from "../store/storage.ts";

/** RFC 9457, with what every error of this project has besides. */
export interface Problem extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  retry: "never" | "later" | "fix";
  field?: string;
  value?: unknown;
  instance?: string;
}

export const PROBLEM_JSON = "application/problem+json";

const titles: Record<number, Text> = {
  400: { zh: "请求有误", en: "Bad request" },
  401: { zh: "未通过身份验证", en: "Not authenticated" },
  403: { zh: "不允许", en: "Not allowed" },
  404: { zh: "未找到", en: "Not found" },
  409: { zh: "与现状冲突", en: "In conflict with what is" },
  413: { zh: "内容过大", en: "Too large" },
  415: { zh: "内容类型不受支持", en: "Media type not supported" },
  422: { zh: "账本拒绝", en: "Refused by the ledger" },
  429: { zh: "请求过多", en: "Too many requests" },
  500: { zh: "内部错误", en: "Internal error" },
  503: { zh: "暂不可用", en: "Not available now" },
};

export function problemOf(error: SuyuanError, language: Language, reference?: string): Problem {
  const { status, retry } = error.row;
  const details = Object.fromEntries(Object.entries(error.details).map(([k, v]) => [k, short(v)]));
  return {
    ...details,
    type: `/docs/errors#${error.code}`,
    title: (titles[status] ?? titles[500]!)[language],
    status,
    detail: error.say(language),
    code: error.code,
    retry,
    ...(reference === undefined ? {} : { instance: reference }),
  };
}

/** As JSON shows it, and not longer than a line. */
function short(value: unknown): unknown {
  const word = wordFor(value);
  if (typeof word === "string") return shorten(word);
  const text = JSON.stringify(word) ?? "null";
  const shortened = shorten(text);
  return shortened === text ? word : shortened;
}

export function newReference(): string {
  return `req-${randomBytes(9).toString("base64url")}`;
}

/** Whatever was thrown, in the catalogue's words. `null`: nobody foresaw it. */
export function knownError(error: unknown): SuyuanError | null {
  if (error instanceof SuyuanError) return error;
  if (error instanceof RpcUnreachable || error instanceof RpcError) {
    return new SuyuanError("CHAIN_UNREACHABLE", { value: error.message }, { cause: error });
  }
  if (isDiskError(error)) return storageFailed("the data directory", error);
  if (error instanceof URIError) {
    const reason = "holds an escape that is not UTF-8";
    return new SuyuanError("INPUT_NOT_VALID", { field: "path", value: "%", reason }, { cause: error });
  }
  return null;
}

/** Seconds after which it is worth asking again. */
export function retryAfter(error: SuyuanError): number | undefined {
  if (error.row.status !== 503 && error.row.status !== 429) return undefined;
  return error.code.startsWith("CHAIN") ? 5 : 1;
}
