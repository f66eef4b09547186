import { queries } from "../../ledger/queries.ts";
import { sourcesFor } from "../readers.ts";
import { everywhere, route, type Route } from "../route.ts";
import { type Served } from "../served.ts";

/** One route a query, all alike. */
export function queryRoutes(s: Served): Route[] {
  return queries.map((query) =>
    route<unknown>({
      method: "get",
      path: `/v1${query.path}`,
      id: query.name,
      tag: "queries",
      summary: query.summary,
      needs: "read",
      input: query.input,
      answers: { 200: { says: "The answer.", schema: query.output } },
      errors: [...everywhere, "THING_UNKNOWN", "BLOCK_UNKNOWN", "INDEX_BEHIND", ...(query.refuses ?? [])],
      handle: async ({ input, principal }) => ({
        status: 200,
        body: await query.run(input, sourcesFor(s, principal)),
      }),
    }),
  );
}
