import { z } from "zod";
import { query } from "../../core/query.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, versions, type VersionRow } from "../dataset/tables.ts";
import { moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { cursorAt, page, pageOf, placeIn } from "../lists.ts";
import { answerFall, fallAnswer, remainderAnswer } from "./answers.ts";
import { falloutOf } from "./fallout.ts";
import { standpoint, type Standpoint } from "./standpoint.ts";
import { blows, type BlowRow } from "./tables.ts";

/** A page that counted so many derived versions ends where it is. */
const LOOKS = 50_000;
const AT_ONCE = 50;
const NAMED = 10;
const START = "blow!";

const recallAnswer = z
  .object({
    /** What was struck: a recalled version, or those that cite a withdrawn consent; the first ten. */
    versions: z.array(z.string()),
    struck: z.number(),
    owners: z.array(z.string()),
    fall: fallAnswer,
    descendants: z.number(),
    /** Of the descendants, those that the chain itself has marked. */
    onChain: z.number(),
    grants: z.number(),
    deliveries: z.number(),
    remainder: remainderAnswer,
    /** Not every derived version was looked at. */
    cut: z.boolean(),
  })
  .meta({ id: "Recall" });

export const listRecalls = query({
  name: "recalls",
  summary: {
    zh: "全市的召回（含同意被撤回），新的在前，及各自尚未了结的部分；默认只列未了结的。",
    en: "Recalls in the city, and withdrawn consents, newest first, with what is still open of each; closed ones only if wished.",
  },
  path: "/recalls",
  input: z.strictObject({
    ...page,
    closed: z.boolean().default(false).describe("Those of which nothing is open, too."),
    at: moment(),
  }),
  output: pageOf(recallAnswer),
  async run(i, s: LedgerSources) {
    const at = standpoint(i.at, s);
    const items: z.infer<typeof recallAnswer>[] = [];
    let looked = 0;
    for await (const blow of blowsBefore(i.cursor, at, s.rows)) {
      const item = await answerRecall(blow, at, s);
      looked += 1 + item.descendants;
      const { deliveries, versions: standing } = item.remainder;
      if (i.closed || deliveries + standing > 0) items.push(item);
      if (items.length === i.limit || looked >= LOOKS) return { items, next: await nextOf(blow, s.rows) };
    }
    return { items, next: null };
  },
});

/** Newest first. */
async function* blowsBefore(
  cursor: string | undefined,
  { block }: Standpoint,
  rows: RowReader,
): AsyncGenerator<BlowRow> {
  let after = cursor === undefined ? undefined : placeIn(cursor, START, /^[0-9a-f]{12}$/);
  for (;;) {
    const range = { reverse: true, limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
    const found = await rows.range(blows, range);
    for (const { row } of found) if (row.block <= block) yield row;
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!.key;
  }
}

async function nextOf({ fact }: BlowRow, rows: RowReader): Promise<string | null> {
  const more = await rows.range(blows, { reverse: true, after: ordinal(fact), limit: 1 });
  return more.length > 0 ? cursorAt(START, ordinal(fact)) : null;
}

async function answerRecall(
  blow: BlowRow,
  at: Standpoint,
  s: LedgerSources,
): Promise<z.infer<typeof recallAnswer>> {
  const struck = (await s.rows.many(versions, blow.versions)).flatMap((row) => row ?? []);
  const { descendants, grants, consumers, remainder, cut } = await falloutOf(struck, blow, at, s);
  const deliveries = [...consumers.values()].reduce((n, c) => n + c.deliveries, 0);
  const counted = { descendants: descendants.versions, onChain: descendants.onChain, grants: grants.length };
  return {
    versions: struck.slice(0, NAMED).map((v) => v.name),
    struck: struck.length,
    owners: [...new Set(struck.map((v) => ownerOf(v, s.rows)))].sort(),
    fall: answerFall(blow),
    ...{ ...counted, deliveries, remainder, cut: cut !== null },
  };
}

function ownerOf(row: VersionRow, rows: RowReader): string {
  return codeOf(rows, rows.get(datasets, row.dataset)?.owner ?? row.organisation);
}
