import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Text } from "./city.ts";
import { datasetOf, fileOf, inOrder, readRows, writeRows, type Input, type Plan } from "./pipeline.ts";
import { recalls, withdrawals } from "./mistakes.ts";
import { agriculture } from "./pipelines/agriculture.ts";
import { cityBrain } from "./pipelines/cityBrain.ts";
import { cultureTourism } from "./pipelines/cultureTourism.ts";
import { emergency } from "./pipelines/emergency.ts";
import { environment } from "./pipelines/environment.ts";
import { flights } from "./pipelines/flights.ts";
import { grassroots } from "./pipelines/grassroots.ts";
import { health } from "./pipelines/health.ts";
import { housing } from "./pipelines/housing.ts";
import { market } from "./pipelines/market.ts";
import { police } from "./pipelines/police.ts";
import { publicServices } from "./pipelines/publicServices.ts";
import { records } from "./pipelines/records.ts";
import { signalTiming } from "./pipelines/signalTiming.ts";
import { traffic } from "./pipelines/traffic.ts";
import { urbanManagement } from "./pipelines/urbanManagement.ts";
import { weather } from "./pipelines/weather.ts";
import { type ColumnType } from "./table/table.ts";

export interface Step {
  id: string;
  /** `owner/code` */
  dataset: string;
  /** Relative to the folder of the run. */
  file: string;
  mediaType: string;
  parents: string[];
  /** Requests under whose grants parents of other departments are used. */
  under: string[];
  /** An earlier step of the same dataset. */
  corrects?: string;
  job: string;
  /** Absolute path of the source file that made it. */
  code: string;
  run: string;
  schema: { name: string; type: ColumnType }[];
  title: Text;
  /** Rows a cleaning took away, by rule. */
  dropped?: Record<string, number>;
}

export interface SampleRun {
  /** Parents before children. */
  steps: Step[];
  recalls: { step: string; reason: "source-error" | "consent" | "security" | "legal"; note: Text }[];
  withdrawals: { step: string; reason: "superseded" | "published-in-error"; note: Text }[];
}

export const plans: readonly Plan[] = inOrder(
  [
    ...[weather, emergency, flights, traffic, urbanManagement, cultureTourism, health, housing, market],
    ...[agriculture, environment, grassroots, police, publicServices, cityBrain, signalTiming, records],
  ].flat(),
);

/** Makes every file of the city under `dir`. A second run writes the same bytes again. */
export async function runSample(
  dir: string,
  onProgress?: (done: number, total: number, step: string) => void,
): Promise<SampleRun> {
  const inputs = new Map<string, Input>();
  const steps: Step[] = [];
  for (const plan of plans) {
    const { bytes, dropped } = await make(plan, inputs);
    const path = join(dir, fileOf(plan));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    inputs.set(plan.id, inputOf(bytes.toString("utf8"), plan));
    steps.push(stepOf(plan, dropped));
    onProgress?.(steps.length, plans.length, plan.id);
  }
  return { steps, recalls: [...recalls], withdrawals: [...withdrawals] };
}

async function make(plan: Plan, inputs: ReadonlyMap<string, Input>) {
  if (plan.source !== undefined) return { bytes: await readFile(sourcePath(plan.source)) };
  const made = plan.make!(...plan.parents.map((parent) => inputs.get(parent)!));
  const { rows, dropped } = Array.isArray(made) ? { rows: made, dropped: undefined } : made;
  return { bytes: Buffer.from(writeRows(rows, plan)), dropped };
}

/** Children read what was written, rounded as it was written, and parse it only when they need to. */
function inputOf(text: string, plan: Plan): Input {
  let rows: Input["rows"] | undefined;
  return {
    text,
    get rows() {
      return (rows ??= readRows(text, plan));
    },
  };
}

function stepOf(plan: Plan, dropped?: Record<string, number>): Step {
  const { id, job, code, title, mediaType, corrects, parents, under } = plan;
  return {
    ...{
      id,
      dataset: datasetOf(id),
      file: fileOf(plan),
      mediaType,
      parents: [...parents],
      under: [...under],
    },
    ...(corrects === undefined ? {} : { corrects }),
    ...{ job, code, run: `sample:${id}`, title },
    schema: plan.columns.map(({ name, type }) => ({ name, type })),
    ...(dropped === undefined ? {} : { dropped }),
  };
}

/** The package names only its build in `exports`, so its data is found from there. */
export function sourcePath(file: string): string {
  const build = createRequire(import.meta.url).resolve("vega-datasets");
  return join(dirname(build), "..", "data", file);
}
