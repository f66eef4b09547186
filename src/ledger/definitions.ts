import { type Action } from "../core/action.ts";
import { type FactDefinition } from "../core/fact.ts";
import { agentActions } from "./agent/actions.ts";
import { agentFacts } from "./agent/facts.ts";
import { datasetActions } from "./dataset/actions.ts";
import { datasetFacts } from "./dataset/facts.ts";
import { claimActions } from "./claim/actions.ts";
import { claimFacts } from "./claim/facts.ts";
import { clockActions } from "./clock/actions.ts";
import { clockFacts } from "./clock/facts.ts";
import { deliveryActions } from "./delivery/actions.ts";
import { deliveryFacts } from "./delivery/facts.ts";
import { emergencyActions } from "./emergency/actions.ts";
import { emergencyFacts } from "./emergency/facts.ts";
import { assessmentActions } from "./assessment/actions.ts";
import { assessmentFacts } from "./assessment/facts.ts";
import { consentActions } from "./consent/actions.ts";
import { consentFacts } from "./consent/facts.ts";
import { evidenceActions } from "./evidence/actions.ts";
import { evidenceFacts } from "./evidence/facts.ts";
import { gateActions } from "./gate/actions.ts";
import { gateFacts } from "./gate/facts.ts";
import { grantActions } from "./grant/actions.ts";
import { grantFacts } from "./grant/facts.ts";
import { promiseActions } from "./promise/actions.ts";
import { promiseFacts } from "./promise/facts.ts";
import { recallActions } from "./recall/acknowledge.ts";
import { recallFacts } from "./recall/facts.ts";
import { requestActions } from "./request/actions.ts";
import { requestFacts } from "./request/facts.ts";
import { spineFacts } from "./spine/facts.ts";
import { supplyActions } from "./supply/actions.ts";
import { supplyFacts } from "./supply/facts.ts";

/** Everything that can be done, and everything that can have happened. */
export const actions: Action[] = [
  ...agentActions,
  ...datasetActions,
  ...clockActions,
  ...supplyActions,
  ...requestActions,
  ...grantActions,
  ...deliveryActions,
  ...claimActions,
  ...emergencyActions,
  ...promiseActions,
  ...recallActions,
  ...gateActions,
  ...consentActions,
  ...assessmentActions,
  ...evidenceActions,
];

export const factDefinitions: FactDefinition[] = [
  ...spineFacts,
  ...agentFacts,
  ...datasetFacts,
  ...clockFacts,
  ...supplyFacts,
  ...requestFacts,
  ...grantFacts,
  ...deliveryFacts,
  ...claimFacts,
  ...emergencyFacts,
  ...promiseFacts,
  ...recallFacts,
  ...gateFacts,
  ...consentFacts,
  ...assessmentFacts,
  ...evidenceFacts,
];

const byName = new Map(actions.map((a) => [a.name, a]));

export function actionNamed(name: string): Action | undefined {
  return byName.get(name);
}

const byEvent = new Map(factDefinitions.map((f) => [`${f.role}.${f.event}`, f]));

/** The definition of an event left by a writer of this role; another role's look-alike has none. */
export function factDefinition(role: string, event: string): FactDefinition | undefined {
  return byEvent.get(`${role}.${event}`);
}

/**
 * State-changing verbs that are no action: FactLog.append, Agents.enter, Requests.settle and
 * Grants.issueAtOnce are called by contracts, the others are an operator's work through the council (docs/operate/succession.md).
 */
export const operatorOnly = [
  "FactLog.append",
  "FactLog.admit",
  "FactLog.succeed",
  "FactLog.nominateCouncil",
  "FactLog.acceptCouncil",
  "Agents.enter",
  "Requests.settle",
  "Grants.issueAtOnce",
  "Requests.fileInEmergency",
  "Grants.issueInEmergency",
  "Promises.begin",
  "Promises.restart",
  "Promises.kept",
  "Gates.open",
] as const;
