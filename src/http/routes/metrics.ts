import { type Metrics } from "../metrics.ts";
import { nothing, route, type Route } from "../route.ts";

export function metricsRoutes({ registry }: Metrics): Route[] {
  return [
    route<unknown>({
      method: "get",
      path: "/metrics",
      id: "metrics",
      tag: "operating",
      summary: { zh: "Prometheus 指标。", en: "Figures for Prometheus." },
      needs: null,
      input: nothing,
      answers: { 200: { says: "In Prometheus' text format.", type: "text/plain" } },
      errors: [],
      handle: async () => ({ status: 200, body: await registry.metrics(), type: registry.contentType }),
    }),
  ];
}
