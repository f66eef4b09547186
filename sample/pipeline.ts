import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Text } from "./city.ts";
import { type Cleaned } from "./table/clean.ts";
import { parseObjects, parseTable } from "./table/parse.ts";
import { columns, type Column, type Row } from "./table/table.ts";
import { writeObjects, writeTable } from "./table/write.ts";

/** A parent's file as a step sees it: its text, or its rows under the schema it was written with. */
export interface Input {
  text: string;
  rows: Row[];
}

/** One step before it has run. Its id is `owner/dataset@label`; file, dataset and run name follow from it. */
export interface Plan {
  id: string;
  job: string;
  code: string;
  title: Text;
  columns: Column[];
  extension: string;
  mediaType: string;
  parents: string[];
  corrects?: string;
  /** Requests (`sharing/requests.ts`) under whose grants other departments' data is used; none when open. */
  under: string[];
  /** The package's file a raw step copies; a derived step has `make` instead. */
  source?: string;
  make?: (...inputs: Input[]) => Row[] | Cleaned;
}

interface Derivation {
  job: string;
  title: Text;
  parents: string[];
  columns: string;
  format?: ".csv" | ".json";
  corrects?: string;
  under?: string[];
  make: (...inputs: Input[]) => Row[] | Cleaned;
}

const mediaTypes: Record<string, string> = {
  ".csv": "text/csv",
  ".tsv": "text/tab-separated-values",
  ".json": "application/json",
};

/** The two verbs a pipeline file describes its steps with; `moduleUrl` names the code they are made by. */
export function pipelineOf(moduleUrl: string) {
  const code = fileURLToPath(moduleUrl);
  const collect = (id: string, source: string, notation: string, title: Text): Plan => {
    const extension = extname(source);
    const job = `${datasetOf(id).split("/")[1]}/collect`;
    const made = { id, job, code, title, source, parents: [], under: [] };
    return { ...made, columns: columns(notation), ...formatOf(extension) };
  };
  const derive = (
    id: string,
    { format = ".csv", columns: notation, under = [], ...rest }: Derivation,
  ): Plan => {
    return { id, code, columns: columns(notation), ...formatOf(format), under, ...rest };
  };
  return { collect, derive };
}

function formatOf(extension: string) {
  const mediaType = mediaTypes[extension];
  if (mediaType === undefined) throw new Error(`no media type for files ending in "${extension}"`);
  return { extension, mediaType };
}

export function datasetOf(id: string): string {
  const dataset = id.split("@")[0] ?? "";
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(dataset))
    throw new Error(`step "${id}" does not name owner/dataset@label`);
  return dataset;
}

export function fileOf(plan: Plan): string {
  return plan.id.replace("@", "/") + plan.extension;
}

export function readRows(text: string, plan: Plan): Row[] {
  if (plan.extension === ".json") return parseObjects(text, plan.columns);
  return parseTable(text, plan.columns, plan.extension === ".tsv" ? "\t" : ",");
}

export function writeRows(rows: readonly Row[], plan: Plan): string {
  return plan.extension === ".json" ? writeObjects(rows, plan.columns) : writeTable(rows, plan.columns);
}

/** Parents before children; otherwise the order the pipelines were written in. */
export function inOrder(plans: readonly Plan[]): Plan[] {
  const byId = new Map(plans.map((plan) => [plan.id, plan]));
  if (byId.size !== plans.length) throw new Error("two steps have the same id");
  const ordered = new Set<Plan>();
  const place = (plan: Plan, path: readonly string[]): void => {
    if (ordered.has(plan)) return;
    if (path.includes(plan.id)) throw new Error(`step "${plan.id}" descends from itself`);
    for (const id of [...plan.parents, ...(plan.corrects === undefined ? [] : [plan.corrects])]) {
      const before = byId.get(id);
      if (before === undefined) throw new Error(`step "${plan.id}" names "${id}", which no pipeline makes`);
      place(before, [...path, plan.id]);
    }
    ordered.add(plan);
  };
  for (const plan of plans) place(plan, []);
  return [...ordered];
}
