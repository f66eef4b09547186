import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, versions } from "../dataset/tables.ts";
import { eyesOn } from "../eyes.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { consentName, datasetNamed, versionNamed } from "../names.ts";
import { documentOf } from "./document.ts";
import { type CitationRow, type ConsentRow } from "./tables.ts";

const ended = z.object({
  time: z.string(),
  block: z.number(),
  fact: z.number(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});

/** A consent; members that are `null` when `hidden` are not this reader's to see. */
export const consentAnswer = z
  .object({
    id: z.string(),
    /** `C7` */
    name: z.string(),
    number: z.number(),
    dataset: z.string(),
    owner: z.string(),
    commitment: z.string(),
    standing: z.enum(["standing", "withdrawn"]),
    withdrawn: ended.nullable(),
    /** Versions that cite it. */
    citations: z.number(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    /** What tells it from the dataset's other consents. */
    label: z.string().nullable(),
    /** Told only where this gateway can open the commitment. */
    statement: z.string().nullable(),
  })
  .meta({ id: "Consent" });

export type ConsentAnswer = z.infer<typeof consentAnswer>;

export function answerConsent(row: ConsentRow, s: LedgerSources): ConsentAnswer {
  const { hidden, only } = eyesOn({ consumer: row.owner, provider: row.owner }, s);
  const { id, number, commitment, standing, withdrawn, citations, block, fact } = row;
  return {
    ...{ id, name: consentName(number), number },
    dataset: datasetNamed(s.rows, row.dataset),
    owner: codeOf(s.rows, row.owner),
    ...{ commitment, standing },
    withdrawn: withdrawn && {
      ...{ time: instant(withdrawn.time), block: withdrawn.block, fact: withdrawn.fact },
      reason: only(withdrawn.reason ?? null),
      note: only(withdrawn.note ?? null),
    },
    ...{ citations, since: instant(row.time), block, fact, hidden },
    label: only(row.name),
    statement: only(statementOf(row, s)),
  };
}

function statementOf(row: ConsentRow, s: LedgerSources): string | null {
  const text = s.openedText(row.commitment);
  return (text === undefined ? undefined : documentOf(text, row))?.statement ?? null;
}

/** A version that rests on a consent. */
export const citationAnswer = z.object({
  version: z.string(),
  id: z.string(),
  owner: z.string(),
  /** The parent that cites it; `null` when it is the dataset's own. */
  through: z.string().nullable(),
  /** The chain has marked the version as affected. */
  marked: z.boolean(),
  since: z.string(),
  block: z.number(),
  fact: z.number(),
});

export function answerCitation(c: CitationRow, { rows }: LedgerSources): z.infer<typeof citationAnswer> {
  const version = rows.get(versions, c.version)!;
  const owner = rows.get(datasets, version.dataset)?.owner ?? version.organisation;
  return {
    version: version.name,
    id: c.version,
    owner: codeOf(rows, owner),
    through: c.through && versionNamed(rows, c.through),
    marked: version.affected !== null,
    ...{ since: instant(c.time), block: c.block, fact: c.fact },
  };
}
