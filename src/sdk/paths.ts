import { type QueryName } from "./definitions.ts";

/** Where each query is served; held equal to the definitions by a test. */
export const queryPaths = {
  status: "/status",
  facts: "/facts",
  history: "/history/:subject",
  organisations: "/organisations",
  organisation: "/organisations/:organisation",
  domains: "/domains",
  datasets: "/datasets",
  dataset: "/datasets/:dataset",
  versions: "/datasets/:dataset/versions",
  version: "/versions/:version",
  check: "/contents/:digest",
  lineage: "/versions/:version/lineage",
  reach: "/versions/:version/reach",
  "versions-by-ordinal": "/version-ids",
  path: "/path",
  impact: "/versions/:version/impact",
  fallout: "/versions/:version/fallout",
  "fallout-versions": "/versions/:version/fallout/versions",
  "fallout-deliveries": "/versions/:version/fallout/deliveries",
  recalls: "/recalls",
  scan: "/scan",
  supply: "/supply",
  "supply-item": "/supply/:dataset",
  requests: "/requests",
  request: "/requests/:request",
  grants: "/grants",
  grant: "/grants/:grant",
  "grant-versions": "/grants/:grant/versions",
  deliveries: "/deliveries",
  delivery: "/deliveries/:delivery",
  claims: "/claims",
  emergencies: "/emergencies",
  emergency: "/emergencies/:grant",
  responders: "/responders",
  "closed-lanes": "/closed-lanes",
  promises: "/promises",
  "missed-deliveries": "/missed-deliveries",
  clearances: "/organisations/:organisation/clearances",
  gates: "/grants/:grant/gates",
  consents: "/datasets/:dataset/consents",
  consent: "/consents/:consent",
  "consent-citations": "/consents/:consent/versions",
  "version-consents": "/versions/:version/consents",
  assessments: "/assessments",
  assessment: "/assessments/:assessment",
  evidence: "/evidence",
  "evidence-item": "/evidence/:evidence",
  duties: "/organisations/:organisation/duties",
  countdowns: "/countdowns",
  "working-days": "/working-days",
} satisfies Record<QueryName, string>;

/** The path with its parameters filled in, and the input's other members as they go into the query string. */
export function place(
  path: string,
  input: Record<string, unknown>,
): { path: string; query: Record<string, string> } {
  const rest = new Map(Object.entries(input).filter(([, v]) => v !== undefined));
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  return { path: `/v1${filled}`, query: Object.fromEntries([...rest].map(([name, v]) => [name, String(v)])) };
}
