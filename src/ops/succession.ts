import { SuyuanError } from "../core/errors.ts";
import { keccakText } from "../core/hash.ts";
import { type Hex } from "../core/hex.ts";
import { interfaces, contractOfRole, type Role } from "../chain/abi/contracts.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Signer } from "../chain/signer.ts";
import { roleBytes } from "../ledger/spine/facts.ts";
import { type Directory } from "../chain/encode.ts";
import { type Outbox } from "../outbox/outbox.ts";
import { actionOf, RAW, type RawElement } from "../outbox/raw.ts";
import { type Worker } from "../outbox/worker.ts";
import { admissions, createStep, perform } from "./deploy.ts";
import { COUNCIL_MEMBER, settled } from "./founding.ts";
import { type Keyring } from "./keyring.ts";

/** What a succession needs of a running gateway. */
export interface Successor {
  port: ChainPort;
  outbox: Outbox;
  worker: Worker;
  keyring: Keyring;
  contracts: Directory;
  index: { identity: { factLog: Hex } };
}

const GAS = 3_000_000n;

/** Of Agents there is one generation. */
export type Succeeding = Exclude<Role, "agents">;

/**
 * Deploys the next generation of a role's contract and has the council seal the present one in its favour.
 * An operator's act: it goes through the council's own lane, as bytes signed here. There is no way back.
 */
export async function succeed(g: Successor, role: Succeeding): Promise<{ predecessor: Hex; successor: Hex }> {
  const predecessor = g.contracts.contract(role);
  const deployer = g.keyring.named("deployer")!;
  const nonce = await g.port.node.nonce(deployer.address);
  const step = createStep(deployer, nonce, contractOfRole(role)!, [g.index.identity.factLog, predecessor]);
  await perform(g.port, step);
  const member = g.keyring.named(COUNCIL_MEMBER)!;
  const element = await signEnactment(g, member, role, step.address);
  await settled(g.outbox, await g.outbox.accept(actionOf(RAW), member.address, [element]));
  return { predecessor, successor: step.address };
}

async function signEnactment(
  g: Successor,
  member: Signer,
  role: Succeeding,
  successor: Hex,
): Promise<RawElement> {
  const lane = g.worker.lane(member.address);
  if (lane.waiting > 0 || lane.outstanding.length > 0) {
    throw new SuyuanError("OUTBOX_FULL", { field: "council", value: lane.waiting + lane.outstanding.length });
  }
  const call = interfaces.FactLog.encodeFunctionData("succeed", [
    roleBytes(role),
    successor,
    admissions[role],
  ]);
  const salt = keccakText(`succeed ${role} ${successor}`);
  const data = interfaces.Council.encodeFunctionData("enact", [g.index.identity.factLog, call, salt]) as Hex;
  const to = g.contracts.council;
  const nonce = await g.port.node.nonce(member.address);
  const signed = member.sign({ chainId: g.port.chainId, nonce, gas: GAS, to, data });
  return { ...signed, from: member.address, nonce, to, data, gas: GAS.toString(), calls: "FactLog.succeed" };
}
