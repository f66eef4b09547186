import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
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
