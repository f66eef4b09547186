import { accessErrors } from "./catalogue/access.ts";
import { agentErrors } from "./catalogue/agent.ts";
import { assessmentErrors } from "./catalogue/assessment.ts";
import { chainErrors } from "./catalogue/chain.ts";
import { clockErrors } from "./catalogue/clock.ts";
import { consentErrors } from "./catalogue/consent.ts";
import { contentErrors } from "./catalogue/content.ts";
import { councilErrors } from "./catalogue/council.ts";
import { datasetErrors } from "./catalogue/dataset.ts";
import { deliveryErrors } from "./catalogue/delivery.ts";
import { emergencyErrors } from "./catalogue/emergency.ts";
import { evidenceErrors } from "./catalogue/evidence.ts";
import { gateErrors } from "./catalogue/gate.ts";
import { gatewayErrors } from "./catalogue/gateway.ts";
import { grantErrors } from "./catalogue/grant.ts";
import { inputErrors } from "./catalogue/input.ts";
import { openingErrors } from "./catalogue/opening.ts";
import { outboxErrors } from "./catalogue/outbox.ts";
import { promiseErrors } from "./catalogue/promise.ts";
import { recallErrors } from "./catalogue/recall.ts";
import { requestErrors } from "./catalogue/request.ts";
import { type ErrorRow } from "./catalogue/row.ts";
import { spineErrors } from "./catalogue/spine.ts";
import { supplyErrors } from "./catalogue/supply.ts";
import { writerErrors } from "./catalogue/writer.ts";

export type { ErrorRow, Retry } from "./catalogue/row.ts";

/** Everything that can be wrong, once each. The contract errors follow the Solidity names. */
export const catalogue = {
  ...inputErrors,
  ...accessErrors,
  ...outboxErrors,
  ...gatewayErrors,
  ...chainErrors,
  ...contentErrors,
  ...spineErrors,
  ...councilErrors,
  ...writerErrors,
  ...agentErrors,
  ...datasetErrors,
  ...clockErrors,
  ...supplyErrors,
  ...requestErrors,
  ...grantErrors,
  ...deliveryErrors,
  ...emergencyErrors,
  ...promiseErrors,
  ...recallErrors,
  ...gateErrors,
  ...consentErrors,
  ...assessmentErrors,
  ...evidenceErrors,
  ...openingErrors,
} satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof catalogue;
