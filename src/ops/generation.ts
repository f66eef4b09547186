import { interfaces, roleOfContract, type Role } from "../chain/abi/contracts.ts";
import { type ChainPort } from "../chain/ports.ts";
import { Reverted } from "../chain/reverts.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { roleBytes } from "../ledger/spine/facts.ts";

/**
 * A ledger that an earlier version founded lacks contracts that this one calls; only its council can admit them.
 * A node that does not answer says nothing about that, and is waited for elsewhere.
 */
export async function requireContracts(port: ChainPort, factLog: Hex, path: string): Promise<void> {
  for (const role of Object.values(roleOfContract) as Role[]) {
    if (await isFilled(port, factLog, role)) continue;
    const reason = `its ledger was founded by an earlier version, without the contract for ${role}; go on with that version, or begin a new ledger in another directory`;
    throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: path, reason });
  }
}

async function isFilled(port: ChainPort, factLog: Hex, role: Role): Promise<boolean> {
  const data = interfaces.FactLog.encodeFunctionData("writerOf", [roleBytes(role)]) as Hex;
  try {
    await port.node.call({ from: factLog, to: factLog, data });
    return true;
  } catch (error) {
    return !(error instanceof Reverted);
  }
}
