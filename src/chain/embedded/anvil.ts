import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { RpcUnreachable } from "../rpc.ts";

/** What decides block hashes besides the journal; kept in the data directory and compared at every start. */
export interface Consensus {
  chainId: number;
  gasLimit: bigint;
  /** Seconds since 1970. */
  genesisTime: number;
}

export interface AnvilOptions extends Consensus {
  /** Its working directory and home, so that it leaves nothing elsewhere. */
  dir: string;
  /** Zero lets the system choose. */
  port: number;
  loadState?: string;
  /** States kept in memory, so many blocks back. */
  keptStates?: number;
  /** Called at once, before the node is ready. */
  onSpawn: (pid: number) => void;
}

export interface Anvil {
  url: string;
  port: number;
  pid: number;
  /** Resolves with "signal SIGKILL" or "code 1" when the process has ended, for whatever reason. */
  ended: Promise<string>;
  kill(): Promise<void>;
}

/** Flags that decide what a block holds; together with Consensus they fix every hash. */
export const CONSENSUS_FLAGS = [
  "--no-mining",
  ...["--hardfork", "london"],
  ...["--order", "fifo"],
  ...["--base-fee", "0"],
  ...["--gas-price", "0"],
  ...["--accounts", "0"],
  "--disable-default-create2-deployer",
];

/** Each kept state is a copy of the whole, 9 MB at 100,000 slots; unpruned, 500 stay in memory and more on disk. */
const KEPT_STATES = 32;
const OPERATION_FLAGS = [...["--host", "127.0.0.1"], "--no-cors", "--disable-console-log"];

const START_TIMEOUT_MS = 60_000;

/** The platform package's native binary: the wrapper's `bin/anvil` is a script whose pid is not anvil's. */
function platformPackage(): { version: string; binary: string } {
  const require = createRequire(import.meta.url);
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    const manifest = require.resolve(`${name}/package.json`);
    const { version } = require(manifest) as { version: string };
    return { version, binary: join(dirname(manifest), "bin", "anvil") };
  } catch (error) {
    throw new Error(`the embedded chain needs the npm package ${name}, which is not installed`, {
      cause: error,
    });
  }
}

export function anvilVersion(): string {
  return platformPackage().version;
}

export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const child = spawn(platformPackage().binary, argumentsOf(options), {
    cwd: options.dir,
    env: { HOME: options.dir, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group: Ctrl-C reaches only the gateway, which then stops it in order.
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code}`));
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  try {
    if (child.pid !== undefined) options.onSpawn(child.pid);
    const port = await readPort(child, ended);
    return { url: `http://127.0.0.1:${port}`, port, pid: child.pid!, ended, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

function argumentsOf({
  chainId,
  gasLimit,
  genesisTime,
  port,
  loadState,
  keptStates,
}: AnvilOptions): string[] {
  const numbers = {
    "--chain-id": chainId,
    "--gas-limit": gasLimit,
    "--timestamp": genesisTime,
    "--port": port,
    "--prune-history": keptStates ?? KEPT_STATES,
  };
  const valued = Object.entries(numbers).flatMap(([flag, value]) => [flag, String(value)]);
  return [
    ...CONSENSUS_FLAGS,
    ...OPERATION_FLAGS,
    ...valued,
    ...(loadState ? ["--load-state", loadState] : []),
  ];
}

/** Reads "Listening on 127.0.0.1:PORT", then lets the rest of the output run off unread. */
async function readPort(child: ChildProcess, ended: Promise<string>): Promise<number> {
  let output = "";
  const listening = new Promise<number>((resolve) => {
    const listen = (chunk: Buffer) => {
      output = (output + chunk.toString("latin1")).slice(-4_000);
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(output);
      if (!found) return;
      for (const stream of [child.stdout!, child.stderr!]) stream.off("data", listen).resume();
      resolve(Number(found[1]));
    };
    child.stdout!.on("data", listen);
    child.stderr!.on("data", listen);
  });
  const failed = ended.then((how) => {
    throw new RpcUnreachable("start", `anvil ended with ${how} before it listened: ${output.trim()}`);
  });
  return Promise.race([listening, failed, expired(START_TIMEOUT_MS, () => output)]);
}

function expired(ms: number, output: () => string): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () =>
      reject(new RpcUnreachable("start", `anvil did not listen within ${ms} ms: ${output().trim()}`));
    setTimeout(fail, ms).unref();
  });
}
