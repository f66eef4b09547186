import { AbiCoder, type Contract, ContractFactory, type InterfaceAbi, ZeroAddress, ZeroHash } from "ethers";
import { type Hex } from "../../src/core/hex.ts";
import { type PeerLedger, random32 } from "./ledger.ts";
import { peerFile } from "./peers.ts";

const PACKAGE = "@ethereum-attestation-service/eas-contracts";

/** What a version's fact records, as an EAS schema; one parent is the attestation's own reference. */
const FIELDS = [
  "bytes32 dataset",
  "uint16 state",
  "bytes32 content",
  "bytes32 sm3",
  "uint64 size",
  "bytes32 schema",
  "bytes32 run",
  "bytes32 corrects",
  "string metadata",
  "bytes32[] parents",
];
const types = FIELDS.map((field) => field.split(" ")[0]!);

/** EAS on the same node, with the package's own bytecode, used by the same key. */
export interface Eas {
  contract: Contract;
  /** For one field of 32 bytes, and for the fields that ours records. */
  schemas: { digest: Hex; version: Hex };
}

export async function deployEas({ wallet }: PeerLedger): Promise<Eas> {
  const artifact = (name: string) =>
    peerFile(`${PACKAGE}/artifacts/contracts/${name}.sol/${name}.json`) as {
      abi: InterfaceAbi;
      bytecode: string;
    };
  const deployed = async (name: string, args: unknown[]) => {
    const { abi, bytecode } = artifact(name);
    const contract = await new ContractFactory(abi, bytecode, wallet).deploy(...args, { gasPrice: 0 });
    await contract.waitForDeployment();
    return contract as Contract;
  };
  const registry = await deployed("SchemaRegistry", []);
  const contract = await deployed("EAS", [await registry.getAddress()]);
  const schema = async (fields: string): Promise<Hex> => {
    const sent = await registry.getFunction("register")(fields, ZeroAddress, true, { gasPrice: 0 });
    const receipt = await (sent as { wait(): Promise<{ logs: { topics: Hex[] }[] }> }).wait();
    return receipt.logs[0]!.topics[1]!;
  };
  const schemas = { digest: await schema("bytes32 digest"), version: await schema(FIELDS.join(", ")) };
  return { contract, schemas };
}

export function digestOnly(): unknown[] {
  return [ZeroAddress, 0, true, ZeroHash, random32(), 0];
}

/** One parent goes into the reference, which EAS checks; more have no place but the data. */
export function sameFields(version: readonly unknown[], parents: readonly Hex[], run: Hex): unknown[] {
  const [dataset, , state, content, sm3, size, schema, corrects, metadata] = version;
  const [first = ZeroHash, ...more] = parents;
  const values = [dataset, state, content, sm3, size, schema, run, corrects, metadata, more];
  return [ZeroAddress, 0, true, first, AbiCoder.defaultAbiCoder().encode(types, values), 0];
}

/** Attests all of them in one transaction. */
export async function attest({ contract }: Eas, schema: Hex, all: readonly unknown[]) {
  const sent = await contract.getFunction("multiAttest")([[schema, all]], {
    gasPrice: 0,
    gasLimit: 28_000_000_000n,
  });
  const receipt = await (sent as { wait(): Promise<{ gasUsed: bigint; logs: { data: Hex }[] }> }).wait();
  const ids = receipt.logs.map((log) => log.data.slice(0, 66) as Hex);
  return { ids, gas: Number(receipt.gasUsed) };
}

export function attestBytes({ contract }: Eas, schema: Hex, all: readonly unknown[]): number {
  return contract.interface.encodeFunctionData("multiAttest", [[[schema, all]]]).length / 2;
}
