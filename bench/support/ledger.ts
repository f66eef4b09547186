import { randomBytes } from "node:crypto";
import { Contract, JsonRpcProvider, Wallet } from "ethers";
import { type Hex } from "../../src/core/hex.ts";
import { datasetId, domainId, hashOfIds, organisationId, runId, versionId } from "../../src/core/ids.ts";
import { declare } from "../../src/core/states.ts";
import { abis, interfaces } from "../../src/chain/abi/contracts.ts";
import { startAnvil } from "../../src/chain/embedded/anvil.ts";
import { type ChainPort, rpcPort } from "../../src/chain/ports.ts";
import { contractAddress, signer } from "../../src/chain/signer.ts";
import { type ChainIdentity } from "../../src/indexer/apply.ts";
import { admissions, deploy } from "../../src/ops/deploy.ts";
import { type Given } from "../bench.ts";
import { temporaryFolder } from "./gateway.ts";

const CHAIN_ID = 20_260_808;
const GAS_LIMIT = 30_000_000_000n;
const ZERO = `0x${"00".repeat(32)}` as Hex;

/** Our contracts on a node of their own that mines every transaction at once, used with ethers alone. */
export interface PeerLedger {
  url: string;
  /** As our own gateway reads it. */
  port: ChainPort;
  identity: ChainIdentity;
  provider: JsonRpcProvider;
  /** The bureau's officer, who also registers datasets and publishes. */
  wallet: Wallet;
  datasets: Contract;
  /** The i-th dataset's id. */
  dataset(i: number): Hex;
  /** The step that the officer's next batch must name. */
  nextStep: number;
}

/** The same binary under the same flags as the embedded chain, but mining by itself. */
export async function openNode(given: Given): Promise<{ url: string; provider: JsonRpcProvider }> {
  const genesisTime = Math.floor(Date.now() / 1000);
  const dir = temporaryFolder(given);
  const ignore = () => undefined;
  const anvil = await startAnvil({
    chainId: CHAIN_ID,
    gasLimit: GAS_LIMIT,
    genesisTime,
    dir,
    port: 0,
    onSpawn: ignore,
  });
  given.after(() => anvil.kill());
  // Without its cache, which would give a nonce twice on a node that mines at once.
  const options = { staticNetwork: true, cacheTimeout: -1 };
  const provider = new JsonRpcProvider(anvil.url, CHAIN_ID, options);
  // Four seconds by default: whoever has to ask twice for a receipt would measure that and nothing else.
  provider.pollingInterval = 50;
  given.after(() => provider.destroy());
  await provider.send("evm_setAutomine", [true]);
  return { url: anvil.url, provider };
}

export async function openLedger(given: Given, registered: number): Promise<PeerLedger> {
  const { url, provider } = await openNode(given);
  const [deployer, member] = [signer(randomBytes(32)), signer(randomBytes(32))];
  const port = await rpcPort({ urls: [url], depth: 0 });
  given.after(() => port.close());
  const identity = await deploy(port, deployer, member);
  const at = (nonce: number) => contractAddress(deployer.address, nonce);
  const [council, agents, datasets] = [at(0), at(2), at(3)];

  const wallet = new Wallet(`0x${randomBytes(32).toString("hex")}`, provider);
  // ethers offers a fee where nobody says otherwise.
  await provider.send("anvil_setBalance", [wallet.address, "0xffffffffffffffffffff"]);
  // The council's admissions used its member's first nonces.
  let nonce = Object.keys(admissions).length;
  const enact = async (verb: string, args: unknown[]) => {
    const call = interfaces.Agents.encodeFunctionData(verb, args);
    const salt = `0x${randomBytes(32).toString("hex")}`;
    const data = interfaces.Council.encodeFunctionData("enact", [agents, call, salt]) as Hex;
    const signed = member.sign({ chainId: CHAIN_ID, nonce: nonce++, gas: 8_000_000n, to: council, data });
    await (await provider.broadcastTransaction(signed.raw)).wait();
  };
  const bureau = organisationId("bureau");
  await enact("admit", [[["bureau", 2, ZERO, wallet.address, 0x1f, "{}"]]]);
  await enact("appointBureau", [bureau, "founding"]);

  const contract = new Contract(datasets, abis.Datasets, wallet);
  const ledger: PeerLedger = {
    url,
    port,
    identity,
    provider,
    wallet,
    datasets: contract,
    dataset: (i) => datasetId(bureau, `d${i}`),
    nextStep: 1,
  };
  await send(ledger, "registerDomains", [[["climate", "{}"]]]);
  for (let i = 0; i < registered; i += 500) {
    const some = Array.from({ length: Math.min(500, registered - i) }, (_, j) => registration(`d${i + j}`));
    await send(ledger, "registerDatasets", [some]);
  }
  return ledger;
}

export const OPEN = declare({ grade: "general-1", personal: false, unconditional: true });

export function registration(code: string): unknown[] {
  return [code, domainId("climate"), OPEN, "raw", "{}"];
}

const GAS = 28_000_000_000n;

/** Sends one of the officer's verbs in its order, and gives its receipt. */
export async function send(ledger: PeerLedger, verb: string, args: unknown[]) {
  const sent = await ledger.datasets.getFunction(verb)(ledger.nextStep++, ...args, {
    gasLimit: GAS,
    gasPrice: 0,
  });
  const receipt = await (
    sent as { wait(): Promise<{ status: number; gasUsed: bigint; logs: never[] }> }
  ).wait();
  if (receipt.status !== 1) throw new Error(`${verb} was refused`);
  return receipt;
}

export const random32 = (): Hex => `0x${randomBytes(32).toString("hex")}`;

export const RUN = ["clean", random32(), "daily"];

/** The fields that a version's publication has in the contract, in their order. */
export function publication(dataset: Hex, parents: readonly Hex[]): unknown[] {
  const [content, sm3, schema] = [random32(), random32(), random32()];
  const metadata = '{"mediaType":"text/csv"}';
  const sorted = [...parents].sort();
  return [dataset, 0, OPEN, content, sm3, 123_456, schema, ZERO, metadata, sorted, [], []];
}

/** The id that a publication without parents will have, known before it is sent. */
export function versionOf([dataset, , , content]: readonly unknown[]): Hex {
  const [job, code, name] = RUN as [string, Hex, string];
  const run = runId(organisationId("bureau"), job, code, name);
  const none = hashOfIds([]);
  const of = { dataset: dataset as Hex, content: content as Hex };
  return versionId({ ...of, run, parentsHash: none, underHash: none });
}

/** Publishes these in one transaction, and gives their ids. */
export async function publish(ledger: PeerLedger, all: readonly unknown[][]): Promise<Published> {
  const { logs, gasUsed } = await send(ledger, "publishVersions", [[RUN], all]);
  const named = logs.map((log) => interfaces.Datasets.parseLog(log));
  const ids = named.filter((l) => l?.name === "VersionPublished").map((l) => subjectsOf(l!.args)[0]!);
  return { ids, gas: Number(gasUsed) };
}

export interface Published {
  ids: Hex[];
  gas: number;
}

function subjectsOf(args: unknown): Hex[] {
  return (args as { header: { subjects: Hex[] } }).header.subjects;
}
