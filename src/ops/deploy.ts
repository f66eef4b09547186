import { setTimeout as sleep } from "node:timers/promises";
import { SuyuanError } from "../core/errors.ts";
import { keccakText } from "../core/hash.ts";
import { type Hex } from "../core/hex.ts";
import { bits } from "../core/states.ts";
import { kinds } from "../core/ids.ts";
import {
  bytecode,
  interfaces,
  roleOfContract,
  type ContractName,
  type Role,
} from "../chain/abi/contracts.ts";
import { type ChainPort } from "../chain/ports.ts";
import { contractAddress, type Signer } from "../chain/signer.ts";
import { roleBytes } from "../ledger/spine/facts.ts";
import { type ChainIdentity } from "../indexer/apply.ts";
import { readSealed, writeSealed } from "../store/sealed.ts";

const GRADE = 0x0007;
const DECLARED = GRADE | bits.personal | bits.least | bits.unconditional;

const mayTouch = (kind: number) => ({ kind, create: false, set: 0, clear: 0 });
const mayCreate = (kind: number) => ({ kind, create: true, set: 0, clear: 0 });

/** What each writer may do to each kind of subject. Nothing else is permitted. */
export const admissions = {
  agents: [{ kind: kinds.organisation, create: true, set: bits.suspended, clear: bits.suspended }],
  datasets: [
    mayTouch(kinds.organisation),
    mayCreate(kinds.domain),
    { kind: kinds.dataset, create: true, set: DECLARED, clear: 0 },
    {
      kind: kinds.version,
      create: true,
      set: DECLARED | bits.withdrawn | bits.affected | bits.corrected | bits.confined | bits.recalled,
      clear: 0,
    },
    mayTouch(kinds.grant),
  ],
  clocks: [mayCreate(kinds.calendar), mayTouch(kinds.organisation)],
  supply: [mayCreate(kinds.supply), mayTouch(kinds.dataset)],
  requests: [mayCreate(kinds.request), mayTouch(kinds.dataset), mayTouch(kinds.organisation)],
  grants: [
    {
      kind: kinds.grant,
      create: true,
      set: bits.onward | bits.promised | bits.least | bits.abroad | bits.suspended | bits.withdrawn,
      clear: bits.suspended,
    },
    mayTouch(kinds.request),
    mayTouch(kinds.dataset),
    mayTouch(kinds.organisation),
  ],
  deliveries: [
    mayTouch(kinds.grant),
    mayTouch(kinds.version),
    mayTouch(kinds.organisation),
    mayTouch(kinds.dataset),
  ],
  emergencies: [mayTouch(kinds.grant), mayTouch(kinds.organisation)],
  promises: [mayTouch(kinds.grant), mayTouch(kinds.organisation)],
  recalls: [mayTouch(kinds.grant), mayTouch(kinds.version)],
  gates: [mayTouch(kinds.organisation)],
  consents: [
    { kind: kinds.consent, create: true, set: bits.withdrawn, clear: 0 },
    mayTouch(kinds.dataset),
    { kind: kinds.version, create: false, set: bits.affected, clear: 0 },
  ],
  assessments: [
    { kind: kinds.assessment, create: true, set: bits.withdrawn, clear: 0 },
    mayTouch(kinds.organisation),
    mayTouch(kinds.dataset),
  ],
  desensitisations: [mayCreate(kinds.evidence), mayTouch(kinds.organisation)],
} as const;

interface Step {
  name: string;
  by: Signer;
  nonce: number;
  to: Hex | null;
  data: Hex;
}

const writers = Object.keys(roleOfContract) as ContractName[];

/**
 * Founds a ledger: council, spine, the domain contracts, and their admission. Every step has its nonce, so
 * the chain itself says how far an interrupted founding came.
 */
export async function deploy(
  port: ChainPort,
  deployer: Signer,
  member: Signer,
  delay = 0,
): Promise<ChainIdentity> {
  const at = (nonce: number) => contractAddress(deployer.address, nonce);
  const [council, factLog] = [at(0), at(1)];
  const zero = `0x${"00".repeat(20)}`;
  const create = (nonce: number, name: ContractName, args: unknown[]) =>
    createStep(deployer, nonce, name, args);
  const admit = (nonce: number, role: Role, writer: Hex): Step => {
    const call = interfaces.FactLog.encodeFunctionData("admit", [roleBytes(role), writer, admissions[role]]);
    const data = interfaces.Council.encodeFunctionData("enact", [
      factLog,
      call,
      keccakText(`admit ${role}`),
    ]) as Hex;
    return { name: `admit ${role}`, by: member, nonce, to: council, data };
  };
  const steps = [
    create(0, "Council", [delay, [member.address]]),
    create(1, "FactLog", [council]),
    ...writers.map((name, i) => create(2 + i, name, name === "Agents" ? [factLog] : [factLog, zero])),
    ...writers.map((name, i) => admit(i, roleOfContract[name]!, at(2 + i))),
  ];
  let from = 0;
  for (const step of steps) {
    const block = await perform(port, step);
    if (step.name === "FactLog") from = block;
  }
  const spine = await port.node.call({
    from: member.address,
    to: factLog,
    data: interfaces.FactLog.encodeFunctionData("spine") as Hex,
  });
  return { chainId: port.chainId, factLog, spine, from };
}

/** The creation of one of our contracts, and where it will be. */
export function createStep(
  by: Signer,
  nonce: number,
  name: ContractName,
  args: unknown[],
): Step & { address: Hex } {
  const data = (bytecode[name] + interfaces[name].encodeDeploy(args).slice(2)) as Hex;
  return { name, by, nonce, to: null, data, address: contractAddress(by.address, nonce) };
}

const GAS = 8_000_000n;

/** The block the step is in. A step that was done before is found by its nonce and bytes. */
export async function perform(port: ChainPort, step: Step): Promise<number> {
  const { nonce, to, data } = step;
  const signed = step.by.sign({ chainId: port.chainId, nonce, gas: GAS, to, data });
  for (let tries = 0; tries < 240; tries++) {
    const receipt = (await port.node.rpc.call("eth_getTransactionReceipt", [signed.hash])) as Record<
      string,
      string
    > | null;
    if (receipt) {
      if (receipt["status"] !== "0x1")
        throw new SuyuanError("CHAIN_REFUSED", { value: `${step.name} failed while deploying` });
      return Number(receipt["blockNumber"]);
    }
    const sent = await port.submit(signed);
    if (sent.outcome === "refused" && tries > 20)
      throw new SuyuanError("CHAIN_REFUSED", { value: `${step.name}: ${sent.reason}` });
    if (port.kind === "node" || sent.outcome !== "sent") await sleep(250);
  }
  throw new SuyuanError("CHAIN_UNREACHABLE", { value: `${step.name} did not get into a block` });
}

/** Which ledger this data directory serves, once it is known. */
export function readIdentity(file: string): ChainIdentity | undefined {
  return readSealed<ChainIdentity>(file);
}

export function writeIdentity(file: string, identity: ChainIdentity): void {
  writeSealed(file, identity);
}
