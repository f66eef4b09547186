import { type Language } from "../core/text.ts";
import { problemFrom, type SuyuanProblem, unreachable } from "./problem.ts";

export interface SuyuanOptions {
  /** Where the gateway is, for example http://127.0.0.1:8080. */
  url: string;
  /** An API key; without one only the open pages answer. */
  key?: string;
  /** Of the sentences in problems. */
  language?: Language;
  /** How often a request that may be repeated is tried in all. */
  attempts?: number;
  fetch?: typeof fetch;
}

export interface Asked {
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Whether asking twice is the same as asking once. */
  repeatable?: boolean;
}

export type Method = "GET" | "POST" | "DELETE";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** Requests to one gateway; tried again where that is safe and the gateway says that it helps. */
export class Transport {
  readonly #options: SuyuanOptions;
  readonly #base: string;

  constructor(options: SuyuanOptions) {
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, "");
  }

  async json<T>(method: Method, path: string, asked: Asked = {}): Promise<T> {
    const response = await this.open(method, path, asked);
    return (await response.json()) as T;
  }

  /** The answer, its body still unread. Anything but success is thrown. */
  async open(method: Method, path: string, asked: Asked = {}): Promise<Response> {
    const attempts = asked.repeatable === false ? 1 : (this.#options.attempts ?? 5);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#once(method, path, asked);
      if (outcome.response) return outcome.response;
      const { problem, pause } = outcome;
      if (attempt >= attempts || problem.retry !== "later" || asked.signal?.aborted) throw problem;
      if (problem.status !== 503 && problem.status !== 429) throw problem;
      await sleep(pause ?? FIRST_PAUSE_MS * 2 ** (attempt - 1), asked.signal);
    }
  }

  async #once(method: Method, path: string, asked: Asked): Promise<Outcome> {
    const url = this.#base + path + queryString(asked.query);
    let response: Response;
    try {
      response = await (this.#options.fetch ?? fetch)(url, this.#request(method, asked));
    } catch (error) {
      if (asked.signal?.aborted) throw error;
      return { problem: unreachable(this.#base, (error as Error).message, error) };
    }
    if (response.ok) return { response };
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    const pause = Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : undefined;
    return { problem: await problemFrom(response, this.#base), pause };
  }

  #request(method: Method, { body, headers, signal }: Asked): RequestInit {
    const { key, language } = this.#options;
    return {
      method,
      headers: {
        Accept: "application/json",
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(language === undefined ? {} : { "Accept-Language": language }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    };
  }
}

type Outcome =
  | { response: Response; problem?: never; pause?: never }
  | { response?: never; problem: SuyuanProblem; pause?: number | undefined };

function queryString(query: Asked["query"] = {}): string {
  const given = Object.entries(query).filter(([, v]) => v !== undefined);
  const parameters = new URLSearchParams(given.map(([name, v]) => [name, String(v)]));
  return given.length === 0 ? "" : `?${parameters}`;
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
