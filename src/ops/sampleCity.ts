import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { departments, domains } from "../../sample/city.ts";
import { datasets } from "../../sample/datasets.ts";
import { runSample, type SampleRun, type Step } from "../../sample/run.ts";
import { digestFile } from "../content/digest.ts";
import { type Action } from "../core/action.ts";
import { canonicalJson } from "../core/canonical.ts";
import { SuyuanError } from "../core/errors.ts";
import { toHex, type Hex } from "../core/hex.ts";
import {
  registerDataset,
  registerDomain,
  recallVersion,
  withdrawVersion,
} from "../ledger/dataset/actions.ts";
import { publishVersion } from "../ledger/dataset/publish.ts";
import { type Operation } from "../outbox/operation.ts";
import { type City, type OnProgress } from "./city.ts";
import { BUREAU, ensure, foundTiers, settled } from "./founding.ts";

const others = [
  { code: "data-exchange", kind: "exchange", name: { zh: "数据交易所", en: "Data Exchange" } },
  {
    code: "transport-operations",
    kind: "execution-team",
    parent: "transport",
    name: { zh: "交通数据运营组", en: "Transport Data Operations Team" },
  },
];

/** The sample: real files, pipelines that really run, every act signed with its department's own key. */
export async function loadSampleCity(g: City, onProgress: OnProgress): Promise<void> {
  const folder = g.directory.folder("files");
  const run = await runSample(folder, (done, total) => onProgress("files", done, total));
  const admitted = [...departments.map(({ code, name }) => ({ code, name, kind: "department" })), ...others];
  onProgress("tiers", 0, admitted.length);
  await foundTiers(g, admitted);
  onProgress("tiers", admitted.length, admitted.length);
  await registerCatalogue(g, onProgress);
  const ids = await publishAll(g, folder, run.steps, onProgress);
  await admitMistakes(g, run, ids, onProgress);
}

async function registerCatalogue(g: City, onProgress: OnProgress): Promise<void> {
  const total = domains.length + datasets.length;
  onProgress("catalogue", 0, total);
  await ensure(g, registerDomain as unknown as Action, keyOf(g, BUREAU), domains);
  const owners = [...new Set(datasets.map((d) => d.owner))];
  const registered = owners.map((owner) => {
    const own = datasets.filter((d) => d.owner === owner);
    const inputs = own.map(({ owner: _, ...dataset }) => dataset);
    return ensure(g, registerDataset as unknown as Action, keyOf(g, owner), inputs);
  });
  await Promise.all(registered);
  onProgress("catalogue", total, total);
}

/** Hands every step in at once; what builds on another department's version waits for it in the outbox. */
async function publishAll(
  g: City,
  folder: string,
  steps: Step[],
  onProgress: OnProgress,
): Promise<Map<string, Hex>> {
  const ids = new Map<string, Hex>();
  const operations: Operation[] = [];
  for (const step of steps) {
    const { id, operation } = await publish(g, await publicationOf(step, folder, ids), ownerOf(step.dataset));
    ids.set(step.id, id);
    if (operation) operations.push(operation);
    onProgress("versions", ids.size, steps.length);
  }
  await settled(g.outbox, [...operations, ...g.outbox.openOperations()]);
  return ids;
}

async function publicationOf(step: Step, folder: string, ids: Map<string, Hex>) {
  const id = (name: string) => ids.get(name)!;
  return {
    dataset: step.dataset,
    content: await digestFile(join(folder, step.file)),
    parents: step.parents.map(id),
    run: { job: step.job, code: sha256(await readFile(step.code)), name: step.run },
    schema: sha256(Buffer.from(canonicalJson(step.schema))),
    mediaType: step.mediaType,
    name: step.title,
    ...(step.corrects === undefined ? {} : { corrects: id(step.corrects) }),
  };
}

async function publish(g: City, input: unknown, owner: string): Promise<{ id: Hex; operation?: Operation }> {
  try {
    const [operation] = await g.desk.submit(publishVersion as unknown as Action, keyOf(g, owner), [input]);
    return { id: (operation!.element as { id: Hex }).id, operation: operation! };
  } catch (error) {
    const published = error instanceof SuyuanError && error.code === "LEDGER_SUBJECT_EXISTS";
    if (!published) throw error;
    return { id: error.details["subject"] as Hex };
  }
}

/** What the city found out too late: a withdrawal, and a recall whose descendants span departments. */
async function admitMistakes(
  g: City,
  run: SampleRun,
  ids: Map<string, Hex>,
  onProgress: OnProgress,
): Promise<void> {
  const all = [
    ...run.withdrawals.map((w) => ({
      ...w,
      action: withdrawVersion as unknown as Action,
      state: "withdrawn",
    })),
    ...run.recalls.map((r) => ({ ...r, action: recallVersion as unknown as Action, state: "recalled" })),
  ];
  for (const [i, { step, reason, note, action }] of all.entries()) {
    const owner = keyOf(g, ownerOf(step.slice(0, step.indexOf("@"))));
    const input = { version: ids.get(step), reason, note: `${note.zh} ${note.en}`.slice(0, 300) };
    await onceOnly(g, action, owner, input);
    onProgress("mistakes", i + 1, all.length);
  }
}

/** An interrupted founding may have done it already; then the contract says so. */
async function onceOnly(g: City, action: Action, key: Hex, input: unknown): Promise<void> {
  try {
    await settled(g.outbox, await g.desk.submit(action, key, [input]));
  } catch (error) {
    const done = ["LEDGER_VERSION_ALREADY_WITHDRAWN", "LEDGER_VERSION_ALREADY_RECALLED"];
    if (!(error instanceof SuyuanError) || !done.includes(error.code)) throw error;
  }
}

function ownerOf(dataset: string): string {
  return dataset.slice(0, dataset.indexOf("/"));
}

function keyOf(g: City, organisation: string): Hex {
  return g.keyring.named(organisation)!.address;
}

function sha256(bytes: Uint8Array): Hex {
  return toHex(createHash("sha256").update(bytes).digest());
}
