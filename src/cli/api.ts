import { SuyuanError } from "../core/errors.ts";
import { type Language } from "../core/text.ts";
import { ProblemError, type Problem } from "./problem.ts";

export interface Connection {
  url: string;
  key: string | undefined;
  language: Language;
}

export type Wait = "accepted" | "indexed" | "final";
export const waits: readonly Wait[] = ["accepted", "indexed", "final"];

/** As the API answers it. */
export interface Operation {
  id: string;
  action: string;
  key: string;
  organisation: string | null;
  at: string;
  state: "accepted" | "sent" | "mined" | "final" | "refused";
  transaction?: string;
  block?: number;
  error?: Problem;
  makes: string[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface ActOptions {
  as?: string | undefined;
  /** Who acts when the API key may act for several and `as` names none. */
  otherwise?: string | undefined;
  wait?: Wait | undefined;
  timeout?: number | undefined;
  idempotencyKey?: string | undefined;
}

type Query = Record<string, string | number | undefined>;

/** The gateway, as the command line needs it. What it refuses is thrown as its problem. */
export class Api {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get url(): string {
    return this.#connection.url;
  }

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#ask<T>("GET", path, query);
  }

  post<T>(path: string, body: unknown, query: Query = {}, headers: Record<string, string> = {}): Promise<T> {
    return this.#ask<T>("POST", path, query, body, headers);
  }

  delete<T>(path: string): Promise<T> {
    return this.#ask<T>("DELETE", path, {});
  }

  /** Items of as many pages as `limit` takes. */
  async list<P extends Page<unknown>>(
    path: string,
    { limit, ...query }: Query & { limit: number },
  ): Promise<P> {
    const items: unknown[] = [];
    let cursor = query["cursor"];
    for (;;) {
      const size = Math.min(limit - items.length, MOST_IN_A_PAGE);
      const page = await this.get<P>(path, { ...query, limit: size, cursor });
      items.push(...page.items);
      if (page.next === null || items.length >= limit) return { ...page, items };
      cursor = page.next;
    }
  }

  /** Hands in one action, or several of one kind. */
  async act(name: string, body: unknown, options: ActOptions = {}): Promise<Operation[]> {
    const { as, otherwise, wait, timeout, idempotencyKey } = options;
    const headers: Record<string, string> = {};
    if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
    const send = async (by: string | undefined) => {
      const query = { as: by, wait, timeout };
      const answer = await this.post<{ operations: Operation[] }>(`/actions/${name}`, body, query, headers);
      return answer.operations;
    };
    try {
      return await send(as);
    } catch (error) {
      const several = error instanceof ProblemError && error.problem.code === "ACCESS_OFFICER_AMBIGUOUS";
      if (!several || otherwise === undefined) throw error;
      return send(otherwise);
    }
  }

  async #ask<T>(
    method: string,
    path: string,
    query: Query,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const { url, key, language } = this.#connection;
    const target = new URL(`${url}/v1${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) target.searchParams.set(name, String(value));
    }
    const all: Record<string, string> = {
      accept: "application/json",
      "accept-language": language,
      ...headers,
    };
    if (key !== undefined) all["authorization"] = `Bearer ${key}`;
    if (body !== undefined) all["content-type"] = "application/json";
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    const request = { method, headers: all, signal, body: body === undefined ? null : JSON.stringify(body) };
    const response = await fetch(target, request).catch((cause: unknown) => {
      throw new SuyuanError("GATEWAY_UNREACHABLE", { field: "url", value: url }, { cause });
    });
    return readAnswer<T>(response, url);
  }
}

const MOST_IN_A_PAGE = 500;
/** Longer than the longest the gateway lets anyone wait, 60 s. */
const LONGEST_WAIT_MS = 120_000;

async function readAnswer<T>(response: Response, url: string): Promise<T> {
  const text = await response.text();
  let answer: unknown;
  try {
    answer = text === "" ? null : JSON.parse(text);
  } catch (cause) {
    throw new SuyuanError("GATEWAY_UNREACHABLE", { field: "url", value: url }, { cause });
  }
  if (response.ok) return answer as T;
  const isProblem = answer !== null && typeof answer === "object" && "code" in answer && "detail" in answer;
  if (!isProblem) throw new SuyuanError("GATEWAY_UNREACHABLE", { field: "url", value: url });
  throw new ProblemError(answer as Problem);
}

/** One part of a path: references hold slashes. */
export function segment(reference: string): string {
  return encodeURIComponent(reference);
}
