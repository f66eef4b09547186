import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { evidenceId } from "../../core/ids.ts";
import { instant } from "../../core/instant.ts";
import { query, type Query } from "../../core/query.ts";
import { codeOf } from "../dataset/answers.ts";
import { versions } from "../dataset/tables.ts";
import { eyesOn } from "../eyes.ts";
import {
  code,
  evidenceReference,
  knownOrganisation,
  toNumbered,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { evidenceName } from "../names.ts";
import { decisions, evidenceNumbers, evidences, evidenceWaiting, type EvidenceRow } from "./tables.ts";

/** Evidence; members that are `null` when `hidden` are not this reader's to see. */
const evidenceAnswer = z
  .object({
    id: z.string(),
    /** `E3` */
    name: z.string(),
    number: z.number(),
    /** Its name once it is published; before, its id. */
    version: z.string(),
    published: z.boolean(),
    organisation: z.string(),
    /** Key of the officer who made it. */
    maker: z.string(),
    /** What the version may be declared as. */
    grade: z.string(),
    personal: z.boolean(),
    least: z.boolean(),
    method: z.string(),
    report: z.string(),
    decision: z.enum(decisions),
    decided: z
      .object({
        key: z.string(),
        organisation: z.string(),
        time: z.string(),
        block: z.number(),
        fact: z.number(),
        note: z.string().nullable(),
      })
      .nullable(),
    /** How often it was proposed; a rejected one may be anew. */
    proposals: z.number(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    note: z.string().nullable(),
  })
  .meta({ id: "Evidence" });

function answer(row: EvidenceRow, s: LedgerSources): z.infer<typeof evidenceAnswer> {
  const { rows } = s;
  const { hidden, only } = eyesOn({ consumer: row.organisation, provider: row.organisation }, s);
  const { id, number, maker, grade, personal, least, method, report, decision, decided, proposals } = row;
  const published = rows.get(versions, row.version);
  return {
    ...{ id, name: evidenceName(number), number },
    version: published?.name ?? row.version,
    published: published !== undefined,
    organisation: codeOf(rows, row.organisation),
    ...{ maker, grade, personal, least, method, report, decision },
    decided: decided && {
      ...{ key: decided.key, organisation: codeOf(rows, decided.organisation) },
      ...{ time: instant(decided.time), block: decided.block, fact: decided.fact },
      note: only(decided.note ?? null),
    },
    ...{ proposals, since: instant(row.time), block: row.block, fact: row.fact, hidden },
    note: only(row.note),
  };
}

export const listEvidence = query({
  name: "evidence",
  summary: {
    zh: "脱敏证据，新的在前；可按组织、版本与结论筛选，如待认可的（waited）。",
    en: "Evidence of desensitisation, newest first; by organisation, version and decision, such as `waited`.",
  },
  path: "/evidence",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    version: versionReference().optional().describe("Also the id of one that is not published yet."),
    decision: z.enum(decisions).optional(),
  }),
  output: pageOf(evidenceAnswer),
  async run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const wanted = (row: EvidenceRow) =>
      (who === undefined || row.organisation === who) &&
      (i.decision === undefined || row.decision === i.decision);
    if (i.version !== undefined) {
      const row = rows.get(evidences, evidenceId(toVersion(i.version, s.view, "version")));
      return { items: row && wanted(row) ? [answer(row, s)] : [], next: null };
    }
    const table = i.decision === "waited" ? evidenceWaiting : evidenceNumbers;
    return siftPage(rows, table, { ...i, reverse: true }, (id) => {
      const row = rows.get(evidences, id);
      return row && wanted(row) ? answer(row, s) : undefined;
    });
  },
});

export const showEvidence = query({
  name: "evidence-item",
  summary: { zh: "一项脱敏证据。", en: "One piece of evidence." },
  path: "/evidence/:evidence",
  input: z.strictObject({ evidence: evidenceReference() }),
  output: evidenceAnswer,
  run(i, s: LedgerSources) {
    const row = s.rows.get(evidences, toNumbered("evidence", i.evidence, s.view, "evidence"));
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "evidence", value: i.evidence });
    return answer(row, s);
  },
});

export const evidenceQueries = [listEvidence, showEvidence] as unknown as Query[];
