import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { IN_STORY } from "../../core/story.ts";
import { type RowReader } from "../../core/table.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets } from "../dataset/tables.ts";
import { code, datasetReference, knownOrganisation, toDataset } from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, readPage } from "../lists.ts";
import {
  cadences,
  sharingKinds,
  supplyItems,
  supplyOfProvider,
  supplyRevisions,
  type SupplyRow,
} from "./tables.ts";

const supplyAnswer = z
  .object({
    dataset: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }).nullable(),
    provider: z.string(),
    grade: z.string().nullable(),
    revision: z.number(),
    sharing: z.enum(sharingKinds),
    cadence: z.enum(cadences),
    onPlatform: z.boolean(),
    fields: z.array(z.string()),
    /** The condition, or the legal ground of not sharing. */
    terms: z.string(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
  })
  .meta({ id: "SupplyItem" });

function answer(row: SupplyRow, rows: RowReader): z.infer<typeof supplyAnswer> {
  const { revision, sharing, cadence, onPlatform, fields, terms, block, fact } = row;
  const dataset = rows.get(datasets, row.dataset);
  return {
    dataset: dataset?.name ?? row.dataset,
    title: dataset?.title ?? null,
    provider: codeOf(rows, row.provider),
    grade: dataset?.grade ?? null,
    ...{ revision, sharing, cadence, onPlatform, fields, terms },
    since: instant(row.time),
    ...{ block, fact },
  };
}

export const listSupplies = query({
  name: "supply",
  summary: {
    zh: "供给清单：各部门提供哪些数据、以何种方式、多久更新。",
    en: "The supply lists: what each department supplies, how it is shared and how often renewed.",
  },
  path: "/supply",
  input: z.strictObject({ ...page, provider: code().optional() }),
  output: pageOf(supplyAnswer),
  async run(i, { rows }: LedgerSources) {
    const provider = i.provider === undefined ? undefined : knownOrganisation(i.provider, rows, "provider");
    const { found, next } = await readPage(rows, supplyOfProvider, {
      ...i,
      ...(provider === undefined ? {} : { prefix: provider }),
    });
    return { items: found.map(({ row }) => answer(rows.get(supplyItems, row)!, rows)), next };
  },
});

export const showSupply = query({
  name: "supply-item",
  summary: {
    zh: "一个数据集的供给项及其最近一百次修订，新的在前。",
    en: "A dataset's supply item, with its last hundred revisions, newest first.",
  },
  path: "/supply/:dataset",
  input: z.strictObject({ dataset: datasetReference() }),
  output: supplyAnswer.extend({ revisions: z.array(supplyAnswer) }),
  async run(i, { rows }: LedgerSources) {
    const id = toDataset(i.dataset);
    const about = { field: "dataset", value: i.dataset };
    if (!rows.get(datasets, id)) throw new SuyuanError("THING_UNKNOWN", about);
    const row = rows.get(supplyItems, id);
    if (!row) throw new SuyuanError("LEDGER_DATASET_NOT_SUPPLIED", { ...about, dataset: i.dataset });
    const all = await rows.range(supplyRevisions, { prefix: id, reverse: true, limit: IN_STORY });
    return { ...answer(row, rows), revisions: all.map(({ row: r }) => answer(r, rows)) };
  },
});

export const supplyQueries = [listSupplies, showSupply] as unknown as Query[];
