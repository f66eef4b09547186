import { SuyuanError } from "../core/errors.ts";
import { type Language } from "../core/text.ts";
import {
  type ActionInputs,
  type ActionName,
  type Client,
  type DryRun,
  type Operation,
  type Page,
  type QueryName,
  type QueryTypes,
  suyuan,
  SuyuanProblem,
} from "../sdk/client.ts";

export interface Connection {
  url: string;
  key: string | undefined;
  language: Language;
}

export const waits = ["accepted", "indexed", "final"] as const;
export type Wait = (typeof waits)[number];

export interface ActOptions {
  as?: string | undefined;
  /** Who acts when the API key may act for several and `as` names none. */
  otherwise?: string | undefined;
  wait?: Wait | undefined;
  timeout?: number | undefined;
  idempotencyKey?: string | undefined;
}

export type Answer<N extends QueryName> = QueryTypes[N]["output"];

/** The queries that answer in pages. */
type ListName = { [N in QueryName]: Answer<N> extends Page<unknown> ? N : never }[QueryName];

const MOST_IN_A_PAGE = 500;
/** A person waits: an unreachable gateway is told after less than a second. */
const ATTEMPTS = 3;

/** The SDK's client, with what a command line adds: pages joined, and the owner as who acts. */
export class Api {
  readonly url: string;
  readonly client: Client;
  /** Set by `--dry-run`: whatever a command goes on to do, nothing is acted. */
  onlyTries = false;

  constructor({ url, key, language }: Connection) {
    this.url = url;
    this.client = suyuan({ url, language, attempts: ATTEMPTS, ...(key === undefined ? {} : { key }) });
  }

  query<N extends QueryName>(name: N, input: QueryTypes[N]["input"]): Promise<Answer<N>> {
    return this.ask((client) => client.query(name, input));
  }

  /** Items of as many pages as `limit` takes. */
  list<N extends ListName>(name: N, input: QueryTypes[N]["input"] & Range): Promise<Answer<N>> {
    const page = (range: Range) => this.query(name, { ...input, ...range });
    return joined<Answer<N> & Page<unknown>>(page, input);
  }

  operations({ as, ...range }: Range & { as?: string | undefined }): Promise<Page<Operation>> {
    return joined(
      (r) => this.ask((client) => client.operations({ ...present(r), ...present({ as }) })),
      range,
    );
  }

  /** Hands in one action, or several of one kind. */
  act(name: string, body: unknown, options: ActOptions = {}): Promise<Operation[]> {
    if (this.onlyTries) throw new Error(`${name} was to be tried, and not done`);
    const { as, otherwise, ...rest } = options;
    const { action, input } = typed(name, body);
    const send = (by: string | undefined) =>
      this.ask((client) => client.act(action, input, present({ ...rest, as: by })));
    return byWhom(send, as, otherwise);
  }

  /** Tries it without doing it. */
  dryRun(
    name: string,
    body: unknown,
    { as, otherwise }: Pick<ActOptions, "as" | "otherwise">,
  ): Promise<DryRun> {
    const { action, input } = typed(name, body);
    const send = (by: string | undefined) =>
      this.ask((client) => client.act(action, input, { ...present({ as: by }), dryRun: true }));
    return byWhom(send, as, otherwise);
  }

  /** That nobody answers is said in the person's language, which only we know. */
  async ask<T>(request: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await request(this.client);
    } catch (cause) {
      if (!isProblem(cause, "GATEWAY_UNREACHABLE")) throw cause;
      throw new SuyuanError("GATEWAY_UNREACHABLE", { value: this.url }, { cause });
    }
  }
}

/** What a person typed is checked by the gateway, not by the types. */
function typed(name: string, body: unknown) {
  return { action: name as ActionName, input: body as ActionInputs[ActionName] };
}

async function byWhom<T>(
  send: (by: string | undefined) => Promise<T>,
  as: string | undefined,
  otherwise: string | undefined,
): Promise<T> {
  try {
    return await send(as);
  } catch (error) {
    if (otherwise === undefined || !isProblem(error, "ACCESS_OFFICER_AMBIGUOUS")) throw error;
    return send(otherwise);
  }
}

export function isProblem(error: unknown, code: string): error is SuyuanProblem {
  return error instanceof SuyuanProblem && error.code === code;
}

interface Range {
  limit: number;
  cursor?: string | undefined;
}

async function joined<P extends Page<unknown>>(ask: (range: Range) => Promise<P>, range: Range): Promise<P> {
  const items: unknown[] = [];
  let { cursor } = range;
  for (;;) {
    const limit = Math.min(range.limit - items.length, MOST_IN_A_PAGE);
    const page = await ask({ limit, cursor });
    items.push(...page.items);
    if (page.next === null || items.length >= range.limit) return { ...page, items };
    cursor = page.next;
  }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function present<T extends object>(members: T): Partial<Present<T>> {
  const kept = Object.entries(members).filter(([, v]) => v !== undefined);
  return Object.fromEntries(kept) as Partial<Present<T>>;
}
