import { z } from "zod";
import { query, type Query } from "../../core/query.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets } from "../dataset/tables.ts";
import { versionReference } from "../inputs.ts";
import { moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf } from "../lists.ts";
import {
  answerCounts,
  answerFall,
  answerHanded,
  answerReached,
  countsAnswer,
  fallAnswer,
  reachedDelivery,
  reachedVersion,
} from "./answers.ts";
import { spreads } from "./falls.ts";
import { falloutOf } from "./fallout.ts";
import { deliveriesAfter, versionsAfter } from "./lists.ts";
import { listRecalls } from "./recalls.ts";
import { asOf, fallen, standpoint } from "./standpoint.ts";

export { listRecalls } from "./recalls.ts";

const of = { version: versionReference(), at: moment() };
const moments = z.object({ block: z.number(), time: z.string() });

export const fallout = query({
  name: "fallout",
  summary: {
    zh: "召回（或撤回、同意被撤回）一个版本的影响：派生版本、有效授权、交付与使用方，以及尚未了结的部分。",
    en: "What a recalled or withdrawn version takes with it: derived versions, open grants, deliveries, consumers, and what is still open.",
  },
  path: "/versions/:version/fallout",
  input: z.strictObject(of),
  output: z
    .object({
      id: z.string(),
      version: z.string(),
      dataset: z.string(),
      owner: z.string(),
      asOf: moments,
      /** Why it is not to be used, gravest first; ages are counted from the first. */
      falls: z.array(fallAnswer),
      /** What was derived falls with it. A withdrawal ends the version alone. */
      spreads: z.boolean(),
    })
    .extend(countsAnswer.shape)
    .meta({ id: "Fallout" }),
  refuses: ["VERSION_STANDS"],
  async run(i, s: LedgerSources) {
    const at = standpoint(i.at, s);
    const [row, falls] = fallen(i.version, at, s);
    const fall = falls[0]!;
    const dataset = s.rows.get(datasets, row.dataset);
    const counts = await falloutOf([row], fall, at, s);
    return {
      ...{ id: row.id, version: row.name, dataset: dataset?.name ?? row.dataset },
      owner: codeOf(s.rows, dataset?.owner ?? row.organisation),
      asOf: asOf(at),
      falls: falls.map(answerFall),
      spreads: spreads(fall),
      ...answerCounts(counts, s),
    };
  },
});

export const falloutVersions = query({
  name: "fallout-versions",
  summary: {
    zh: "受召回影响的派生版本，近的在前；可只看尚未了结的。",
    en: "Versions derived from one that fell, nearest first; only those still standing if wished.",
  },
  path: "/versions/:version/fallout/versions",
  input: z.strictObject({ ...of, open: z.boolean().default(false), ...page }),
  output: pageOf(reachedVersion),
  refuses: ["VERSION_STANDS"],
  run(i, s: LedgerSources) {
    const at = standpoint(i.at, s);
    const [row, [fall]] = fallen(i.version, at, s);
    const since = spreads(fall!) ? fall!.time : null;
    return versionsAfter([row.ordinal], i, at, s, (found) => {
      const answer = answerReached(found, since, at, s);
      return i.open && (answer.closed !== null || since === null) ? undefined : answer;
    });
  },
});

export const falloutDeliveries = query({
  name: "fallout-deliveries",
  summary: {
    zh: "受召回影响的交付及使用方的确认；可只看尚未了结的。",
    en: "Deliveries of what fell and what was derived from it, and what each consumer said; only open ones if wished.",
  },
  path: "/versions/:version/fallout/deliveries",
  input: z.strictObject({ ...of, open: z.boolean().default(false), ...page }),
  output: pageOf(reachedDelivery),
  refuses: ["VERSION_STANDS"],
  run(i, s: LedgerSources) {
    const at = standpoint(i.at, s);
    const [row, [fall]] = fallen(i.version, at, s);
    const depth = spreads(fall!) ? undefined : 0;
    return deliveriesAfter([row.ordinal], { ...i, depth }, at, s, (found) => {
      const answer = answerHanded(found, fall!.time, at, s);
      return i.open && answer.settled ? undefined : answer;
    });
  },
});

export const recallQueries = [fallout, falloutVersions, falloutDeliveries, listRecalls] as unknown as Query[];
