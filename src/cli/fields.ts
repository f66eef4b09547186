import { z } from "zod";
import type { Action } from "../core/action.ts";
import { type Text } from "../core/text.ts";
import { fieldWord } from "../ledger/words/fields.ts";

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  default?: unknown;
  description?: string;
  examples?: unknown[];
  pattern?: string;
}

export interface Field {
  /** With dots into what it lies in, as `--set` takes it. */
  name: string;
  type: string;
  required: boolean;
  about: string;
  label: Text | undefined;
}

/** The members of an action's input, those within others too, as its schema describes them. */
export function fieldsOf(action: Pick<Action, "input" | "name">): Field[] {
  const schema = z.toJSONSchema(action.input, { io: "input", unrepresentable: "any" }) as Schema;
  return fieldsIn(schema, "", true, action.name);
}

function fieldsIn(schema: Schema, prefix: string, reached: boolean, action: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, s]) => {
    const name = prefix + key;
    const required = reached && (schema.required ?? []).includes(key) && s.default === undefined;
    if (s.properties) return fieldsIn(s, `${name}.`, required, action);
    return [{ name, type: typeOf(s), required, about: aboutOf(s), label: fieldWord(action, name) }];
  });
}

function typeOf(s: Schema): string {
  if (s.enum) return s.enum.join("|");
  if (s.type === "array") return `${typeOf(s.items ?? {})}…`;
  if (s.anyOf) return s.anyOf.map(typeOf).join("|");
  if (s.pattern?.startsWith("^0x")) return "0x…";
  return s.type ?? "json";
}

function aboutOf(s: Schema): string {
  const preset = s.default === undefined ? [] : [`= ${JSON.stringify(s.default)}`];
  const example = s.examples?.[0] ?? s.items?.examples?.[0];
  const shown = example === undefined ? [] : [`(${String(example)})`];
  return [s.description, ...preset, ...shown].filter((part) => part !== undefined).join(" ");
}
