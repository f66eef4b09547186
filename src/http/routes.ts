import { type Metrics } from "./metrics.ts";
import { type Route } from "./route.ts";
import { actionRoutes } from "./routes/actions.ts";
import { backupRoutes } from "./routes/backups.ts";
import { bundleRoutes } from "./routes/bundles.ts";
import { definitionRoutes } from "./routes/definitions.ts";
import { eventRoutes } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { keyRoutes } from "./routes/keys.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { openingRoutes } from "./routes/openings.ts";
import { operationRoutes } from "./routes/operations.ts";
import { pageRoutes } from "./routes/pages.ts";
import { queryRoutes } from "./routes/queries.ts";
import { transactionRoutes } from "./routes/transactions.ts";
import { type Served } from "./served.ts";

/** Everything that is served, in the order in which the document shows it. */
export function routesOf(s: Served, metrics: Metrics): Route[] {
  const routes = [
    ...actionRoutes(s),
    ...operationRoutes(s),
    ...transactionRoutes(s),
    ...queryRoutes(s),
    ...bundleRoutes(s),
    ...openingRoutes(s),
    ...eventRoutes(s),
    ...definitionRoutes(),
    ...keyRoutes(s),
    ...backupRoutes(s),
    ...healthRoutes(s),
    ...metricsRoutes(metrics),
  ];
  return [...routes, ...pageRoutes(s, routes)];
}
