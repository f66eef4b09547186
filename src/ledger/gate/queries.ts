import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { query, type Query } from "../../core/query.ts";
import { codeOf } from "../dataset/answers.ts";
import { code, grantReference, knownOrganisation } from "../inputs.ts";
import { findGrant } from "../grant/queries.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, readPage } from "../lists.ts";
import { purposes } from "../request/tables.ts";
import { gatesAnswer, gatesOf } from "./answers.ts";
import { CLEARED_FOR_ALL, clearances, type ClearanceRow } from "./tables.ts";

const clearanceAnswer = z
  .object({
    organisation: z.string(),
    /** `null` for any purpose that has no clearance of its own. */
    purpose: z.string().nullable(),
    grade: z.string(),
    /** The last second in which it holds; `null` when it holds until it is set anew. */
    until: z.string().nullable(),
    inForce: z.boolean(),
    note: z.string(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
  })
  .meta({ id: "Clearance" });

function answer(row: ClearanceRow, s: LedgerSources): z.infer<typeof clearanceAnswer> {
  const { purpose, grade, until, note = "", block, fact } = row;
  return {
    organisation: codeOf(s.rows, row.organisation),
    purpose: purpose === 0 ? null : (purposes[purpose - 1] ?? `code-${purpose}`),
    grade,
    until: until === null ? null : instant(until),
    inForce: until === null || s.view.now() <= until,
    ...{ note, since: instant(row.time), block, fact },
  };
}

export const listClearances = query({
  name: "clearances",
  summary: {
    zh: "一个组织就各用途获准的最高级别。",
    en: "How highly graded data an organisation may be granted, by purpose.",
  },
  path: "/organisations/:organisation/clearances",
  input: z.strictObject({ organisation: code(), ...page }),
  output: pageOf(clearanceAnswer).extend({
    organisation: z.string(),
    /** Up to this grade nobody needs a clearance. */
    withoutClearance: z.string(),
  }),
  async run(i, s: LedgerSources) {
    const prefix = knownOrganisation(i.organisation, s.rows);
    const { found, next } = await readPage(s.rows, clearances, { ...i, prefix });
    const items = found.map(({ row }) => answer(row, s));
    return { organisation: i.organisation, withoutClearance: CLEARED_FOR_ALL, items, next };
  },
});

export const showGates = query({
  name: "gates",
  summary: {
    zh: "一项授权经过哪些关口，现在是否仍可通过。",
    en: "Which gates a grant passed, and whether a delivery would pass them now.",
  },
  path: "/grants/:grant/gates",
  input: z.strictObject({ grant: grantReference() }),
  output: gatesAnswer,
  run: (i, s: LedgerSources) => gatesOf(findGrant(i.grant, s), s),
});

export const gateQueries = [listClearances, showGates] as unknown as Query[];
