import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Gateway } from "../gateway.ts";
import { sha256OfFile } from "../content/digest.ts";
import { versionAt } from "../ledger/dataset/answers.ts";
import { officerKeys } from "../ledger/agent/tables.ts";
import { digests } from "../ledger/dataset/tables.ts";
import { CHECKOUT } from "./settings.ts";

const MOST_FILES = 20;

/** Commands that work as they stand, for whoever has just started a gateway. */
export async function tryNext(gateway: Gateway, prefix: string): Promise<string[]> {
  const { city, organisation } = gateway.directory.description;
  if (city === "empty") return inAnEmptyCity(prefix);
  if (organisation !== undefined) return asANewcomer(gateway, organisation, prefix);
  const file = await fileOnLedger(gateway);
  const version = derivedVersion(gateway);
  return [
    `${prefix} datasets`,
    ...(version === undefined ? [] : [`${prefix} lineage ${version}`]),
    ...(file === undefined ? [] : [`${prefix} check ${file}`]),
  ];
}

function inAnEmptyCity(prefix: string): string[] {
  return [
    `${prefix} keys create --label trial --scope read,act --officer data-bureau --officer first-department`,
    `export SUYUAN_KEY=…`,
    `${prefix} act register-domain --as data-bureau --set code=environment --set name.zh=环境 --set name.en=Environment`,
    `${prefix} register first-department/first --domain environment --title-en First`,
    `${prefix} anchor README.md --dataset first-department/first`,
  ];
}

/** The first line is for the council's gateway: without it nothing that is signed here is accepted. */
function asANewcomer({ sources }: Gateway, organisation: string, prefix: string): string[] {
  const key = sources.signers().find(({ name }) => name === organisation)?.key;
  const isKnown = key === undefined || sources.rows.get(officerKeys, key) !== undefined;
  const names = `--set code=${organisation} --set kind=department --set name.zh=… --set name.en=…`;
  const admit = `suyuan act admit-organisation --as council-member ${names} --set dataOfficer=${key}`;
  return [
    ...(isKnown ? [] : [admit]),
    `${prefix} keys create --label trial --scope read,act --officer ${organisation}`,
    `export SUYUAN_KEY=…`,
    `${prefix} status`,
  ];
}

/** The newest version that was derived from more than one. */
function derivedVersion({ sources }: Gateway): string | undefined {
  for (let node = sources.graph.size - 1; node >= 0; node--) {
    const row = versionAt(sources.rows, node);
    if (row.parents.length > 1) return row.name;
  }
  return undefined;
}

async function fileOnLedger({ directory, sources }: Gateway): Promise<string | undefined> {
  const folder = directory.folder("files");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  for (const name of names.filter((n) => n.endsWith(".csv")).slice(0, MOST_FILES)) {
    const path = join(folder, name);
    const sha256 = await sha256OfFile(path);
    const found = await sources.rows.range(digests, { prefix: sha256, limit: 1 });
    if (found.length > 0) return path.startsWith(CHECKOUT) ? relative(CHECKOUT, path) : path;
  }
  return undefined;
}
