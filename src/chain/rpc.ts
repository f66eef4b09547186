import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** The node answered, and its answer is a refusal. Nothing about the outcome is unknown. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(method: string, code: number, message: string, data?: unknown) {
    super(`${method}: ${message} (code ${code})`);
    this.name = "RpcError";
    this.code = code;
    this.data = data;
  }
}

/** No usable answer came. Whether the node acted on the call is *unknown*, never "failed". */
export class RpcUnreachable extends Error {
  readonly method: string;
  constructor(method: string, reason: string, cause?: unknown) {
    super(`${method}: no answer from the node: ${reason}`, { cause });
    this.name = "RpcUnreachable";
    this.method = method;
  }
}

/** The node does not take as many calls in one request. */
class BatchRefused extends RpcUnreachable {
  readonly refusal: RpcError | undefined;
  constructor(method: string, reason: string, refusal?: RpcError) {
    super(method, reason);
    this.refusal = refusal;
  }
}

export interface RpcCall {
  method: string;
  params: readonly unknown[];
}

export type RpcAnswer = { ok: true; value: unknown } | { ok: false; error: RpcError };

export interface RpcLimits {
  /** From sending a request to the last byte of its answer. */
  timeoutMs?: number;
  /** A longer answer is cut off and counts as unreachable. */
  maxResponseBytes?: number;
  /**
   * A batch is split into requests of at most this many calls and bytes; nodes refuse more. What one refuses all
   * the same is halved.
   */
  maxBatchCalls?: number;
  maxBatchBytes?: number;
  headers?: Record<string, string>;
}

export interface CallOptions {
  timeoutMs?: number;
  /** Asked when a connection is there and the first byte is about to leave; what it throws ends the call. */
  before?: () => void;
}

export interface RpcClient {
  readonly url: string;
  /** Throws RpcError or RpcUnreachable. */
  call(method: string, params: readonly unknown[], options?: CallOptions): Promise<unknown>;
  /** One answer per call, in the order of the calls; a node may *execute* them in any order. Throws only RpcUnreachable. */
  batch(calls: readonly RpcCall[], options?: CallOptions): Promise<RpcAnswer[]>;
  /** The answer's bytes as they come, for answers too large to hold; the caller reads the stream to its end. */
  stream(method: string, params: readonly unknown[], options?: CallOptions): Promise<IncomingMessage>;
  close(): void;
}

const DEFAULTS = {
  timeoutMs: 30_000,
  maxResponseBytes: 256 * 1024 * 1024,
  maxBatchCalls: 500,
  maxBatchBytes: 1_500_000,
};

/** After a node refused a batch for its size, it gets smaller ones for so long. */
const SMALLER_FOR_MS = 600_000;

/** Shorter than the idle timeout of the nodes we know, so that a request seldom meets a socket being closed. */
const IDLE_SOCKET_MS = 20_000;

export function rpcClient(url: string, limits: RpcLimits = {}): RpcClient {
  const rules = { ...DEFAULTS, ...limits };
  const target = new URL(url);
  const secure = target.protocol === "https:";
  const agentOptions = { keepAlive: true, maxSockets: 8, timeout: IDLE_SOCKET_MS };
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const send = secure ? httpsRequest : httpRequest;
  let lastId = 0;
  let smaller = { most: rules.maxBatchCalls, until: 0 };

  function open(method: string, text: string, options: CallOptions): Promise<IncomingMessage> {
    const { timeoutMs = rules.timeoutMs, before } = options;
    return new Promise((resolve, reject) => {
      const body = Buffer.from(text);
      const headers = {
        ...rules.headers,
        "content-type": "application/json",
        "content-length": body.length,
      };
      const request = send(target, { method: "POST", agent, headers });
      const timer = setTimeout(
        () => request.destroy(new Error(`timed out after ${timeoutMs} ms`)),
        timeoutMs,
      );
      request.on("close", () => clearTimeout(timer));
      request.on("error", (error) => reject(new RpcUnreachable(method, error.message, error)));
      request.on("response", resolve);
      if (before) whenConnected(request, () => askThenEnd(request, before, body));
      else request.end(body);
    });
  }

  async function post(method: string, body: string, options: CallOptions): Promise<unknown> {
    const response = await open(method, body, options);
    const text = await readText(method, response, rules.maxResponseBytes);
    if (response.statusCode === 413) throw new BatchRefused(method, "HTTP 413, the request is too large");
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new RpcUnreachable(method, `HTTP ${response.statusCode} without JSON`, error);
    }
  }

  const envelope = (call: RpcCall) => ({
    jsonrpc: "2.0",
    id: ++lastId,
    method: call.method,
    params: call.params,
  });

  async function call(method: string, params: readonly unknown[], options: CallOptions = {}) {
    const answer = await alone(encode(envelope({ method, params })), options);
    if (answer.ok) return answer.value;
    throw answer.error;
  }

  async function batch(calls: readonly RpcCall[], options: CallOptions = {}): Promise<RpcAnswer[]> {
    const answers: RpcAnswer[] = [];
    const most = performance.now() < smaller.until ? smaller.most : rules.maxBatchCalls;
    const waiting = groups(calls.map(envelope), Math.max(1, most), rules.maxBatchBytes);
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      try {
        if (most === 0) answers.push(await alone(group[0]!, options));
        else answers.push(...(await together(group, options)));
      } catch (error) {
        if (!(error instanceof BatchRefused)) throw error;
        if (group.length === 1) answers.push(await notForItsSize(group[0]!, error, options));
        else waiting.unshift(...halves(group));
      }
    }
    return answers;
  }

  async function together(group: Encoded[], options: CallOptions): Promise<RpcAnswer[]> {
    const label = `batch of ${group.length} from ${group[0]!.method}`;
    const body = `[${group.map((entry) => entry.text).join(",")}]`;
    return inOrder(label, group, await post(label, body, options));
  }

  function halves(group: Encoded[]): Encoded[][] {
    const half = Math.ceil(group.length / 2);
    smaller = { most: half, until: performance.now() + SMALLER_FOR_MS };
    return [group.slice(0, half), group.slice(half)];
  }

  /** A list of one call was refused: the node takes no lists, or it refuses everything. */
  async function notForItsSize(one: Encoded, { refusal }: BatchRefused, options: CallOptions) {
    const answer = await alone(one, options);
    if (!answer.ok && answer.error.code === refusal?.code)
      throw new RpcUnreachable(one.method, answer.error.message);
    smaller = { most: 0, until: performance.now() + SMALLER_FOR_MS };
    return answer;
  }

  async function alone({ method, id, text }: Encoded, options: CallOptions): Promise<RpcAnswer> {
    const answered = await post(method, text, options);
    const about = (answered as { id?: unknown } | null)?.id;
    // An error about a request that could not be read has no id.
    if (about !== id && about !== null && about !== undefined)
      throw new RpcUnreachable(method, `the answer is to request ${JSON.stringify(about)}, not ${id}`);
    return readAnswer(method, answered);
  }

  function stream(method: string, params: readonly unknown[], options: CallOptions = {}) {
    return open(method, JSON.stringify(envelope({ method, params })), options);
  }

  return { url, call, batch, stream, close: () => agent.destroy() };
}

