import { z } from "zod";
import { action, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { ZERO32, type Hex } from "../../core/hex.ts";
import { type Preimage } from "../../core/ids.ts";
import { declare, has } from "../../core/states.ts";
import { requireUse } from "../gate/officers.ts";
import { bilingual, digest, grade, line, versionReference } from "../inputs.ts";
import { metadataJson } from "../metadata.ts";
import { declareVersion } from "./declaring.ts";
import { made, makingOf, type Making, type Named, preimageOf, THIS, versionView } from "./making.ts";

export { preimageOf } from "./making.ts";

const publication = made.extend({
  schema: digest().optional(),
  grade: grade()
    .optional()
    .describe(
      "Left out, the highest of the dataset and the parents. Lower than the parents' only with approved evidence of desensitisation.",
    ),
  personal: z.boolean().optional(),
  least: z.boolean().optional().describe("Least authorisation: to named officers only, and not onward."),
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
  const making = makingOf(i, p);
  const { dataset, parents, granted } = making;
  const corrects = i.corrects === undefined ? undefined : versionView(i.corrects, p, "corrects");
  const confined = parents.some((v, at) => has(v.state, "confined") || granted[at]?.onward === false);
  const { made: version, ...declared } = declareVersion(i, making, p);
  const unconditional = has(dataset.state, "unconditional");
  requireOnward(i, confined && unconditional, making);
  // An identical one that is still open is joined instead. What was published is so whatever became of its parents.
  if (p.view.recorded(version.id))
    throw new SuyuanError("LEDGER_SUBJECT_EXISTS", {
      field: "content",
      value: version.id,
      subject: version.id,
    });
  requireStanding(parents);
  parents.forEach((v, at) => granted[at] && requireUse(v, granted[at], p));
  const affected = parents.some((v) => has(v.state, "affected"));
  return {
    id: version.id,
    organisation: making.by,
    run: version.run,
    runId: version.runId,
    dataset: dataset.id,
    state: declare({ ...declared, unconditional, affected, confined }),
    content: version.content.sha256,
    sm3: version.content.sm3,
    size: version.content.size,
    schema: i.schema ?? ZERO32,
    corrects: corrects?.id ?? ZERO32,
    metadata: metadataJson({ mediaType: i.mediaType, name: i.name }),
    parents: version.parents,
    under: version.under,
    shown: preimagesToShow(making, corrects, p),
  };
}

/** What is confined is no source of open data, and none in another department. */
function requireOnward(i: z.infer<typeof publication>, opens: boolean, { parents, granted }: Making): void {
  const foreign = parents.find((v, at) => granted[at] && has(v.state, "confined"));
  if (!opens && !foreign) return;
  const about = foreign ? { field: "parents", value: foreign.given } : { field: "dataset", value: i.dataset };
  throw new SuyuanError("LEDGER_ONWARD_FORBIDDEN", { ...about, version: THIS });
}

function requireStanding(parents: Named[]): void {
  for (const v of parents) {
    if (has(v.state, "recalled")) refuseParent("LEDGER_PARENT_RECALLED", v);
    if (has(v.state, "withdrawn")) refuseParent("LEDGER_PARENT_WITHDRAWN", v);
  }
}

function refuseParent(code: "LEDGER_PARENT_RECALLED" | "LEDGER_PARENT_WITHDRAWN", { given }: Named): never {
  throw new SuyuanError(code, { field: "parents", value: given, version: THIS, parent: given });
}

/** What proves that a conditional parent is one's own, and that the corrected version is of this dataset. */
function preimagesToShow(
  { dataset, parents, granted }: Making,
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

function batchArgs(step: bigint, elements: Publication[]) {
  const runs = new Map<string, { index: number; run: Publication["run"] }>();
  for (const e of elements) if (!runs.has(e.runId)) runs.set(e.runId, { index: runs.size, run: e.run });
  const publications = elements.map((e) => ({ ...e, run: runs.get(e.runId)!.index }));
  return { step, runs: [...runs.values()].map((r) => r.run), publications };
}
