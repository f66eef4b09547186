import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, versions, versionsUnder, type VersionRow } from "../dataset/tables.ts";
import { answerDelivery, deliveryAnswer } from "../delivery/answers.ts";
import { deliveries, deliveriesOfGrant } from "../delivery/tables.ts";
import { eyesOn } from "../eyes.ts";
import {
  code,
  datasetReference,
  grantReference,
  knownOrganisation,
  side,
  toDataset,
  toNumbered,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, readPage, siftPage } from "../lists.ts";
import { answerRequest, requestAnswer } from "../request/answers.ts";
import { requests } from "../request/tables.ts";
import { answerGrant, grantAnswer, shownStandings, standingOf } from "./answers.ts";
import { grantNumbers, grants, grantsOf, type GrantRow } from "./tables.ts";

export const listGrants = query({
  name: "grants",
  summary: {
    zh: "授权，新的在前；可按组织、数据集、状态筛选。",
    en: "Grants, newest first; by organisation, dataset and standing if wished.",
  },
  path: "/grants",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    as: side().describe("In which part the organisation holds it."),
    dataset: datasetReference().optional(),
    standing: z.enum(shownStandings).optional(),
  }),
  output: pageOf(grantAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const dataset = i.dataset === undefined ? undefined : toDataset(i.dataset);
    const table = who === undefined ? grantNumbers : grantsOf;
    const range = { ...i, reverse: true, ...(who === undefined ? {} : { prefix: who }) };
    return siftPage(rows, table, range, (id) => {
      const row = rows.get(grants, id);
      return row && wanted(row) ? answerGrant(row, s) : undefined;
    });

    function wanted(row: GrantRow): boolean {
      const isSide = who === undefined || i.as === "any" || row[i.as] === who;
      const isStanding = i.standing === undefined || standingOf(row, s) === i.standing;
      return isSide && isStanding && (dataset === undefined || row.dataset === dataset);
    }
  },
});

const step = z.object({
  event: z.string(),
  time: z.string(),
  block: z.number(),
  fact: z.number(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});

const usedUnder = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  time: z.string(),
  block: z.number(),
});

/** So many deliveries and versions are in a grant's story; lists of their own go on. */
const IN_STORY = 100;

export const showGrant = query({
  name: "grant",
  summary: {
    zh: "一项授权的全过程：申请、变更、交付与签收、反馈、逾期与豁免、在其之下发布的版本。",
    en: "A grant's whole story: request, amendments, deliveries, receipts, feedback, and the versions published under it.",
  },
  path: "/grants/:grant",
  input: z.strictObject({ grant: grantReference() }),
  output: grantAnswer.extend({
    asked: requestAnswer,
    /** The request's grants, the newest last. */
    amendments: z.array(grantAnswer),
    steps: z.array(step),
    /** Newest first; `next` goes on in `deliveries` of this grant. */
    deliveries: pageOf(deliveryAnswer),
    /** Oldest first; `next` goes on in `grant-versions`. */
    versions: pageOf(usedUnder),
  }),
  async run(i, s: LedgerSources) {
    const { rows } = s;
    const row = findGrant(i.grant, s);
    const request = rows.get(requests, row.request)!;
    const range = { limit: IN_STORY, prefix: row.id, reverse: true };
    return {
      ...answerGrant(row, s),
      asked: answerRequest(request, s),
      amendments: request.grants.map((id) => answerGrant(rows.get(grants, id)!, s)),
      steps: stepsOf(row, s),
      deliveries: await siftPage(rows, deliveriesOfGrant, range, (id) => {
        const delivery = rows.get(deliveries, id);
        return delivery && answerDelivery(delivery, s);
      }),
      versions: await versionsOf(row, { limit: IN_STORY }, s),
    };
  },
});

export const listGrantVersions = query({
  name: "grant-versions",
  summary: {
    zh: "在某授权之下发布的版本，旧的在前。",
    en: "Versions published under a grant, oldest first.",
  },
  path: "/grants/:grant/versions",
  input: z.strictObject({ grant: grantReference(), ...page }),
  output: pageOf(usedUnder),
  run: (i, s: LedgerSources) => versionsOf(findGrant(i.grant, s), i, s),
});

async function versionsOf(
  { id }: GrantRow,
  range: { limit: number; cursor?: string | undefined },
  { rows }: LedgerSources,
) {
  const { limit, cursor } = range;
  const { found, next } = await readPage(rows, versionsUnder, { limit, cursor, prefix: id });
  const all = found.flatMap(({ row }) => rows.get(versions, row) ?? []);
  const owner = (v: VersionRow) => codeOf(rows, rows.get(datasets, v.dataset)?.owner ?? v.organisation);
  const items = all.map((v) => ({
    ...{ id: v.id, name: v.name, owner: owner(v) },
    ...{ time: instant(v.time), block: v.block },
  }));
  return { items, next };
}

function stepsOf(row: GrantRow, s: LedgerSources): z.infer<typeof step>[] {
  const { only } = eyesOn(row, s);
  return row.steps.map(({ event, time, block, fact, reason = null, note = null }) => ({
    ...{ event, time: instant(time), block, fact },
    reason: only(reason),
    note: only(note),
  }));
}

function findGrant(reference: string, { rows, view }: LedgerSources): GrantRow {
  const row = rows.get(grants, toNumbered("grant", reference, view, "grant"));
  if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "grant", value: reference });
  return row;
}

export const grantQueries = [listGrants, showGrant, listGrantVersions] as unknown as Query[];
