import { type Query } from "../core/query.ts";
import { agentQueries } from "./agent/queries.ts";
import { datasetQueries } from "./dataset/queries.ts";
import { lineageQueries } from "./lineage/queries.ts";
import { reachQueries } from "./lineage/reach.ts";
import { spineQueries } from "./spine/queries.ts";

/** Everything that can be asked of the read model. Their sources are `LedgerSources`. */
export const queries: Query[] = [
  ...spineQueries,
  ...agentQueries,
  ...datasetQueries,
  ...lineageQueries,
  ...reachQueries,
];
