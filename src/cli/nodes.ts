import { type Config } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";

/** Before anything is opened or made for nodes that cannot be. */
export function requireNodes(config: Config): Config {
  const { rpcTimeoutMs } = config;
  if (!(rpcTimeoutMs >= 1 && rpcTimeoutMs < 2 ** 31)) {
    const value = process.env["SUYUAN_RPC_TIMEOUT_MS"];
    const reason = "must be milliseconds, at least 1";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "SUYUAN_RPC_TIMEOUT_MS", value, reason });
  }
  const wrong = config.rpc.find((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ""));
  if (wrong === undefined) return config;
  const reason = "must be like http://127.0.0.1:8545";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "rpc", value: wrong, reason });
}
