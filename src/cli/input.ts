import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { parseJson } from "../core/canonical.ts";
import { SuyuanError } from "../core/errors.ts";
import { fromSystem } from "../content/errors.ts";
import { type Field } from "./fields.ts";

/** JSON as given: itself, `@file`, or `-` for what comes in on stdin. */
export async function readInput(given: string): Promise<unknown> {
  if (given === "-") return parseJson(await readAll(process.stdin), "input");
  if (!given.startsWith("@")) return parseJson(given, "input");
  const path = given.slice(1);
  try {
    return parseJson(readFileSync(path, "utf8"), "input");
  } catch (error) {
    throw fromSystem(error, path);
  }
}

/** `name.zh=气象` puts a value into the input; what it is read as follows from the field's type. */
export function setMember(input: unknown, pair: string, fields: readonly Field[]): unknown {
  const equals = pair.indexOf("=");
  const path = equals < 1 ? [] : pair.slice(0, equals).split(".");
  const forbidden = path.some((part) => part === "" || part === "__proto__");
  if (path.length === 0 || forbidden) {
    throw new SuyuanError("INPUT_NOT_VALID", {
      field: "set",
      value: pair,
      reason: "must be like name=value",
    });
  }
  const field = fields.find((f) => f.name === path.join("."));
  return place(input, path, valueOf(pair.slice(equals + 1), field));
}

function place(into: unknown, [head, ...rest]: string[], value: unknown): unknown {
  if (head === undefined) return value;
  const members = into !== null && typeof into === "object" ? (into as Record<string, unknown>) : {};
  return { ...members, [head]: place(members[head], rest, value) };
}

/** What does not parse stays text, so that the gateway refuses it with the value as it was given. */
function valueOf(text: string, field: Field | undefined): unknown {
  const type = field?.type ?? "json";
  const isList = type.endsWith("…") && type !== "0x…";
  if (isList && !text.startsWith("[")) return text === "" ? [] : text.split(",");
  const isText = type === "string" || type === "0x…" || (type.includes("|") && !isList);
  if (isText) return text;
  try {
    return parseJson(text, "set");
  } catch {
    return text;
  }
}
