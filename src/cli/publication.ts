import type { Command } from "commander";
import { SuyuanError } from "../core/errors.ts";
import { type Grade } from "../core/states.ts";
import { type Api } from "./api.ts";
import { type Cli } from "./cli.ts";
import { hash, type Hashed } from "./content.ts";
import { gather } from "./options.ts";
import { parentReference } from "./parents.ts";

/** What a version's id follows from, besides its content. */
export interface MadeOptions {
  dataset: string;
  parent?: string[];
  under?: string[];
  job?: string;
  code?: string;
  run?: string;
}

export function madeOptions(command: Command, { t }: Cli): Command {
  return command
    .requiredOption("--dataset <dataset>", t("如 owner/code", "like owner/code"))
    .option(
      "--parent <version>",
      t("来源版本或其文件，可多次", "a version, or its file; may be repeated"),
      gather,
    )
    .option("--under <grant>", t("依据的授权，可多次", "a grant it was used under; may be repeated"), gather)
    .option("--job <name>", t("产生它的作业", "the job that made it"))
    .option("--code <file>", t("作业的代码文件", "the code that ran"))
    .option("--run <name>", t("这次运行的名称", "the name of this run"));
}

export interface PublicationOptions extends MadeOptions {
  corrects?: string;
  titleZh?: string;
  titleEn?: string;
  grade?: Grade;
  personal?: boolean;
  least?: boolean;
}

/** What all files of one command line have in common. Absent members are left to the ledger's defaults. */
export async function commonPart(o: PublicationOptions, api: Api): Promise<Record<string, unknown>> {
  const parents: string[] = [];
  for (const given of o.parent ?? []) parents.push(await parentReference(given, api));
  const title = o.titleZh ?? o.titleEn;
  return present({
    dataset: o.dataset,
    parents,
    under: o.under,
    run: await runOf(o),
    corrects: o.corrects,
    grade: o.grade,
    personal: o.personal,
    least: o.least,
    name: title === undefined ? undefined : { zh: o.titleZh ?? title, en: o.titleEn ?? title },
  });
}

async function runOf({ job, code, run }: MadeOptions) {
  if (job === undefined) {
    if (code === undefined && run === undefined) return undefined;
    const reason = "must be given with --code or --run";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "job", value: null, reason });
  }
  const digest = code === undefined ? undefined : (await hash(code)).digest.sha256;
  return present({ job, code: digest, name: run });
}

export function publicationOf(common: Record<string, unknown>, { digest, mediaType }: Hashed) {
  return { ...common, content: digest, mediaType };
}

function present(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, v]) => v !== undefined));
}
