import { z } from "zod";
import { SuyuanError } from "../core/errors.ts";

interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** The query string's parameters. One that is not known, or comes twice, is refused by name. */
export function queryParameters(url: string, known: readonly string[]): Record<string, string> {
  const at = url.indexOf("?");
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(at < 0 ? "" : url.slice(at + 1))) {
    const refuse = (reason: string) => new SuyuanError("INPUT_NOT_VALID", { field: name, value, reason });
    if (!known.includes(name)) throw refuse("is not a parameter of this request");
    if (Object.hasOwn(found, name)) throw refuse("is given twice");
    found[name] = value;
  }
  return found;
}

/** Turns the text of parameters into the numbers and booleans that a schema asks for. */
export function coercion(schema: z.ZodType): (parameters: Record<string, string>) => Record<string, unknown> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const types = new Map(Object.entries(json.properties ?? {}).map(([name, s]) => [name, typesOf(s)]));
  return (parameters) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [name, coerce(text, types.get(name) ?? [])]),
    );
}

export function parameterNames(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return Object.keys(json.properties ?? {});
}

function typesOf(schema: JsonSchema): string[] {
  const own = schema.type === undefined ? [] : [schema.type].flat();
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [...own, ...parts.flatMap(typesOf)];
}

/** What is no number stays text, so that the schema refuses it with the value as it was given. */
function coerce(text: string, types: string[]): unknown {
  const numeric = types.includes("number") || types.includes("integer");
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  if (types.includes("array")) return text === "" ? [] : text.split(",");
  return text;
}
