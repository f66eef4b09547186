import { type Query } from "../core/query.ts";
import { agentQueries } from "./agent/queries.ts";
import { assessmentQueries } from "./assessment/queries.ts";
import { clockQueries } from "./clock/queries.ts";
import { consentQueries } from "./consent/queries.ts";
import { datasetQueries } from "./dataset/queries.ts";
import { deliveryQueries } from "./delivery/queries.ts";
import { claimQueries } from "./claim/queries.ts";
import { dutyQueries } from "./duty/queries.ts";
import { emergencyQueries } from "./emergency/queries.ts";
import { evidenceQueries } from "./evidence/queries.ts";
import { gateQueries } from "./gate/queries.ts";
import { grantQueries } from "./grant/queries.ts";
import { lineageQueries } from "./lineage/queries.ts";
import { reachQueries } from "./lineage/reach.ts";
import { recallQueries } from "./recall/queries.ts";
import { promiseQueries } from "./promise/queries.ts";
import { requestQueries } from "./request/queries.ts";
import { scanQueries } from "./scan/queries.ts";
import { spineQueries } from "./spine/queries.ts";
import { supplyQueries } from "./supply/queries.ts";

/** Everything that can be asked of the read model. Their sources are `LedgerSources`. */
export const queries: Query[] = [
  ...spineQueries,
  ...agentQueries,
  ...datasetQueries,
  ...lineageQueries,
  ...reachQueries,
  ...recallQueries,
  ...scanQueries,
  ...supplyQueries,
  ...requestQueries,
  ...grantQueries,
  ...deliveryQueries,
  ...claimQueries,
  ...emergencyQueries,
  ...promiseQueries,
  ...gateQueries,
  ...consentQueries,
  ...assessmentQueries,
  ...evidenceQueries,
  ...dutyQueries,
  ...clockQueries,
];
