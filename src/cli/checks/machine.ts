import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cli } from "../cli.ts";
import { attempt, fail, type Finding, ok, warn } from "../doctor.ts";

const OLDEST_NODE = 24;

/** What the machine must bring, whatever lies in the data directory. */
export async function checkMachine(cli: Cli): Promise<Finding[]> {
  const { t } = cli;
  const install = t("删除 node_modules 后重新运行 npm start", "remove node_modules and run npm start again");
  const folder = await mkdtemp(join(tmpdir(), "suyuan-doctor-"));
  try {
    return [
      checkNode(cli),
      await attempt("store", install, () => checkStore(folder, cli)),
      await attempt("signing", install, () => checkSigning(cli)),
      await attempt("hashing", t("使用官方 Node", "use an official Node"), () => checkHashing()),
      await attempt("anvil", install, () => checkAnvil(folder)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function checkNode({ t }: Cli): Finding {
  const { node } = process.versions;
  const says = `Node ${node}, ${process.platform} ${process.arch}`;
  if (Number.parseInt(node, 10) >= OLDEST_NODE) return ok("node", says);
  return fail(
    "node",
    says,
    t("经 npm 运行：npm run -s suyuan -- doctor", "run it by npm: npm run -s suyuan -- doctor"),
  );
}

async function checkStore(folder: string, { t }: Cli): Promise<Finding> {
  const { openLevel } = await import("../../store/open.ts");
  const level = await openLevel(join(folder, "level"));
  await level.put("key", "value");
  const read = level.getSync("key");
  await level.close();
  if (read !== "value") throw new Error(`LevelDB gave back ${String(read)}`);
  return ok("store", t("LevelDB 可读写", "LevelDB reads and writes"));
}

async function checkSigning({ t }: Cli): Promise<Finding> {
  const { addressOf, signsNatively } = await import("../../chain/signer.ts");
  // The address of the secret 1, known everywhere.
  const one = addressOf(Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0)));
  if (one !== "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf")
    throw new Error(`the address of the secret 1 came out as ${one}`);
  if (signsNatively) return ok("signing", t("secp256k1 原生库", "secp256k1, the native part"));
  const slow = t("secp256k1 便携实现（约慢十倍）", "secp256k1, the portable part (about ten times slower)");
  return warn(
    "signing",
    slow,
    t("此平台没有预编译部件；可以使用", "this platform has no prebuilt part; it works"),
  );
}

async function checkHashing(): Promise<Finding> {
  const { digestBytes } = await import("../../content/hashes.ts");
  const { sm3 } = digestBytes(Buffer.from("abc"));
  // GB/T 32905-2016, example 1.
  if (sm3 !== "0x66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
    throw new Error(`the SM3 of "abc" came out as ${sm3}`);
  return ok("hashing", `SHA-256, SM3 (OpenSSL ${process.versions.openssl})`);
}

async function checkAnvil(folder: string): Promise<Finding> {
  const { anvilVersion, startAnvil } = await import("../../chain/embedded/anvil.ts");
  const began = performance.now();
  const node = await startAnvil({
    dir: folder,
    port: 0,
    chainId: 1,
    gasLimit: 30_000_000n,
    genesisTime: 1,
    onSpawn: () => undefined,
  });
  await node.kill();
  return ok("anvil", `anvil ${anvilVersion()}, ${Math.round(performance.now() - began)} ms`);
}
