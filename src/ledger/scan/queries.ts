import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { query, type Query } from "../../core/query.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf } from "../lists.ts";
import { findingAnswer, findingKinds } from "./finding.ts";
import { scan, scanKinds } from "./scan.ts";

const blindness = z.object({
  kind: z.enum(findingKinds),
  says: z.object({ zh: z.string(), en: z.string() }),
});

export const scanLedger = query({
  name: "scan",
  summary: {
    zh: "矛盾扫描：账本上互相矛盾的事实，各附其事实序号与区块。",
    en: "What contradicts itself on the ledger, each finding with the numbers and blocks of its facts.",
  },
  path: "/scan",
  input: z.strictObject({ ...page, kind: z.enum(findingKinds).optional() }),
  output: pageOf(findingAnswer).extend({
    /** The last block that was there when this page was made. */
    asOf: z.object({ block: z.number(), time: z.string() }),
    /** How much of the ledger is looked through, about. A page may be empty and yet not the last. */
    percent: z.number(),
    /** What the scan cannot see. */
    blind: z.array(blindness),
  }),
  async run(i, s: LedgerSources) {
    const { number: block, time } = s.head();
    const found = await scan(i, s);
    const wanted = scanKinds.filter(({ name }) => i.kind === undefined || i.kind === name);
    const blind = wanted.flatMap(({ name: kind, blind: says }) => (says ? [{ kind, says }] : []));
    return { ...found, asOf: { block, time: instant(time) }, blind };
  },
});

export const scanQueries = [scanLedger] as unknown as Query[];
