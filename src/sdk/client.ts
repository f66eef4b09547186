import {
  type AccessKey,
  type Backup,
  type DryRun,
  type FetchedOpening,
  type Opening,
  type Me,
  type NewAccessKey,
  type Operation,
  type Page,
  type Prepared,
} from "./answers.ts";
import { type ActionInputs, type ActionName, type QueryName, type QueryTypes } from "./definitions.ts";
import { events, type EventOptions } from "./events.ts";
import { place, queryPaths } from "./paths.ts";
import { type SuyuanOptions, Transport } from "./transport.ts";

export type * from "./answers.ts";
export type * from "./definitions.ts";
export { SuyuanProblem } from "./problem.ts";
export { type SuyuanOptions } from "./transport.ts";

export interface WaitOptions {
  /** Answer when it is on the gateway's disk (the default), in the read model, or for ever. */
  wait?: "accepted" | "indexed" | "final";
  /** Seconds to wait at most, up to 60. */
  timeout?: number;
  signal?: AbortSignal;
}

export interface ActOptions extends WaitOptions {
  /** Whose officer key: an organisation's code, or council-member. */
  as?: string;
  /** Left out, one is made, so that trying again never does it twice. */
  idempotencyKey?: string;
}

/** Nothing is waited for, and no idempotency key is used up. */
export interface DryRunOptions extends Pick<ActOptions, "as" | "signal"> {
  dryRun: true;
}

/** Whose history is to be proved: a subject's, or everything's; a version's lineage too. */
export interface BundleQuestion {
  subject?: string;
  of?: "city";
  lineage?: "up" | "down" | "both";
  /** Edges; without it, to the end. */
  depth?: number;
  /** A block or a time, as elsewhere. */
  at?: string;
}

type Inputs<N extends ActionName> = ActionInputs[N] | { items: ActionInputs[N][] };

export interface Client {
  /** Does one action, or many of one kind. A single one that was waited for and refused is thrown. */
  act<N extends ActionName>(action: N, input: Inputs<N>, options?: ActOptions): Promise<Operation[]>;
  /** Tries it without doing it. What would be refused is thrown, as if it had been; its problem says `dryRun`. */
  act<N extends ActionName>(action: N, input: Inputs<N>, options: DryRunOptions): Promise<DryRun>;
  query<N extends QueryName>(query: N, input: QueryTypes[N]["input"]): Promise<QueryTypes[N]["output"]>;
  operation(id: string, options?: WaitOptions): Promise<Operation>;
  operations(range?: { limit?: number; cursor?: string; as?: string }): Promise<Page<Operation>>;
  events(options?: EventOptions): ReturnType<typeof events>;
  /** Hands in a transaction that was signed elsewhere. */
  submit(transaction: string, options?: Omit<ActOptions, "as">): Promise<Operation>;
  /** What has to be signed elsewhere for an action; `key` is the address that will sign. */
  prepare<N extends ActionName>(action: N, input: Inputs<N>, key: string): Promise<Prepared>;
  /** What opens it, where it is kept: an opening to be handed on or checked. */
  opening(of: string): Promise<Opening>;
  /** Fetches what opens a delivery's or a confidential request's commitment from the gateway that keeps it. */
  fetchOpening(of: string, options?: Pick<ActOptions, "as" | "signal">): Promise<FetchedOpening>;
  /** A self-contained evidence bundle, as it is made. It is whole only with its last line. */
  bundle(question: BundleQuestion): Promise<AsyncIterable<Uint8Array>>;
  /** A trust file to begin with. Whoever relies on it unchanged believes this gateway. */
  trust(): Promise<Record<string, unknown>>;
  me(): Promise<Me>;
  accessKeys: {
    list(): Promise<AccessKey[]>;
    /** The secret is shown this once. */
    create(key: NewAccessKey): Promise<AccessKey & { secret: string }>;
    revoke(id: string): Promise<AccessKey>;
  };
  /** For programs on the gateway's own machine; `suyuan backup` is one. */
  backups: {
    /** Begins the backup that the data directory's request file of this id asks for. */
    begin(request: string): Promise<Backup>;
    look(id: string): Promise<Backup>;
  };
}

/** A client of one gateway, for browsers and Node. */
export function suyuan(options: SuyuanOptions): Client {
  const transport = new Transport(options);
  const { json } = { json: transport.json.bind(transport) };

  async function act(action: string, body: unknown, o: ActOptions & { dryRun?: boolean } = {}) {
    const path = `/v1/actions/${action}`;
    const { as, signal } = o;
    if (o.dryRun) return json<DryRun>("POST", path, { query: { as, dryRun: true }, body, signal });
    const asked = { ...waitingOf(o, { as }), body, headers: once(o), signal };
    return (await json<{ operations: Operation[] }>("POST", path, asked)).operations;
  }

  return {
    act: act as Client["act"],
    query(name, input) {
      const { path, query } = place(queryPaths[name], input as Record<string, unknown>);
      return json("GET", path, { query });
    },
    operation: (id, o = {}) =>
      json("GET", `/v1/operations/${encodeURIComponent(id)}`, { ...waitingOf(o), signal: o.signal }),
    operations: (range = {}) => json("GET", "/v1/operations", { query: range }),
    events: (o) => events(transport, o),
    async submit(transaction, o = {}) {
      const asked = { ...waitingOf(o), body: { transaction }, headers: once(o), signal: o.signal };
      return json("POST", "/v1/transactions", asked);
    },
    prepare(action, input, key) {
      const what = "items" in input ? { items: input.items } : { input };
      return json("POST", "/v1/transactions/prepare", { body: { action, key, ...what } });
    },
    opening: (of) => json("GET", `/v1/openings/${encodeURIComponent(of)}`),
    fetchOpening: (of, { as, signal } = {}) =>
      json("POST", "/v1/openings", { query: { as }, body: { of }, signal }),
    async bundle(question) {
      const headers = { Accept: "application/jsonl" };
      const response = await transport.open("GET", "/v1/bundle", { query: { ...question }, headers });
      return response.body! as unknown as AsyncIterable<Uint8Array>;
    },
    trust: () => json("GET", "/v1/trust"),
    me: () => json("GET", "/v1/me"),
    accessKeys: {
      list: async () => (await json<Page<AccessKey>>("GET", "/v1/access-keys")).items,
      // Asking twice would make two, and only the second would be seen.
      create: (key) => json("POST", "/v1/access-keys", { body: key, repeatable: false }),
      revoke: (id) => json("DELETE", `/v1/access-keys/${encodeURIComponent(id)}`),
    },
    backups: {
      begin: (request) => json("POST", "/v1/backups", { body: { request }, repeatable: false }),
      look: (id) => json("GET", `/v1/backups/${encodeURIComponent(id)}`),
    },
  };
}

function waitingOf({ wait, timeout }: WaitOptions, besides: Record<string, string | undefined> = {}) {
  return { query: { ...besides, wait, timeout } };
}

function once({ idempotencyKey }: ActOptions): Record<string, string> {
  return { "Idempotency-Key": idempotencyKey ?? crypto.randomUUID() };
}
