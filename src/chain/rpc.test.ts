import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { rpcClient, RpcError, type RpcLimits, RpcUnreachable } from "./rpc.ts";

interface Request {
  id: number;
  method: string;
  params: unknown[];
}

let server: Server | null = null;
let bodies: string[] = [];

/** A node that answers as the function says. */
async function node(
  answer: (body: Request & Request[], response: ServerResponse) => unknown,
  limits?: RpcLimits,
) {
  bodies = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      bodies.push(body);
      const reply = answer(JSON.parse(body), response);
      if (reply !== undefined) response.end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return rpcClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, limits);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const echo = ({ id, params }: Request) => ({ jsonrpc: "2.0", id, result: params[0] });

test("a call answers with the result, null included", async () => {
  const client = await node(echo);
  expect(await client.call("echo", [{ a: 1 }])).toEqual({ a: 1 });
  expect(await client.call("echo", [null])).toBe(null);
});

test("a refusal is an RpcError with code and data, whatever the HTTP status", async () => {
  const client = await node(({ id }, response) => {
    response.statusCode = 500;
    return { jsonrpc: "2.0", id, error: { code: -32000, message: "nonce too low", data: "0x1" } };
  });
  const error = await client.call("eth_sendRawTransaction", []).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({ code: -32000, data: "0x1" });
});

test("a batch keeps the order of the calls though the node answers in another", async () => {
  const client = await node((body) =>
    body
      .toReversed()
      .map((call) =>
        call.params[0] === 1 ? { id: call.id, error: { code: 5, message: "no" } } : echo(call),
      ),
  );
  const answers = await client.batch([0, 1, 2].map((at) => ({ method: "echo", params: [at] })));
  expect(answers.map((answer) => (answer.ok ? answer.value : answer.error.code))).toEqual([0, 5, 2]);
});

test("a long batch is split by calls and by bytes", async () => {
  const client = await node((body) => body.map(echo), { maxBatchCalls: 3, maxBatchBytes: 1_000 });
  const calls = [..."abcdefg"].map((letter, at) => ({
    method: "echo",
    params: [letter.repeat(at === 4 ? 1_500 : 1)],
  }));
  const answers = await client.batch(calls);
  expect(answers.map((answer) => answer.ok && answer.value)).toEqual(calls.map((call) => call.params[0]));
  expect(bodies.map((body) => (JSON.parse(body) as unknown[]).length)).toEqual([3, 1, 1, 2]);
  expect(await client.batch([])).toEqual([]);
});

test.each<[string, (body: Request & Request[], response: ServerResponse) => unknown]>([
  ["an answer that never comes", () => undefined],
  ["a closed connection", (_, response) => void response.destroy()],
  ["an answer that is not JSON", (_, response) => void response.end("<html>")],
  ["an answer that is not JSON-RPC", () => ({ hello: 1 })],
  ["an answer that is too long", ({ id }) => ({ id, result: "x".repeat(3_000) })],
])("%s is unknown, not failed", async (_, answer) => {
  const client = await node(answer, { timeoutMs: 200, maxResponseBytes: 2_000 });
  await expect(client.call("evm_mine", [])).rejects.toBeInstanceOf(RpcUnreachable);
});

test("a batch that leaves a call unanswered is unknown", async () => {
  const client = await node((body) => body.slice(1).map(echo));
  const calls = [1, 2].map((at) => ({ method: "echo", params: [at] }));
  await expect(client.batch(calls)).rejects.toBeInstanceOf(RpcUnreachable);
});

test("a node that is not there is unreachable", async () => {
  const client = await node(echo);
  server!.close();
  server!.closeAllConnections();
  await expect(client.call("echo", [1])).rejects.toBeInstanceOf(RpcUnreachable);
});

describe("a node that takes no large batches", () => {
  const most = 3;
  const refusal = (id: number | null) => ({ id, error: { code: -32_600, message: "batch too large" } });
  const ways: [string, (body: Request[], response: ServerResponse) => unknown][] = [
    ["with one error", () => refusal(null)],
    ["with a list of one error, as geth does", (body) => [refusal(body[0]!.id)]],
    ["with HTTP 413", (_, response) => void response.writeHead(413).end("<html>too large</html>")],
    [
      "call by call, for too long an answer",
      (body) => body.map((call, i) => (i < 2 ? echo(call) : tooLong(call))),
    ],
  ];
  const tooLong = ({ id }: Request) => ({ id, error: { code: -32_003, message: "response too large" } });
  const calls = Array.from({ length: 20 }, (_, at) => ({ method: "echo", params: [at] }));

  test.each(ways)("that refuses %s gets smaller ones, now and from then on", async (_, refuse) => {
    const client = await node((body, response) =>
      body.length > most ? refuse(body, response) : body.map(echo),
    );
    const answers = await client.batch(calls);
    expect(answers.map((a) => a.ok && a.value)).toEqual(calls.map((call) => call.params[0]));
    const before = bodies.length;
    await client.batch(calls);
    const sizes = bodies.slice(before).map((body) => (JSON.parse(body) as unknown[]).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
  });

  test("and one that takes no lists at all is asked one by one", async () => {
    const client = await node((body) => (Array.isArray(body) ? refusal(null) : echo(body)));
    const answers = await client.batch(calls);
    expect(answers.map((a) => a.ok && a.value)).toEqual(calls.map((call) => call.params[0]));
  });

  test("but one that refuses everything is not asked for every call by itself", async () => {
    const client = await node((body) =>
      Array.isArray(body) ? refusal(null) : { ...refusal(null), id: (body as Request).id },
    );
    await expect(client.batch(calls)).rejects.toThrow(RpcUnreachable);
    expect(bodies.length).toBeLessThan(10);
  });
});

test("another request's answer, and an error that is none of JSON-RPC, are no answers", async () => {
  let body: unknown = { jsonrpc: "2.0", id: 1_000, result: "0x1" };
  const client = await node(() => body);
  await expect(client.call("eth_chainId", [])).rejects.toThrow("the answer is to request 1000");
  body = { error: "overloaded" };
  await expect(client.call("eth_chainId", [])).rejects.toThrow("not JSON-RPC");
});