/** Nothing of the request lies in a buffer until it is. */
function whenConnected(request: ClientRequest, go: () => void): void {
  request.on("socket", (socket) => {
    const ready = request.protocol === "https:" ? "secureConnect" : "connect";
    if (socket.connecting) socket.once(ready, go);
    else go();
  });
}

function askThenEnd(request: ClientRequest, before: () => void, body: Buffer): void {
  try {
    before();
    request.end(body);
  } catch (error) {
    request.destroy(error as Error);
  }
}

interface Encoded {
  id: number;
  method: string;
  text: string;
}

function encode(call: { id: number; method: string }): Encoded {
  return { id: call.id, method: call.method, text: JSON.stringify(call) };
}

function groups(calls: { id: number; method: string }[], maxCalls: number, maxBytes: number): Encoded[][] {
  const all: Encoded[][] = [];
  let bytes = Infinity;
  for (const call of calls) {
    const encoded = encode(call);
    const { text } = encoded;
    if (bytes + text.length > maxBytes || all.at(-1)!.length === maxCalls) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)!.push(encoded);
    bytes += text.length + 1;
  }
  return all;
}

function inOrder(label: string, group: Encoded[], answered: unknown): RpcAnswer[] {
  if (!Array.isArray(answered)) {
    const single = readAnswer(label, answered);
    if (single.ok) throw new RpcUnreachable(label, "the answer is not a list");
    throw new BatchRefused(label, single.error.message, single.error);
  }
  const byId = new Map(answered.map((entry: { id?: unknown } | null) => [entry?.id, entry]));
  return group.map((call) => {
    if (!byId.has(call.id)) throw unanswered(label, call, answered);
    const answer = readAnswer(call.method, byId.get(call.id));
    if (!answer.ok && isAboutTheList(answer.error, group.length))
      throw new BatchRefused(label, answer.error.message, answer.error);
    return answer;
  });
}

const INVALID_REQUEST = -32_600;

/** Nodes refuse a list of one with a list of one, and say call by call that the answers got too long. */
function isAboutTheList({ code, message }: RpcError, calls: number): boolean {
  return calls === 1 ? code === INVALID_REQUEST : /too (large|long|big)/i.test(message);
}

/** geth answers a batch that is too large with a list of one error. */
function unanswered(label: string, call: Encoded, answered: unknown[]): RpcUnreachable {
  const refusal = answered.length === 1 ? readAnswer(label, answered[0]) : undefined;
  if (refusal && !refusal.ok) return new BatchRefused(label, refusal.error.message, refusal.error);
  return new RpcUnreachable(label, `call ${call.id} (${call.method}) was not answered`);
}

function readAnswer(method: string, raw: unknown): RpcAnswer {
  if (typeof raw === "object" && raw !== null) {
    const answer = raw as { error?: { code?: unknown; message?: unknown; data?: unknown }; result?: unknown };
    if (answer.error) {
      const { code, message, data } = answer.error;
      // Something between here and the node says `{"error":"bad gateway"}`: that is no word of the node's.
      if (typeof message !== "string") throw new RpcUnreachable(method, "the answer is not JSON-RPC");
      return { ok: false, error: new RpcError(method, Number(code), message, data) };
    }
    if ("result" in answer) return { ok: true, value: answer.result };
  }
  throw new RpcUnreachable(method, "the answer is not JSON-RPC");
}

async function readText(method: string, response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new BatchRefused(method, `the answer is longer than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    response.destroy();
    if (error instanceof BatchRefused) throw error;
    throw new RpcUnreachable(method, (error as Error).message, error);
  }
  return Buffer.concat(chunks).toString("utf8");
}
