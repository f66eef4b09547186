import { z } from "zod";
import { canonicalJson } from "../../core/canonical.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type RequestView } from "../../core/action.ts";
import { digest } from "../inputs.ts";
import { bases, purposes } from "./tables.ts";

const FORMAT = "suyuan request document 1";

/** The private part of a request that was filed in confidence; bound to who asks, for what, and on which revision. */
const document = z.strictObject({
  format: z.literal(FORMAT),
  consumer: digest(),
  dataset: digest(),
  revision: z.int().positive(),
  purpose: z.enum(purposes),
  basis: z.enum(bases),
  scenario: z.string().min(1),
  /** As in the supply item's revision, and in its order. */
  fields: z.array(z.string()).min(1),
});

export type RequestDocument = z.infer<typeof document>;

/** Canonical JSON (RFC 8785): what is committed to. */
export function documentText(content: Omit<RequestDocument, "format">): string {
  return canonicalJson({ format: FORMAT, ...content });
}

/** Undefined when it is no document of a request. */
export function readDocument(text: string): RequestDocument | undefined {
  try {
    return document.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

type Bound = Pick<RequestView, "consumer" | "dataset" | "revision">;

/** Of which of these the document was not written for this request. */
function foreignMember(found: RequestDocument, request: Bound): string | undefined {
  return (["consumer", "dataset", "revision"] as const).find((name) => found[name] !== request[name]);
}

/** Undefined when it is no document of this request: anybody can file the commitment to another's. */
export function documentOf(text: string, request: Bound): RequestDocument | undefined {
  const found = readDocument(text);
  return found && foreignMember(found, request) === undefined ? found : undefined;
}

/** Throws where the document is not of this request, or asks for what is not supplied: nobody else can check that. */
export function requireSound(
  text: string,
  request: Bound,
  supplied: readonly string[],
  given: string,
): RequestDocument {
  const refuse = (reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field: "request", value: given, reason });
  const found = readDocument(text);
  if (!found) throw refuse("what it commits to is no document of a request");
  const other = foreignMember(found, request);
  if (other) throw refuse(`what it commits to was written for another ${other}`);
  const foreign = found.fields.find((field) => !supplied.includes(field));
  if (foreign !== undefined) throw refuse(`asks in confidence for ${foreign}, which is not supplied`);
  return found;
}
