import { type Hex } from "../core/hex.ts";
import { type CallRequest, type NodeLog } from "./node.ts";
import { Reverted } from "./reverts.ts";
import { RpcError, type RpcClient } from "./rpc.ts";
import { quantity, type StateAt, tag } from "./stateAt.ts";

/** What became of one call that was tried. `logs` is `null` when the node would not tell them. */
export type Tried = { ok: true; logs: NodeLog[] | null } | { ok: false; data: Hex };

export interface Trials {
  tried: Tried[];
  /** Each met what the ones before it did; otherwise all met the same state. */
  inOrder: boolean;
}

/** Where the calls are tried: on the state after a block, at this second. */
export interface Moment {
  at: StateAt;
  time: number;
}

type Json = Record<string, unknown>;
type Call = (request: CallRequest, at: StateAt, time: number) => Promise<Hex>;
type Way = (requests: CallRequest[], moment: Moment) => Promise<Trials>;

/** JSON-RPC 2.0: no such method, and what Besu says of one that is switched off. */
const ABSENT = [-32601, -32604];

/**
 * Tries calls and tells what they would log. What a node offers differs: `eth_simulateV1` (anvil, geth from 1.14.9)
 * runs calls one upon the other; `debug_traceCall` (older geth) one at a time; `eth_call` tells no logs.
 */
export class TryOut {
  readonly #rpc: RpcClient;
  readonly #call: Call;
  readonly #ways: Way[];

  constructor(rpc: RpcClient, call: Call) {
    this.#rpc = rpc;
    this.#call = call;
    this.#ways = [(r, m) => this.#simulate(r, m), (r, m) => this.#trace(r, m)];
  }

  async run(requests: CallRequest[], moment: Moment): Promise<Trials> {
    for (const way of [...this.#ways]) {
      try {
        return await way(requests, moment);
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        if (ABSENT.includes(error.code)) this.#ways.splice(this.#ways.indexOf(way), 1);
      }
    }
    return { tried: await this.#each(requests, (r) => this.#plain(r, moment)), inOrder: false };
  }

  async #simulate(requests: CallRequest[], { at, time }: Moment): Promise<Trials> {
    const calls = requests.map(fieldsOf);
    const blockStateCalls = [{ blockOverrides: { time: quantity(time) }, calls }];
    const asked = [{ blockStateCalls, validation: false }, tag(at)];
    const blocks = (await this.#rpc.call("eth_simulateV1", asked)) as { calls: Json[] }[];
    const found = blocks.at(-1)?.calls ?? [];
    if (found.length !== requests.length)
      throw new RpcError("eth_simulateV1", 0, `${found.length} answers to ${requests.length} calls`);
    const tried = found.map((c): Tried => {
      if (c["status"] === "0x1") return { ok: true, logs: logsIn(c) };
      return { ok: false, data: bytesIn(c["returnData"]) };
    });
    return { tried, inOrder: true };
  }

  async #trace(requests: CallRequest[], { at, time }: Moment): Promise<Trials> {
    const options = {
      tracer: "callTracer",
      tracerConfig: { withLog: true },
      blockOverrides: { time: quantity(time) },
    };
    const tried = await this.#each(requests, async (request): Promise<Tried> => {
      const asked = [{ ...fieldsOf(request), gasPrice: "0x0" }, tag(at), options];
      const frame = (await this.#rpc.call("debug_traceCall", asked)) as Json;
      if (frame["error"] !== undefined) return { ok: false, data: bytesIn(frame["output"]) };
      return { ok: true, logs: logsBelow(frame) };
    });
    return { tried, inOrder: false };
  }

  async #plain(request: CallRequest, { at, time }: Moment): Promise<Tried> {
    try {
      await this.#call(request, at, time);
      return { ok: true, logs: null };
    } catch (error) {
      if (error instanceof Reverted) return { ok: false, data: error.data };
      throw error;
    }
  }

  async #each(requests: CallRequest[], one: (r: CallRequest) => Promise<Tried>): Promise<Tried[]> {
    const tried: Tried[] = [];
    for (const request of requests) tried.push(await one(request));
    return tried;
  }
}

function fieldsOf({ from, to, data, gas }: CallRequest): Json {
  return { from, to, data, ...(gas ? { gas: quantity(gas) } : {}) };
}

function bytesIn(value: unknown): Hex {
  return typeof value === "string" ? (value.toLowerCase() as Hex) : "0x";
}

function logsIn(frame: Json): NodeLog[] {
  return ((frame["logs"] ?? []) as Json[]).map((l) => ({
    address: bytesIn(l["address"]),
    topics: l["topics"] as Hex[],
    data: l["data"] as Hex,
  }));
}

/** Of a call and the calls in it, in the order of events: a log's position counts the calls before it. */
function logsBelow(frame: Json): NodeLog[] {
  const calls = (frame["calls"] ?? []) as Json[];
  const own = logsIn(frame);
  const places = ((frame["logs"] ?? []) as Json[]).map((l) => Number(l["position"] ?? calls.length));
  const before = (at: number) => own.filter((_, i) => places[i] === at);
  return [...calls.flatMap((call, at) => [...before(at), ...logsBelow(call)]), ...before(calls.length)];
}
