import { SuyuanError } from "../core/errors.ts";
import { type Grade } from "../core/states.ts";
import { type Api } from "./api.ts";
import { hash, type Hashed } from "./content.ts";
import { parentReference } from "./parents.ts";

export interface PublicationOptions {
  dataset: string;
  parent?: string[];
  job?: string;
  code?: string;
  run?: string;
  corrects?: string;
  titleZh?: string;
  titleEn?: string;
  grade?: Grade;
  personal?: true;
}

/** What all files of one command line have in common. Absent members are left to the ledger's defaults. */
export async function commonPart(o: PublicationOptions, api: Api): Promise<Record<string, unknown>> {
  const parents: string[] = [];
  for (const given of o.parent ?? []) parents.push(await parentReference(given, api));
  const title = o.titleZh ?? o.titleEn;
  return present({
    dataset: o.dataset,
    parents,
    run: await runOf(o),
    corrects: o.corrects,
    grade: o.grade,
    personal: o.personal,
    name: title === undefined ? undefined : { zh: o.titleZh ?? title, en: o.titleEn ?? title },
  });
}

async function runOf({ job, code, run }: PublicationOptions) {
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
