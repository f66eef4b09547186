import { Interface, type JsonFragment } from "ethers";
import { abi as agents, bytecode as agentsCode } from "./generated/Agents.ts";
import { abi as council, bytecode as councilCode } from "./generated/Council.ts";
import { abi as datasets, bytecode as datasetsCode } from "./generated/Datasets.ts";
import { abi as factLog, bytecode as factLogCode } from "./generated/FactLog.ts";

export type ContractName = "FactLog" | "Agents" | "Datasets" | "Council";

const fragments = { FactLog: factLog, Agents: agents, Datasets: datasets, Council: council };

export const abis = fragments as unknown as Record<ContractName, readonly JsonFragment[]>;

export const bytecode: Record<ContractName, string> = {
  FactLog: factLogCode,
  Agents: agentsCode,
  Datasets: datasetsCode,
  Council: councilCode,
};

export const interfaces = Object.fromEntries(
  Object.entries(abis).map(([name, abi]) => [name, new Interface(abi)]),
) as Record<ContractName, Interface>;

/** Which role of FactLog a contract is admitted for. The council and the spine itself are none of these. */
export const roleOfContract: Partial<Record<ContractName, string>> = {
  Agents: "agents",
  Datasets: "datasets",
};

export function contractOfRole(role: string): ContractName | undefined {
  return (Object.keys(roleOfContract) as ContractName[]).find((name) => roleOfContract[name] === role);
}
