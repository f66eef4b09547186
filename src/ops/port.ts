import { openEmbeddedChain } from "../chain/embedded/chain.ts";
import { embeddedPort, rpcPort, type ChainPort } from "../chain/ports.ts";
import { type Config } from "../config.ts";
import { type DataDirectory } from "./dataDirectory.ts";

interface PortHooks {
  log: (event: string, fields: object) => void;
  /** Throws while this gateway's leases are another's. */
  mayAct?: () => void;
  onDiskError?: (error: unknown) => void;
}

/** The chain of this data directory: the operator's nodes, or the one it carries. */
export async function openPort(
  config: Config,
  directory: DataDirectory,
  { log, mayAct = () => undefined, onDiskError = () => undefined }: PortHooks,
): Promise<ChainPort> {
  const { rpc: urls, finality: depth, rpcTimeoutMs: timeoutMs } = config;
  if (urls.length > 0) return rpcPort({ urls, depth, timeoutMs, mayAct });
  const { chainId, acceptClock, crashAt } = config;
  const dir = directory.folder("chain");
  return embeddedPort(await openEmbeddedChain({ dir, chainId, acceptClock, log, crashAt, onDiskError }));
}
