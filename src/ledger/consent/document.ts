import { z } from "zod";
import { canonicalJson } from "../../core/canonical.ts";
import { content, digest } from "../inputs.ts";
import { type ConsentRow } from "./tables.ts";

const FORMAT = "suyuan consent 1";

/** What a consent's commitment is to: it stays with the dataset's owner, who shows it to whoever may ask. */
const document = z.strictObject({
  format: z.literal(FORMAT),
  dataset: digest(),
  name: z.string().min(1),
  /** Who consented to what. */
  statement: z.string().min(1),
  /** Of the signed document, or `null`. */
  document: content().nullable(),
});

export type ConsentDocument = z.infer<typeof document>;

/** Canonical JSON (RFC 8785): what is committed to. */
export function documentText(of: Omit<ConsentDocument, "format">): string {
  return canonicalJson({ format: FORMAT, ...of });
}

/** Undefined when it is no document of this consent: anybody can record the commitment to another's. */
export function documentOf(
  text: string,
  consent: Pick<ConsentRow, "dataset" | "name">,
): ConsentDocument | undefined {
  try {
    const found = document.safeParse(JSON.parse(text)).data;
    return found?.dataset === consent.dataset && found.name === consent.name ? found : undefined;
  } catch {
    return undefined;
  }
}
