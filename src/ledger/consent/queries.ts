import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { query, type Query } from "../../core/query.ts";
import { findVersion } from "../dataset/queries.ts";
import { datasets, versions, type VersionRow } from "../dataset/tables.ts";
import { consentReference, datasetReference, toDataset, toNumbered, versionReference } from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, readPage, siftPage } from "../lists.ts";
import { consentNamed, versionNamed } from "../names.ts";
import { answerCitation, answerConsent, citationAnswer, consentAnswer } from "./answers.ts";
import { citations, consents, consentsOf, MAX_CITED, type ConsentRow } from "./tables.ts";

export const listConsents = query({
  name: "consents",
  summary: {
    zh: "一个数据集的同意，新的在前；可只看有效或已撤回的。",
    en: "A dataset's consents, newest first; only those that stand or were withdrawn, if wished.",
  },
  path: "/datasets/:dataset/consents",
  input: z.strictObject({
    dataset: datasetReference(),
    ...page,
    standing: z.enum(["standing", "withdrawn"]).optional(),
  }),
  output: pageOf(consentAnswer),
  run(i, s: LedgerSources) {
    const dataset = toDataset(i.dataset);
    if (!s.rows.get(datasets, dataset))
      throw new SuyuanError("THING_UNKNOWN", { field: "dataset", value: i.dataset });
    return siftPage(s.rows, consentsOf, { ...i, prefix: dataset, reverse: true }, (id) => {
      const row = s.rows.get(consents, id);
      return row && (i.standing === undefined || row.standing === i.standing)
        ? answerConsent(row, s)
        : undefined;
    });
  },
});

/** So many citations are in a consent's story; a list of its own goes on. */
const IN_STORY = 100;

export const showConsent = query({
  name: "consent",
  summary: {
    zh: "一项同意，以及以其为依据的版本。",
    en: "A consent, and the versions that rest on it.",
  },
  path: "/consents/:consent",
  input: z.strictObject({ consent: consentReference() }),
  /** Oldest first; `next` goes on in `consent-citations`. */
  output: consentAnswer.extend({ versions: pageOf(citationAnswer) }),
  async run(i, s: LedgerSources) {
    const row = findConsent(i.consent, s);
    return { ...answerConsent(row, s), versions: await citationsOf(row, { limit: IN_STORY }, s) };
  },
});

export const listCitations = query({
  name: "consent-citations",
  summary: {
    zh: "以某项同意为依据的版本，旧的在前。",
    en: "The versions that rest on a consent, oldest first.",
  },
  path: "/consents/:consent/versions",
  input: z.strictObject({ consent: consentReference(), ...page }),
  output: pageOf(citationAnswer),
  run: (i, s: LedgerSources) => citationsOf(findConsent(i.consent, s), i, s),
});

async function citationsOf(
  { id }: ConsentRow,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  s: LedgerSources,
) {
  const { found, next } = await readPage(s.rows, citations, { limit, cursor, prefix: id });
  return { items: found.map(({ row }) => answerCitation(row, s)), next };
}

function findConsent(reference: string, { rows, view }: LedgerSources): ConsentRow {
  const row = rows.get(consents, toNumbered("consent", reference, view, "consent"));
  if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "consent", value: reference });
  return row;
}

const offer = z.object({ version: z.string(), consent: z.string(), through: z.string().optional() });

export const showVersionConsents = query({
  name: "version-consents",
  summary: {
    zh: "一个版本所依据的同意，以及其父版本与数据集另有的、尚可引用的同意。",
    en: "The consents a version rests on, and those it could cite: its parents', else its dataset's own.",
  },
  path: "/versions/:version/consents",
  input: z.strictObject({ version: versionReference() }),
  output: z.object({
    version: z.string(),
    personal: z.boolean(),
    /** It is personal and cites no consent, or one that was withdrawn: it is not delivered. */
    barred: z.boolean(),
    cited: z.array(consentAnswer),
    /** Each is an input of `cite-consent`. */
    citable: z.array(offer),
  }),
  async run(i, s: LedgerSources) {
    const row = findVersion(i.version, s, s.head().number);
    const cited = row.consents.flatMap((id) => s.rows.get(consents, id) ?? []);
    const stands = cited.length > 0 && cited.every((c) => c.standing === "standing");
    return {
      version: row.name,
      personal: row.personal,
      barred: row.personal && !stands,
      cited: cited.map((c) => answerConsent(c, s)),
      citable: row.personal ? await citableBy(row, s) : [],
    };
  },
});

/** What its parents cite and it does not; of a version without personal parents, what stands of its dataset's own. */
async function citableBy(row: VersionRow, s: LedgerSources): Promise<z.infer<typeof offer>[]> {
  const { rows } = s;
  const room = MAX_CITED - row.consents.length;
  const wanted = (id: Hex) => !row.consents.includes(id) && rows.get(consents, id)?.standing === "standing";
  const parents = row.parents.map((id) => rows.get(versions, id)!);
  const inherited = new Map<Hex, Hex>();
  for (const parent of parents)
    for (const id of parent.consents.filter(wanted)) if (!inherited.has(id)) inherited.set(id, parent.id);
  if (parents.some((p) => p.personal))
    return [...inherited].slice(0, room).map(([id, parent]) => ({
      version: row.name,
      consent: consentNamed(rows, id),
      through: versionNamed(rows, parent),
    }));
  const own = await siftPage(rows, consentsOf, { prefix: row.dataset, limit: Math.max(1, room) }, (id) =>
    wanted(id) ? { version: row.name, consent: consentNamed(rows, id) } : undefined,
  );
  return own.items.slice(0, room);
}

export const consentQueries = [
  listConsents,
  showConsent,
  listCitations,
  showVersionConsents,
] as unknown as Query[];
