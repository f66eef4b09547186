import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { type Random } from "./random.ts";
import { type Call, isRewrite, rewrites, type RewriteName } from "./rewrites.ts";

/** What may happen to a request as a whole. */
export const mishaps = [
  "swallowed-reply",
  "late-reply",
  "delivered-twice",
  "json-rpc-error",
  "http-error",
  "not-json",
  "answer-of-another",
  "cut-before",
  "cut-in-the-middle",
  "batch-refused",
] as const;

export type FaultName = (typeof mishaps)[number] | RewriteName;

interface Answer {
  id: unknown;
  result?: unknown;
  error?: unknown;
}

interface Exchange {
  body: string;
  calls: Call[];
  isList: boolean;
  response: ServerResponse;
}

/**
 * Stands between a gateway and its node, and hurts the requests that pass. A fault is counted when a request
 * was hit: when its answer became another than the node's, or did not arrive.
 */
export class FaultyNode {
  readonly fired = new Map<string, number>();
  /** Where requests go; another node may take the name at any time. */
  target: string;
  /** Milliseconds that a late reply takes, longer than the gateway waits. */
  lateMs = 750;
  readonly #server: Server;
  readonly #random: Random;
  #faults: readonly FaultName[] = [];
  #rate = 0;
  #lag = 0;
  /** Lists longer than this are refused; 0 refuses every list. */
  #mostCalls = Infinity;
  readonly #numbers = new Map<string, number>();

