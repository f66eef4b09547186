import { resolve } from "node:path";
import { type Hex } from "./core/hex.ts";

/** How a gateway is set up. Every member has a default; flags win over the environment. */
export interface Config {
  data: string;
  host: string;
  port: number;
  /** Real nodes instead of the embedded chain. */
  rpc: string[];
  /** Blocks below a real node's head that count as final. */
  finality: number;
  /** Milliseconds that a real node has for an answer. */
  rpcTimeoutMs: number;
  city: "sample" | "empty";
  /** Opens the gateway of one organisation, on a ledger that another gateway founded. */
  join?: { ledger: { chainId: number; factLog: Hex; spine: Hex; from: number }; organisation: string };
  acceptClock: boolean;
  passphraseFile?: string;
  chainId: number;
  logLevel: string;
  /** Whether gateways on other machines may be asked without TLS. */
  plainHttp: boolean;
  /** Whether the keeper pushes recalls; tests turn it off. */
  keeper: boolean;
  limits: { operations: number; bytes: number; journalBytes?: number; ofKey?: number };
  /** How long the lease on the keys lasts; tests make it short. */
  lease?: { beatMs: number; holdMs: number; takeMs: number };
  /** Fault tests end the process at a named point of an action's journey. */
  crashAt: (point: string) => void;
}

export const defaults = {
  data: "data",
  host: "127.0.0.1",
  port: 8080,
  chainId: 20_260_808,
  finality: 12,
  rpcTimeoutMs: 30_000,
  limits: { operations: 200_000, bytes: 512 * 1024 * 1024, ofKey: 50_000 },
} as const;

type Environment = Record<string, string | undefined>;

export function configFrom(flags: Partial<Config>, env: Environment = process.env): Config {
  const given = Object.fromEntries(Object.entries(flags).filter(([, v]) => v !== undefined));
  const fromEnv = {
    ...(env["SUYUAN_DATA"] ? { data: env["SUYUAN_DATA"] } : {}),
    ...(env["SUYUAN_PORT"] ? { port: Number(env["SUYUAN_PORT"]) } : {}),
    ...(env["SUYUAN_RPC"] ? { rpc: env["SUYUAN_RPC"].split(",") } : {}),
    ...(env["SUYUAN_RPC_TIMEOUT_MS"] ? { rpcTimeoutMs: Number(env["SUYUAN_RPC_TIMEOUT_MS"]) } : {}),
    ...(env["SUYUAN_PASSPHRASE_FILE"] ? { passphraseFile: env["SUYUAN_PASSPHRASE_FILE"] } : {}),
    ...(env["SUYUAN_LOG"] ? { logLevel: env["SUYUAN_LOG"] } : {}),
  };
  const merged = { ...defaults, ...fromEnv, ...given } as Partial<Config> & typeof defaults;
  return {
    rpc: [],
    city: "sample",
    acceptClock: false,
    logLevel: "info",
    keeper: true,
    plainHttp: env["SUYUAN_PEERS_HTTP"] === "1",
    crashAt: crashPoint(env["SUYUAN_CRASH_AT"]),
    ...merged,
    data: resolve(merged.data),
  };
}

/** `point` or `point:3`: the third time it is reached. For fault tests only. */
function crashPoint(wanted: string | undefined): (point: string) => void {
  if (!wanted) return () => undefined;
  const [name, times = "1"] = wanted.split(":");
  let left = Number(times);
  return (point) => {
    if (point !== name || --left > 0) return;
    process.stderr.write(`crash point ${point}\n`);
    process.kill(process.pid, "SIGKILL");
  };
}
