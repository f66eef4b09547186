import { z } from "zod";
import {
  action,
  type Content,
  type DatasetView,
  type GrantView,
  type Preparation,
  type VersionView,
} from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { ZERO32, type Hex } from "../../core/hex.ts";
import { keccakWords } from "../../core/hash.ts";
import { canonicalUnder, hashOfIds, runId, versionId, type Preimage } from "../../core/ids.ts";
import { declare, gradeNumber, gradeOf, grades, has, isCommitted } from "../../core/states.ts";
import {
  actor,
  bilingual,
  content,
  datasetReference,
  digest,
  grade,
  grantReference,
  line,
  NAME_BYTES,
  toDataset,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { metadataJson } from "../metadata.ts";
import { grantsFor } from "./under.ts";

const MAX_PARENTS = 256;
/** Stands for the version in sentences until it has an id. */
const THIS = "the version";

const run = z.strictObject({
  job: line(120, NAME_BYTES).min(1),
  code: digest().optional().describe("SHA-256 of the code that ran."),
  name: line(120, NAME_BYTES)
    .optional()
    .describe("Left out, it follows from officer, dataset, digest and parents."),
});

const publication = z.strictObject({
  dataset: datasetReference(),
  content: content().describe("Digests and size; committed with a salt when personal or above general."),
  parents: z.array(versionReference()).max(MAX_PARENTS).default([]),
  under: z
    .array(grantReference())
    .max(MAX_PARENTS)
    .default([])
    .describe("Grants under which others' data was used; each covers the parents of its dataset."),
  run: run.optional(),
  schema: digest().optional(),
  grade: grade().optional().describe("Left out, the highest of the dataset and the parents."),
  personal: z.boolean().optional(),
  corrects: versionReference().optional(),
  mediaType: line(100).optional(),
  name: bilingual(200).optional(),
});

interface Publication {
  id: Hex;
  organisation: Hex;
  run: { job: string; code: Hex; name: string };
  runId: Hex;
  dataset: Hex;
  state: number;
  content: Hex;
  sm3: Hex;
  size: number;
  schema: Hex;
  corrects: Hex;
  metadata: string;
  parents: Hex[];
  under: Hex[];
  shown: Preimage[];
}

export const publishVersion = action({
  name: "publish-version",
  summary: {
    zh: "发布一个数据集版本及其父版本。",
    en: "Publish a version of a dataset, with what it was derived from.",
  },
  by: { officer: "publish" },
  input: publication,
  calls: "Datasets.publishVersions",
  leaves: "VersionPublished",
  prepare,
  args: batchArgs,
  key: (e) => e.id,
  makes: (e) => [{ id: e.id, version: { ...e, run: e.runId } }],
  names: (e) => [
    ...[e.dataset, ...e.parents, ...e.under].filter((id) => id !== ZERO32),
    ...(e.corrects === ZERO32 ? [] : [e.corrects]),
  ],
});

function prepare(i: z.infer<typeof publication>, p: Preparation): Publication {
  const by = actor(p);
  const dataset = ownDataset(i.dataset, by.id, p);
  const parents = parentViews(i.parents, p);
  const corrects = i.corrects === undefined ? undefined : versionView(i.corrects, p, "corrects");
  const granted = grantsFor(i.under, parents, dataset.owner, p);
  const confined = parents.some((v, at) => has(v.state, "confined") || granted[at]?.onward === false);
  const under = canonicalUnder(granted.map((g) => g?.id ?? ZERO32));
  const declared = { ...inherit(i, dataset, parents), confined };
  requireOnward(i, confined && has(dataset.state, "unconditional"), parents, granted);
  const committed = isCommitted(declared.grade, declared.personal);
  const sealed = committed ? { ...p.commit(dataset.id, i.content), size: 0 } : i.content;
  const ids = parents.map((v) => v.id);
  const affected = parents.some((v) => has(v.state, "affected"));
  const named = nameRun(i, by.id, dataset.id, sealed, ids);
  const made = runId(by.id, named.job, named.code, named.name);
  const preimage = { dataset: dataset.id, content: sealed.sha256, run: made };
  const id = versionId({ ...preimage, parentsHash: hashOfIds(ids), underHash: hashOfIds(under) });
  // An identical one that is still open is joined instead. What was published is so whatever became of its parents.
  if (p.view.recorded(id))
    throw new SuyuanError("LEDGER_SUBJECT_EXISTS", { field: "content", value: id, subject: id });
  requireStanding(parents);
  return {
    id,
    organisation: by.id,
    run: named,
    runId: made,
    dataset: dataset.id,
    state: declare({ ...declared, unconditional: has(dataset.state, "unconditional"), affected }),
    content: sealed.sha256,
    sm3: sealed.sm3,
    size: sealed.size,
    schema: i.schema ?? ZERO32,
    corrects: corrects?.id ?? ZERO32,
    metadata: metadataJson({ mediaType: i.mediaType, name: i.name }),
    parents: ids,
    under,
    shown: preimagesToShow(dataset, parents, granted, corrects, p),
  };
}

/** What is confined is no source of open data, and none in another department. */
function requireOnward(
  i: z.infer<typeof publication>,
  opens: boolean,
  parents: Named[],
  granted: unknown[],
): void {
  const foreign = parents.find((v, at) => granted[at] && has(v.state, "confined"));
  if (!opens && !foreign) return;
  const about = foreign ? { field: "parents", value: foreign.given } : { field: "dataset", value: i.dataset };
  throw new SuyuanError("LEDGER_ONWARD_FORBIDDEN", { ...about, version: THIS });
}

function ownDataset(reference: string, by: Hex, { view }: Preparation): DatasetView {
  const dataset = view.dataset(toDataset(reference));
  if (!dataset) throw new SuyuanError("THING_UNKNOWN", { field: "dataset", value: reference });
  if (dataset.owner === by) return dataset;
  const owner = view.organisation(dataset.owner)?.code ?? dataset.owner;
  throw new SuyuanError("LEDGER_DATASET_NOT_YOURS", {
    field: "dataset",
    value: reference,
    dataset: reference,
    owner,
  });
}

/** A version, and how it was named. */
type Named = VersionView & { given: string };

function versionView(reference: string, { view }: Preparation, field: string): Named {
  const v = view.version(toVersion(reference, view, field));
  if (!v) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return { ...v, given: reference };
}

/** Strictly ascending by id, as the contract wants them; the order given means nothing. */
function parentViews(references: string[], p: Preparation): Named[] {
  const views = references.map((r) => versionView(r, p, "parents"));
  views.sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = views.find((v, i) => views[i + 1]?.id === v.id);
  if (twice) refuseParent("LEDGER_PARENTS_OUT_OF_ORDER", twice);
  return views;
}

function requireStanding(parents: Named[]): void {
  for (const v of parents) {
    if (has(v.state, "recalled")) refuseParent("LEDGER_PARENT_RECALLED", v);
    if (has(v.state, "withdrawn")) refuseParent("LEDGER_PARENT_WITHDRAWN", v);
  }
}

function refuseParent(
  code: "LEDGER_PARENT_RECALLED" | "LEDGER_PARENT_WITHDRAWN" | "LEDGER_PARENTS_OUT_OF_ORDER",
  { given }: Named,
): never {
  throw new SuyuanError(code, { field: "parents", value: given, version: THIS, parent: given });
}

function inherit(i: z.infer<typeof publication>, dataset: DatasetView, parents: Named[]) {
  const sources = [dataset.state, ...parents.map((v) => v.state)];
  const required = Math.max(...sources.map((s) => gradeNumber(gradeOf(s))));
  const highest = grades[required - 1]!;
  if (i.grade !== undefined && gradeNumber(i.grade) < required) {
    const details = { version: THIS, declared: i.grade, required: highest };
    throw new SuyuanError("LEDGER_GRADE_TOO_LOW", { field: "grade", value: i.grade, ...details });
  }
  const personal = sources.some((s) => has(s, "personal"));
  if (i.personal === false && personal) {
    throw new SuyuanError("LEDGER_PERSONAL_NOT_DECLARED", {
      field: "personal",
      value: false,
      version: THIS,
    });
  }
  const declared = { grade: i.grade ?? highest, personal: i.personal ?? personal };
  if (declared.personal && has(dataset.state, "unconditional")) refuseOpenPersonal(i, parents);
  return declared;
}

function refuseOpenPersonal({ dataset, personal }: z.infer<typeof publication>, parents: Named[]): never {
  const from = parents.find((v) => has(v.state, "personal"));
  const about =
    personal || !from ? { field: "personal", value: true } : { field: "parents", value: from.given };
  const reason = `personal data cannot be a version of ${dataset}, which is shared unconditionally`;
  throw new SuyuanError("INPUT_NOT_VALID", { ...about, reason });
}

/** The default name is the same for the same act, so that anchoring a file twice is noticed. */
function nameRun(i: z.infer<typeof publication>, by: Hex, dataset: Hex, c: Content, parents: Hex[]) {
  const name = () => `anchor:${keccakWords([by, dataset, c.sha256, hashOfIds(parents)]).slice(2, 34)}`;
  return { job: i.run?.job ?? "anchor", code: i.run?.code ?? ZERO32, name: i.run?.name ?? name() };
}

/** What proves that a conditional parent is one's own, and that the corrected version is of this dataset. */
function preimagesToShow(
  dataset: DatasetView,
  parents: Named[],
  granted: (GrantView | undefined)[],
  corrects: Named | undefined,
  { view }: Preparation,
): Preimage[] {
  const shown = parents.filter((v, at) => granted[at] ?? !has(v.state, "unconditional"));
  const isForeign = (v: Named) => view.dataset(v.dataset)?.owner !== dataset.owner;
  const foreign = shown.find((v) => isForeign(v) && !granted[parents.indexOf(v)]);
  if (foreign) {
    const details = { version: THIS, parent: foreign.given };
    throw new SuyuanError("LEDGER_GRANT_REQUIRED", { field: "parents", value: foreign.given, ...details });
  }
  if (corrects && corrects.dataset !== dataset.id) {
    const details = { version: THIS, corrects: corrects.given };
    throw new SuyuanError("LEDGER_CORRECTS_OTHER_DATASET", {
      field: "corrects",
      value: corrects.given,
      ...details,
    });
  }
  return [...shown, ...(corrects ? [corrects] : [])].map(preimageOf);
}

export function preimageOf({ dataset, content, run, parents, under }: VersionView): Preimage {
  return { dataset, content, run, parentsHash: hashOfIds(parents), underHash: hashOfIds(under) };
}

function batchArgs(step: bigint, elements: Publication[]) {
  const runs = new Map<string, { index: number; run: Publication["run"] }>();
  for (const e of elements) if (!runs.has(e.runId)) runs.set(e.runId, { index: runs.size, run: e.run });
  const publications = elements.map((e) => ({ ...e, run: runs.get(e.runId)!.index }));
  return { step, runs: [...runs.values()].map((r) => r.run), publications };
}
