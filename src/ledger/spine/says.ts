import { type Text } from "../../core/text.ts";

/** A fact's sentence with its payload's members in their places; what is withheld or unknown shows as `…`. */
export function sayFact(says: Text, payload: Record<string, unknown>): Text {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => shown(payload[name])).replace(/[:：]\s*$/u, "");
  return { zh: fill(says.zh), en: fill(says.en) };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "…";
  if (typeof value !== "string") return JSON.stringify(value);
  return value.startsWith("{") ? inWords(value) : value;
}

/** Some members are JSON texts: what people wrote, without its names. */
function inWords(text: string): string {
  try {
    return Object.values(JSON.parse(text) as object)
      .map((v) => (typeof v === "string" ? v : JSON.stringify(v)))
      .join("; ");
  } catch {
    return text;
  }
}
