import { SuyuanError } from "../core/errors.ts";
import { canonicalJson, parseJson } from "../core/canonical.ts";
import { type Text } from "../core/text.ts";

export const METADATA_BYTES = 4096;

/** Catalogue metadata as it rides on chain: RFC 8785, at most 4096 bytes; absent members are left out. */
export function metadataJson(value: Record<string, unknown>, field = "metadata"): string {
  const present = Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined));
  const text = canonicalJson(present);
  const length = Buffer.byteLength(text);
  if (length > METADATA_BYTES) {
    throw new SuyuanError("LEDGER_TEXT_TOO_LONG", { field, value: length, length, limit: METADATA_BYTES });
  }
  return text;
}

/** What a writer put on chain is read with care: anything else than an object is no metadata. */
export function readMetadata(text: string): Record<string, unknown> {
  try {
    const value = parseJson(text, "metadata");
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Kept on chain as it is; the read model shows none.
  }
  return {};
}

export function nameIn(metadata: string, fallback: string): Text {
  const name = readMetadata(metadata)["name"] as Partial<Text> | undefined;
  const text = (v: unknown) => (typeof v === "string" ? v : fallback);
  return { zh: text(name?.zh), en: text(name?.en) };
}
