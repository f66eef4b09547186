import { z } from "zod";
import { canonicalJson } from "../../core/canonical.ts";
import { content, digest } from "../../ledger/inputs.ts";
import { type Openable } from "../../ledger/opening/policy.ts";
import { type Secrets } from "../../store/secrets.ts";

/** Openings as they travel and as people hand them on: JSON of a content's digests or of a text, with the salt. */
export const contentOpening = z.strictObject({ dataset: digest(), content: content(), salt: digest() });
export const textOpening = z.strictObject({ text: z.string().max(40_000), salt: digest() });

/** What opens this, if this gateway keeps it. */
export function openingOf({ commitment, isOf }: Openable, secrets: Secrets): string | undefined {
  if (commitment.sm3 === undefined) {
    const found = secrets.texts.openingOf(commitment.sha256);
    return found && isOf(found) ? canonicalJson(found) : undefined;
  }
  const found = secrets.openingOf(commitment.sha256);
  if (!found || !isOf(found)) return undefined;
  return canonicalJson({ dataset: found.dataset, content: found.content, salt: found.salt });
}

/** Keeps it where it opens the commitment. Throws when it is no opening; false when it is of something else. */
export async function keepOpening(
  opening: string,
  { commitment, isOf }: Openable,
  secrets: Secrets,
): Promise<boolean> {
  const { sha256, sm3 } = commitment;
  if (sm3 === undefined) {
    const found = textOpening.parse(JSON.parse(opening));
    if (secrets.texts.commitmentTo(found) !== sha256 || !isOf(found)) return false;
    await secrets.texts.keep(found);
    return true;
  }
  const found = contentOpening.parse(JSON.parse(opening));
  const made = secrets.commitmentTo(found);
  if (made.sha256 !== sha256 || made.sm3 !== sm3 || !isOf(found)) return false;
  await secrets.keep({ ...found, commitment: made });
  return true;
}
