import { z } from "zod";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { eyesOn } from "../eyes.ts";
import { code, datasetReference, knownOrganisation, side, toDataset } from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { datasetNamed, grantNamed } from "../names.ts";
import { claims, type ClaimRow } from "./tables.ts";

/** Members that are `null` when `hidden` are not this reader's to see. */
const claimAnswer = z
  .object({
    number: z.number(),
    dataset: z.string(),
    consumer: z.string(),
    /** The dataset's owner. */
    provider: z.string(),
    /** Under which it came, so the claim. */
    grant: z.string().nullable(),
    time: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    /** SHA-256 of what arrived, or a salted commitment to it. */
    content: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Claim" });

function answer(row: ClaimRow, s: LedgerSources): z.infer<typeof claimAnswer> {
  const { rows } = s;
  const { hidden, only } = eyesOn(row, s);
  const { number, grant, content, note, time, block, fact } = row;
  return {
    number,
    dataset: datasetNamed(rows, row.dataset),
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    grant: grant && grantNamed(rows, grant),
    ...{ time: instant(time), block, fact, hidden, content: only(content), note: only(note ?? "") },
  };
}

export const listClaims = query({
  name: "claims",
  summary: {
    zh: "没有交付记录而声明收到的数据，新的在前。",
    en: "Data that was claimed to have come without a delivery on record, newest first.",
  },
  path: "/claims",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    as: side().describe("In which part the organisation is in it."),
    dataset: datasetReference().optional(),
  }),
  output: pageOf(claimAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const dataset = i.dataset === undefined ? undefined : toDataset(i.dataset);
    return siftPage(rows, claims, { ...i, reverse: true }, (row) => {
      const mine = i.as === "any" ? [row.consumer, row.provider] : [row[i.as]];
      const isWanted = who === undefined || mine.includes(who);
      return isWanted && (dataset === undefined || row.dataset === dataset) ? answer(row, s) : undefined;
    });
  },
});

export const claimQueries = [listClaims] as unknown as Query[];
