import { type Random } from "./random.ts";

export interface Call {
  id: number;
  method: string;
  params: unknown[];
}

type Json = Record<string, unknown>;

/** Another result in the place of the node's; `undefined` when there is nothing in it to hurt. */
type Rewrite = (call: Call, result: unknown, random: Random) => unknown;

/** What a node may say that is not so. */
export const rewrites = {
  "null-block": ({ method }, result) =>
    method.startsWith("eth_getBlockBy") && result !== null ? null : undefined,
  "null-receipt": ({ method }, result) =>
    method === "eth_getTransactionReceipt" && result !== null ? null : undefined,
  "stale-head": ({ method }, result, random) =>
    method === "eth_blockNumber" ? hex(Math.max(0, Number(result) - 1 - random.below(30))) : undefined,
  "head-that-is-not-there": ({ method }, result, random) =>
    method === "eth_blockNumber" ? hex(Number(result) + 1 + random.below(1_000)) : undefined,
  "stale-nonce": ({ method }, result, random) =>
    method === "eth_getTransactionCount" && Number(result) > 0
      ? hex(random.below(Number(result)))
      : undefined,
  "missing-log": (call, result, random) =>
    withLogs(call, result, (logs) => logs.toSpliced(random.below(logs.length), 1)),
  "invented-log": (call, result, random) =>
    withLogs(call, result, (logs) => logs.toSpliced(random.below(logs.length + 1), 0, random.pick(logs))),
  "changed-log": (call, result, random) =>
    withLogs(call, result, (logs) => {
      const at = random.below(logs.length);
      const data = String(logs[at]!["data"]);
      return logs.with(at, { ...logs[at]!, data: data.slice(0, -1) + (data.endsWith("5") ? "6" : "5") });
    }),
  "removed-log": (call, result, random) =>
    withLogs(call, result, (logs) => logs.with(random.below(logs.length), { ...logs[0]!, removed: true })),
  "other-transaction": ({ method }, result) =>
    method === "eth_getTransactionReceipt" && result !== null
      ? { ...(result as Json), transactionHash: `0x${"7".repeat(64)}` }
      : undefined,
  "wrong-chain-id": ({ method }) => (method === "eth_chainId" ? "0x1" : undefined),
  "other-parent": ({ method }, result) =>
    method.startsWith("eth_getBlockBy") && result !== null
      ? { ...(result as Json), parentHash: `0x${"6".repeat(64)}` }
      : undefined,
} as const satisfies Record<string, Rewrite>;

export type RewriteName = keyof typeof rewrites;

export function isRewrite(fault: string): fault is RewriteName {
  return fault in rewrites;
}

function withLogs({ method }: Call, result: unknown, change: (logs: Json[]) => Json[]): unknown {
  const receipt = result as Json | null;
  const logs = (receipt?.["logs"] ?? []) as Json[];
  return method === "eth_getTransactionReceipt" && logs.length > 0
    ? { ...receipt, logs: change(logs) }
    : undefined;
}

function hex(n: number): string {
  return `0x${n.toString(16)}`;
}
