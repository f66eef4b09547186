import { describe, expect, test } from "vitest";
import { type Hex } from "../core/hex.ts";
import { Reverted } from "./reverts.ts";
import { type RpcClient, RpcError } from "./rpc.ts";
import { TryOut } from "./tryOut.ts";

const [officer, registry, log]: Hex[] = ["a1", "b2", "c3"].map((b): Hex => `0x${b.repeat(20)}`);
const request = { from: officer!, to: registry!, data: "0x1234" as Hex, gas: 500n };
const moment = { at: 7, time: 1_750_000_000 };
const entry = (n: number, position?: string) => ({
  address: log!.toUpperCase().replace("0X", "0x"),
  topics: [`0x${n}`],
  data: "0x",
  ...(position === undefined ? {} : { position }),
});
const absent = (method: string) => new RpcError(method, -32601, "the method does not exist");

/** A node that has these methods and no others. */
function node(methods: Record<string, (params: unknown[]) => unknown>) {
  const asked: string[] = [];
  const call = (method: string, params: readonly unknown[]) => {
    asked.push(method);
    if (!methods[method]) return Promise.reject(absent(method));
    return Promise.resolve(methods[method]([...params]));
  };
  const rpc = { call } as Partial<RpcClient> as RpcClient;
  return { asked, rpc };
}

const never = () => Promise.reject(new Error("nobody asked for a plain call"));
const topics = (trials: Awaited<ReturnType<TryOut["run"]>>) =>
  trials.tried.map((t) => (t.ok ? t.logs?.map((l) => l.topics[0]) : t.data));

describe("calls that are only tried", () => {
  test("run one upon the other where the node simulates, at the second that was asked for", async () => {
    let seen: unknown;
    const { rpc } = node({
      eth_simulateV1(params) {
        seen = params;
        const calls = [
          { status: "0x1", returnData: "0x", logs: [entry(1), entry(2)] },
          { status: "0x0", returnData: "0xABCD", logs: [] },
        ];
        return [{ calls }];
      },
    });
    const trials = await new TryOut(rpc, never).run([request, request], moment);
    expect(trials).toMatchObject({ inOrder: true });
    expect(topics(trials)).toEqual([["0x1", "0x2"], "0xabcd"]);
    expect(trials.tried[0]).toMatchObject({ logs: [{ address: log }, {}] });
    expect(seen).toMatchObject([{ blockStateCalls: [{ blockOverrides: { time: "0x684ee180" } }] }, "0x7"]);
  });

  test("are traced where it does not, and their logs come in the order in which they were made", async () => {
    const inner = { logs: [entry(2)] };
    const outer = { logs: [entry(1, "0x0"), entry(3, "0x1")], calls: [inner] };
    const refused = { error: "execution reverted", output: "0xAB", logs: [entry(9)] };
    const { rpc, asked } = node({ debug_traceCall: () => (asked.length === 2 ? outer : refused) });
    const trials = await new TryOut(rpc, never).run([request, request], moment);
    expect(asked).toEqual(["eth_simulateV1", "debug_traceCall", "debug_traceCall"]);
    expect(trials.inOrder).toBe(false);
    expect(topics(trials)).toEqual([["0x1", "0x2", "0x3"], "0xab"]);
  });

  test("tell no logs where nothing but a plain call is offered", async () => {
    const { rpc, asked } = node({});
    const calls = [() => Promise.resolve("0x" as Hex), () => Promise.reject(new Reverted("0xab"))];
    const tryOut = new TryOut(rpc, () => calls.shift()!());
    const trials = await tryOut.run([request, request], moment);
    expect(trials).toEqual({
      tried: [
        { ok: true, logs: null },
        { ok: false, data: "0xab" },
      ],
      inOrder: false,
    });
    calls.push(() => Promise.resolve("0x"));
    await tryOut.run([request], moment);
    expect(asked).toEqual(["eth_simulateV1", "debug_traceCall"]);
  });

  test("are tried the next way when a node objects, and that way first again the next time", async () => {
    const object = () => {
      throw new RpcError("eth_simulateV1", -38021, "block timestamps must be in order");
    };
    const { rpc, asked } = node({ eth_simulateV1: object, debug_traceCall: () => ({ logs: [] }) });
    const tryOut = new TryOut(rpc, never);
    await tryOut.run([request], moment);
    await tryOut.run([request], moment);
    expect(asked).toEqual(["eth_simulateV1", "debug_traceCall", "eth_simulateV1", "debug_traceCall"]);
  });
});
