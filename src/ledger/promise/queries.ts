import { z } from "zod";
import { query, type Query } from "../../core/query.ts";
import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { code, grantReference, knownOrganisation, side, toNumbered } from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { answerMissed, answerPromise, missedAnswer, promiseAnswer } from "./answers.ts";
import { missedDeliveries, missedOfGrant, promiseNumbers, promises, type PromiseRow } from "./tables.ts";

const parties = {
  organisation: code().optional(),
  as: side().describe("In which part the organisation is in it."),
};

function sides(
  i: { organisation?: string | undefined; as: "consumer" | "provider" | "any" },
  rows: RowReader,
) {
  const who: Hex | undefined =
    i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
  return (row: PromiseRow) => {
    const mine = i.as === "any" ? [row.consumer, row.provider] : [row[i.as]];
    return who === undefined || mine.includes(who);
  };
}

export const listPromises = query({
  name: "promises",
  summary: {
    zh: "在授权之下承诺的交付，及下一次的时限，新的在前。",
    en: "Deliveries that were promised under grants, and when the next is due; newest first.",
  },
  path: "/promises",
  input: z.strictObject({
    ...page,
    ...parties,
    waited: z
      .boolean()
      .optional()
      .describe("Only those of which a delivery is waited for; or only the others."),
  }),
  output: pageOf(promiseAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const isSide = sides(i, rows);
    return siftPage(rows, promiseNumbers, { ...i, reverse: true }, (id) => {
      const row = rows.get(promises, id);
      const answer = row && isSide(row) ? answerPromise(row, s) : undefined;
      const isWaited = answer?.deadline !== null;
      return i.waited === undefined || isWaited === i.waited ? answer : undefined;
    });
  },
});

export const listMissed = query({
  name: "missed-deliveries",
  summary: {
    zh: "未到的承诺交付，新的在前；可按授权、组织筛选。",
    en: "Promised deliveries that did not come, newest first; by grant and organisation if wished.",
  },
  path: "/missed-deliveries",
  input: z.strictObject({ ...page, ...parties, grant: grantReference().optional() }),
  output: pageOf(missedAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const isSide = sides(i, rows);
    const answer = (key: string) => {
      const row = rows.get(missedDeliveries, key)!;
      return isSide(rows.get(promises, row.grant)!) ? answerMissed(row, s) : undefined;
    };
    const range = { limit: i.limit, cursor: i.cursor, reverse: true };
    if (i.grant === undefined)
      return siftPage(rows, missedDeliveries, range, (row) =>
        isSide(rows.get(promises, row.grant)!) ? answerMissed(row, s) : undefined,
      );
    const prefix = toNumbered("grant", i.grant, s.view, "grant");
    return siftPage(rows, missedOfGrant, { ...range, prefix }, answer);
  },
});

export const promiseQueries = [listPromises, listMissed] as unknown as Query[];
