import { departments, domains } from "../../sample/city.ts";
import { datasets } from "../../sample/datasets.ts";
import { runSample, type SampleRun, type Step } from "../../sample/run.ts";
import { calendars } from "../../sample/sharing/calendars.ts";
import { supply } from "../../sample/sharing/supply.ts";
import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { publishCalendar } from "../ledger/clock/actions.ts";
import {
  registerDataset,
  registerDomain,
  recallVersion,
  withdrawVersion,
} from "../ledger/dataset/actions.ts";
import { listSupply } from "../ledger/supply/actions.ts";
import { type City, type OnProgress } from "./city.ts";
import { BUREAU, ensure, foundTiers, settled } from "./founding.ts";
import { inBoth, keyOf, ownerOf } from "./sample/acts.ts";
import { publishAll, type Published } from "./sample/publishing.ts";
import { shareInSample } from "./sample/sharing.ts";

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
  const published = { folder, ids: new Map<string, Hex>() };
  await Promise.all([listAll(g), publishOwn(g, published, run.steps, onProgress)]);
  await admitMistakes(g, run, published, onProgress);
  await shareInSample(g, published, run.steps, onProgress);
}

async function registerCatalogue(g: City, onProgress: OnProgress): Promise<void> {
  const total = domains.length + datasets.length;
  onProgress("catalogue", 0, total);
  await Promise.all([
    ensure(g, registerDomain as unknown as Action, keyOf(g, BUREAU), domains),
    ensure(g, publishCalendar as unknown as Action, keyOf(g, BUREAU), calendars),
  ]);
  await ofEachOwner(datasets, (owner, own) => {
    const inputs = own.map(({ owner: _, ...dataset }) => dataset);
    return ensure(g, registerDataset as unknown as Action, keyOf(g, owner), inputs);
  });
  onProgress("catalogue", total, total);
}

/** Every department lists all that it has, and says on which terms. */
async function listAll(g: City): Promise<void> {
  const items = supply.map((item) => ({ ...item, owner: ownerOf(item.dataset) }));
  await ofEachOwner(items, (owner, own) => {
    const inputs = own.map(({ owner: _, terms, ...item }) => ({
      ...item,
      terms: terms ? inBoth(terms) : "",
    }));
    return ensure(g, listSupply as unknown as Action, keyOf(g, owner), inputs);
  });
}

async function ofEachOwner<T extends { owner: string }>(
  all: readonly T[],
  act: (owner: string, own: T[]) => Promise<unknown>,
): Promise<void> {
  await Promise.all([...Map.groupBy(all, ({ owner }) => owner)].map(([owner, own]) => act(owner, own)));
}

/** What builds on another department's data under a grant comes when that data was delivered. */
async function publishOwn(g: City, p: Published, steps: readonly Step[], onProgress: OnProgress) {
  const open = steps.filter(({ under }) => under.length === 0);
  const onEach = () => onProgress("versions", p.ids.size, open.length);
  await publishAll(g, p, open, { onEach });
}

/** What the city found out too late: a withdrawal, and a recall whose descendants span departments. */
async function admitMistakes(
  g: City,
  run: SampleRun,
  { ids }: Published,
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
    const input = { version: ids.get(step), reason, note: inBoth(note) };
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
