/** As much of JSON Schema as the definitions use. */
export interface Schema {
  type?: string;
  examples?: unknown[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  pattern?: string;
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
}

const HEX = /^\^0x\[0-9a-fA?-?F?\]\{(\d+)\}\$$/;

/** A value that the schema accepts: its own example where it has one, else the plainest. */
export function exampleOf(s: Schema): unknown {
  if (s.examples?.length) return s.examples[0];
  if (s.const !== undefined) return s.const;
  if (s.enum?.length) return s.default ?? s.enum[0];
  if (s.anyOf?.length) return exampleOf(s.anyOf[0]!);
  switch (s.type) {
    case "object":
      return objectExample(s);
    case "array":
      return s.items && (s.minItems ?? 0) > 0 ? [exampleOf(s.items)] : (s.default ?? []);
    case "integer":
    case "number":
      return s.default ?? Math.max(1, s.minimum ?? 0);
    case "boolean":
      return s.default ?? false;
    case "string":
      return stringExample(s);
    default:
      return null;
  }
}

/** What must be given, and parents, which are the point of a ledger of lineage. */
function objectExample({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  const shown = Object.entries(properties).filter(([name]) => required.includes(name) || name === "parents");
  return Object.fromEntries(
    shown.map(([name, p]) => [name, isWordFor(p, words[name]) ? words[name] : exampleOf(p)]),
  );
}

function isWordFor({ type, enum: codes }: Schema, word: unknown): boolean {
  if (word === undefined || codes) return false;
  return type === (Array.isArray(word) ? "array" : typeof word);
}

/** Words that read better than the plainest value does. */
const words: Record<string, unknown> = {
  name: { zh: "日降雨量", en: "Daily rainfall" },
  reason: "decision 2026-17",
  parents: ["meteorology/weather-daily@3"],
};

function stringExample({ pattern, format, default: fallback, minLength = 0 }: Schema): string {
  const digits = HEX.exec(pattern ?? "")?.[1];
  if (digits !== undefined) return `0x${"ab".repeat(Number(digits) / 2)}`;
  if (format === "date-time") return "2027-01-01T00:00:00Z";
  return typeof fallback === "string" ? fallback : "text".padEnd(minLength, "…");
}
