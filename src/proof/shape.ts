import { isHex, type Hex } from "../core/hex.ts";
import { utf8 } from "./bytes.ts";
import { tampered } from "./flaw.ts";

/** Readers of untrusted JSON: each answers with what it names, or says which field is otherwise. */
export type Members = Record<string, unknown>;

/** An object with exactly these members. */
export function object(value: unknown, members: readonly string[], what: string): Members {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw tampered(`${what} is no object`);
  const names = Object.keys(value);
  for (const name of names)
    if (!members.includes(name)) throw tampered(`${what} has an unknown ${show(name)}`);
  for (const name of members) if (!(name in value)) throw tampered(`${what} has no ${name}`);
  return value as Members;
}

export function list<T>(value: unknown, most: number, what: string, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw tampered(`${what} is no list`);
  if (value.length > most) throw tampered(`${what} has ${value.length} items, at most ${most} are read`);
  return value.map(read);
}

/** Bytes in hexadecimal: exactly so many, or at most. */
export function hex(value: unknown, bytes: number, what: string): Hex {
  if (typeof value !== "string" || !isHex(value, bytes))
    throw tampered(`${what} is not ${bytes} bytes in hex`);
  return value;
}

export function hexUpTo(value: unknown, most: number, what: string): Hex {
  const fits = typeof value === "string" && value.length % 2 === 0 && value.length <= 2 + 2 * most;
  if (!fits || !/^0x[0-9a-f]*$/.test(value)) throw tampered(`${what} is not at most ${most} bytes in hex`);
  return value as Hex;
}

export function whole(value: unknown, most: number, what: string): number {
  const fits = typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most;
  if (!fits || Object.is(value, -0)) throw tampered(`${what} is no whole number up to ${most}`);
  return value;
}

export function truth(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") throw tampered(`${what} is neither true nor false`);
  return value;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

export function text(value: unknown, most: number, what: string): string {
  const fits = typeof value === "string" && !LONE_SURROGATE.test(value) && utf8(value).length <= most;
  if (!fits) throw tampered(`${what} is no text of at most ${most} bytes`);
  return value;
}

export function oneOf<T extends string>(value: unknown, of: readonly T[], what: string): T {
  if (!of.includes(value as T)) throw tampered(`${what} is ${show(value)}, and not ${of.join(" or ")}`);
  return value as T;
}

export function nothingOr<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

/** Something foreign, short and on one line. */
export function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}

/** RFC 8785 of what was read: members sorted, nothing between them. Only whole numbers occur. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, v]) => `${JSON.stringify(name)}:${canonical(v)}`).join()}}`;
  }
  return JSON.stringify(value);
}
