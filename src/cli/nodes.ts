import { type Config } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";

/** Before anything is opened or made for nodes that cannot be. */
export function requireNodes(config: Config): Config {
  const wrong = config.rpc.find((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ""));
  if (wrong === undefined) return config;
  const reason = "must be like http://127.0.0.1:8545";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "rpc", value: wrong, reason });
}
