import { Interface, type JsonFragment } from "ethers";
import { abi as agents, bytecode as agentsCode } from "./generated/Agents.ts";
import { abi as assessments, bytecode as assessmentsCode } from "./generated/Assessments.ts";
import { abi as consents, bytecode as consentsCode } from "./generated/Consents.ts";
import { abi as council, bytecode as councilCode } from "./generated/Council.ts";
import { abi as datasets, bytecode as datasetsCode } from "./generated/Datasets.ts";
import { abi as clocks, bytecode as clocksCode } from "./generated/Clocks.ts";
import { abi as deliveries, bytecode as deliveriesCode } from "./generated/Deliveries.ts";
import { abi as desensitisations, bytecode as desensitisationsCode } from "./generated/Desensitisations.ts";
import { abi as emergencies, bytecode as emergenciesCode } from "./generated/Emergencies.ts";
import { abi as factLog, bytecode as factLogCode } from "./generated/FactLog.ts";
import { abi as gates, bytecode as gatesCode } from "./generated/Gates.ts";
import { abi as grants, bytecode as grantsCode } from "./generated/Grants.ts";
import { abi as promises, bytecode as promisesCode } from "./generated/Promises.ts";
import { abi as recalls, bytecode as recallsCode } from "./generated/Recalls.ts";
import { abi as requests, bytecode as requestsCode } from "./generated/Requests.ts";
import { abi as supply, bytecode as supplyCode } from "./generated/Supply.ts";

const fragments = {
  FactLog: factLog,
  Agents: agents,
  Datasets: datasets,
  Council: council,
  Clocks: clocks,
  Supply: supply,
  Requests: requests,
  Grants: grants,
  Deliveries: deliveries,
  Emergencies: emergencies,
  Promises: promises,
  Recalls: recalls,
  Gates: gates,
  Consents: consents,
  Assessments: assessments,
  Desensitisations: desensitisations,
};

export type ContractName = keyof typeof fragments;

export const abis = fragments as unknown as Record<ContractName, readonly JsonFragment[]>;

export const bytecode: Record<ContractName, string> = {
  FactLog: factLogCode,
  Agents: agentsCode,
  Datasets: datasetsCode,
  Council: councilCode,
  Clocks: clocksCode,
  Supply: supplyCode,
  Requests: requestsCode,
  Grants: grantsCode,
  Deliveries: deliveriesCode,
  Emergencies: emergenciesCode,
  Promises: promisesCode,
  Recalls: recallsCode,
  Gates: gatesCode,
  Consents: consentsCode,
  Assessments: assessmentsCode,
  Desensitisations: desensitisationsCode,
};

export const interfaces = Object.fromEntries(
  Object.entries(abis).map(([name, abi]) => [name, new Interface(abi)]),
) as Record<ContractName, Interface>;

export type Role =
  | "agents"
  | "datasets"
  | "clocks"
  | "supply"
  | "requests"
  | "grants"
  | "deliveries"
  | "emergencies"
  | "promises"
  | "recalls"
  | "gates"
  | "consents"
  | "assessments"
  | "desensitisations";

/** Which role of FactLog a contract is admitted for. The council and the spine itself are none of these. */
export const roleOfContract: Readonly<Partial<Record<ContractName, Role>>> = {
  Agents: "agents",
  Datasets: "datasets",
  Clocks: "clocks",
  Supply: "supply",
  Requests: "requests",
  Grants: "grants",
  Deliveries: "deliveries",
  Emergencies: "emergencies",
  Promises: "promises",
  Recalls: "recalls",
  Gates: "gates",
  Consents: "consents",
  Assessments: "assessments",
  Desensitisations: "desensitisations",
};

export function contractOfRole(role: string): ContractName | undefined {
  return (Object.keys(roleOfContract) as ContractName[]).find((name) => roleOfContract[name] === role);
}