  private constructor(target: string, random: Random) {
    this.target = target;
    this.#random = random;
    this.#server = createServer((request, response) => {
      text(request)
        .then((body) => this.#serve(body, response))
        .catch(() => response.destroy());
    });
  }

  static async start(target: string, random: Random): Promise<FaultyNode> {
    const proxy = new FaultyNode(target, random);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on each request is hit with this chance, by one of these. */
  storm(faults: readonly FaultName[], rate: number): void {
    this.#faults = faults;
    this.#rate = rate;
  }

  /** Answers as a node that is so many blocks behind. */
  lag(blocks: number): void {
    this.#lag = blocks;
  }

  /** Refuses lists of more calls, in one of the ways that nodes have. */
  limit(mostCalls: number): void {
    this.#mostCalls = mostCalls;
  }

  calm(): void {
    this.storm([], 0);
    this.lag(0);
    this.limit(Infinity);
  }

  hits(fault: string): number {
    return this.fired.get(fault) ?? 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #note(fault: string): void {
    this.fired.set(fault, this.hits(fault) + 1);
  }

  async #serve(body: string, response: ServerResponse): Promise<void> {
    const parsed = JSON.parse(body) as Call | Call[];
    const calls = Array.isArray(parsed) ? parsed : [parsed];
    const exchange = { body, calls, isList: Array.isArray(parsed), response };
    const fault =
      this.#faults.length > 0 && this.#random.chance(this.#rate) ? this.#random.pick(this.#faults) : null;
    if (exchange.isList && calls.length > this.#mostCalls) return this.#refuseList(exchange);
    if (fault === null || isRewrite(fault)) return this.#pass(exchange, fault);
    if (fault === "batch-refused") {
      return exchange.isList && calls.length > 1 ? this.#refuseList(exchange) : this.#pass(exchange, null);
    }
    this.#note(fault);
    return this.#mishap(fault, exchange);
  }

  async #pass(e: Exchange, fault: RewriteName | null): Promise<void> {
    const answers = await this.#ask(e);
    if (this.#lag > 0) await this.#behind(e.calls, answers);
    const order = answers.map((_, i) => i).sort(() => this.#random.next() - 0.5);
    for (const i of fault === null ? [] : order) {
      const answer = answers[i]!;
      if (!("result" in answer)) continue;
      const other = rewrites[fault!](e.calls[i]!, answer.result, this.#random);
      if (other === undefined) continue;
      answer.result = other;
      this.#note(fault!);
      break;
    }
    reply(e, 200, JSON.stringify(e.isList ? answers : answers[0]));
  }

  async #mishap(fault: (typeof mishaps)[number], e: Exchange): Promise<void> {
    switch (fault) {
      case "swallowed-reply":
        await this.#ask(e);
        return;
      case "late-reply":
        await this.#ask(e);
        await wait(this.lateMs);
        return this.#pass(e, null);
      case "delivered-twice":
        await this.#ask(e);
        return this.#pass(e, null);
      case "json-rpc-error": {
        const error = {
          code: -32_000,
          message: this.#random.pick(["internal error", "request timed out", "missing trie node"]),
        };
        const answers = e.calls.map(({ id }) => ({ jsonrpc: "2.0", id, error }));
        return reply(e, 200, JSON.stringify(e.isList ? answers : answers[0]));
      }
      case "http-error":
        return reply(e, this.#random.pick([429, 500, 502, 503]), "<html><h1>Bad Gateway</h1></html>");
      case "not-json":
        return reply(
          e,
          200,
          this.#random.pick(["", '{"error":"overloaded"}', "null", '{"jsonrpc":"2.0","result']),
        );
      case "answer-of-another": {
        const answers = (await this.#ask(e)).map((answer) => ({ ...answer, id: 1_000_000_007 }));
        return reply(e, 200, JSON.stringify(e.isList ? answers : answers[0]));
      }
      case "cut-before":
        return void e.response.destroy();
      case "cut-in-the-middle": {
        const answers = await this.#ask(e);
        const whole = JSON.stringify(e.isList ? answers : answers[0]);
        e.response.writeHead(200, { "content-length": Buffer.byteLength(whole) });
        e.response.write(whole.slice(0, Math.ceil(whole.length / 2)), () => e.response.destroy());
        return;
      }
      case "batch-refused":
        return this.#refuseList(e);
      default:
        return fault satisfies never;
    }
  }

  /** Besu's way, geth's, and that of a proxy in front. */
  #refuseList(e: Exchange): void {
    this.#note("batch-refused");
    const error = { code: -32_600, message: "batch too large" };
    const refusal = { jsonrpc: "2.0", id: null, error };
    const ways = [
      () => reply(e, 200, JSON.stringify(refusal)),
      () => reply(e, 200, JSON.stringify([{ ...refusal, id: e.calls[0]!.id }])),
      () => reply(e, 413, "<html>Request Entity Too Large</html>"),
    ];
    this.#random.pick(ways)();
  }

  /** Blocks above this are not there yet, nor what is in them or after them. */
  async #behind(calls: Call[], answers: Answer[]): Promise<void> {
    const head = Number(((await this.#askFor("eth_blockNumber", [])) as Answer).result) - this.#lag;
    for (const [i, answer] of answers.entries()) {
      const { method, params } = calls[i]!;
      const result = answer.result as Record<string, string> | null;
      const at = Number(
        result?.["number"] ?? result?.["blockNumber"] ?? (await this.#stateOf(params.at(-1))),
      );
      if (method === "eth_blockNumber") answer.result = `0x${head.toString(16)}`;
      else if (!(at > head)) continue;
      else if (result?.["hash"] ?? result?.["blockHash"]) answer.result = null;
      else answers[i] = { id: answer.id, error: { code: -32_000, message: "header not found" } };
      this.#note("lagging-node");
    }
  }

  /** The number of the block after which a state is asked for by its hash. */
  async #stateOf(param: unknown): Promise<number> {
    const hash = (param as { blockHash?: string } | null | undefined)?.blockHash;
    if (hash === undefined) return -1;
    const known = this.#numbers.get(hash);
    if (known !== undefined) return known;
    const block = ((await this.#askFor("eth_getBlockByHash", [hash, false])) as Answer).result;
    const number = Number((block as { number?: string } | null)?.number ?? -1);
    this.#numbers.set(hash, number);
    return number;
  }

  async #askFor(method: string, params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    return JSON.parse(await post(this.target, body)) as unknown;
  }

  async #ask(e: Exchange): Promise<Answer[]> {
    const answered = JSON.parse(await post(this.target, e.body)) as Answer | Answer[];
    const list = Array.isArray(answered) ? answered : [answered];
    const byId = new Map(list.map((answer) => [answer.id, answer]));
    return e.calls.map(({ id }) => byId.get(id)!);
  }
}

async function post(url: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body })).text();
}

function reply({ response }: Exchange, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}
