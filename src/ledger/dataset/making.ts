import { z } from "zod";
import {
  type Content,
  type DatasetView,
  type GrantView,
  type Preparation,
  type VersionView,
} from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakWords } from "../../core/hash.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { canonicalUnder, hashOfIds, runId, versionId, type Preimage } from "../../core/ids.ts";
import {
  actor,
  content,
  datasetReference,
  digest,
  grantReference,
  line,
  NAME_BYTES,
  toDataset,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { grantsFor } from "./under.ts";

const MAX_PARENTS = 256;
/** Stands for the version in sentences until it has an id. */
export const THIS = "the version";

const run = z.strictObject({
  job: line(120, NAME_BYTES).min(1),
  code: digest().optional().describe("SHA-256 of the code that ran."),
  name: line(120, NAME_BYTES)
    .optional()
    .describe("Left out, it follows from officer, dataset, digest and parents."),
});

/** What a version's id follows from, as its publication and the evidence about it are given it. */
export const made = z.strictObject({
  dataset: datasetReference(),
  content: content().describe("Digests and size; committed with a salt when personal or above general."),
  parents: z.array(versionReference()).max(MAX_PARENTS).default([]),
  under: z
    .array(grantReference())
    .max(MAX_PARENTS)
    .default([])
    .describe("Grants under which others' data was used; each covers the parents of its dataset."),
  run: run.optional(),
});
type Given = z.infer<typeof made>;

/** A version, and how it was named. */
export type Named = VersionView & { given: string };

/** What it is made of, looked up. */
export interface Making {
  by: Hex;
  dataset: DatasetView;
  /** Strictly ascending by id, as the contract wants them; the order given means nothing. */
  parents: Named[];
  /** For each parent, the grant it is used under. */
  granted: (GrantView | undefined)[];
}

export function makingOf(i: Given, p: Preparation): Making {
  const by = actor(p).id;
  const dataset = ownDataset(i.dataset, by, p);
  const parents = parentViews(i.parents, p);
  return { by, dataset, parents, granted: grantsFor(i.under, parents, dataset.owner, p) };
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

export function versionView(reference: string, { view }: Preparation, field: string): Named {
  const v = view.version(toVersion(reference, view, field));
  if (!v) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return { ...v, given: reference };
}

function parentViews(references: string[], p: Preparation): Named[] {
  const views = references.map((r) => versionView(r, p, "parents"));
  views.sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = views.find((v, i) => views[i + 1]?.id === v.id);
  if (!twice) return views;
  const details = { field: "parents", value: twice.given, version: THIS, parent: twice.given };
  throw new SuyuanError("LEDGER_PARENTS_OUT_OF_ORDER", details);
}

export interface Identified {
  id: Hex;
  /** As they stand on the chain. */
  content: Content;
  run: { job: string; code: Hex; name: string };
  runId: Hex;
  parents: Hex[];
  under: Hex[];
  preimage: Preimage;
}

/** The id it has; whether its content is committed to follows from what it is declared as. */
export function identify(i: Given, m: Making, committed: boolean, p: Preparation): Identified {
  const dataset = m.dataset.id;
  const parents = m.parents.map((v) => v.id);
  const under = canonicalUnder(m.granted.map((g) => g?.id ?? ZERO32));
  const sealed = committed ? { ...p.commit(dataset, i.content), size: 0 } : i.content;
  const named = nameRun(i, m.by, dataset, sealed, parents);
  const run = runId(m.by, named.job, named.code, named.name);
  const hashes = { parentsHash: hashOfIds(parents), underHash: hashOfIds(under) };
  const preimage = { dataset, content: sealed.sha256, run, ...hashes };
  return { id: versionId(preimage), content: sealed, run: named, runId: run, parents, under, preimage };
}

/** The default name is the same for the same act, so that anchoring a file twice is noticed. */
function nameRun(i: Given, by: Hex, dataset: Hex, c: Content, parents: Hex[]) {
  const name = () => `anchor:${keccakWords([by, dataset, c.sha256, hashOfIds(parents)]).slice(2, 34)}`;
  return { job: i.run?.job ?? "anchor", code: i.run?.code ?? ZERO32, name: i.run?.name ?? name() };
}

export function preimageOf({ dataset, content, run, parents, under }: VersionView): Preimage {
  return { dataset, content, run, parentsHash: hashOfIds(parents), underHash: hashOfIds(under) };
}
