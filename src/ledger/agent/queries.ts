import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { query, type Query } from "../../core/query.ts";
import { type RowReader } from "../../core/table.ts";
import { codeOf, iso } from "../dataset/answers.ts";
import { code, toOrganisation } from "../inputs.ts";
import { page, pageOf, readPage } from "../lists.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import {
  endpoints,
  keysOfOrganisation,
  officerKeys,
  organisationKinds,
  organisationNumbers,
  organisations,
  type OrganisationRow,
} from "./tables.ts";

const organisationAnswer = z
  .object({
    id: z.string(),
    number: z.number(),
    code: z.string(),
    kind: z.enum(organisationKinds),
    name: z.object({ zh: z.string(), en: z.string() }),
    parent: z.string().nullable(),
    dataOfficer: z.string(),
    suspended: z.boolean(),
    bureau: z.boolean(),
    /** Where its gateway answers other gateways. */
    endpoint: z.string().nullable(),
    since: z.string(),
    block: z.number(),
  })
  .meta({ id: "Organisation" });

function answer(row: OrganisationRow, rows: RowReader) {
  const parent = row.parent === null ? null : codeOf(rows, row.parent);
  const endpoint = rows.get(endpoints, row.id)?.url ?? null;
  return { ...row, parent, endpoint, since: iso(row.time) };
}

export const listOrganisations = query({
  name: "organisations",
  summary: { zh: "列出组织，按接纳次序。", en: "List organisations, in the order of admission." },
  path: "/organisations",
  input: z.strictObject({ ...page, kind: z.enum(organisationKinds).optional() }),
  output: pageOf(organisationAnswer),
  async run(i, { rows }: LedgerSources) {
    const { found, next } = await readPage(rows, organisationNumbers, i);
    const all = found.map(({ row }) => answer(rows.get(organisations, row)!, rows));
    return { items: all.filter((o) => i.kind === undefined || o.kind === i.kind), next };
  },
});

const interval = z.object({
  permissions: z.array(z.string()),
  from: z.number(),
  until: z.number(),
  block: z.number(),
});

export const showOrganisation = query({
  name: "organisation",
  summary: { zh: "一个组织及其密钥的全部有效期。", en: "One organisation, with every interval of its keys." },
  path: "/organisations/:organisation",
  input: z.strictObject({ organisation: code() }),
  output: organisationAnswer.extend({
    keys: z.array(z.object({ key: z.string(), intervals: z.array(interval) })),
  }),
  async run(i, { rows }: LedgerSources) {
    const id = toOrganisation(i.organisation);
    const row = rows.get(organisations, id);
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "organisation", value: i.organisation });
    const keys = await rows.range(keysOfOrganisation, { prefix: id });
    return { ...answer(row, rows), keys: keys.map(({ row: key }) => keyAnswer(rows, key)) };
  },
});

function keyAnswer(rows: RowReader, key: Hex) {
  return { key, intervals: rows.get(officerKeys, key)!.intervals };
}

export const agentQueries = [listOrganisations, showOrganisation] as unknown as Query[];
