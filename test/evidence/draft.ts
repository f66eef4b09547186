import { digest, hexOf } from "../../src/proof/bytes.ts";
import { type Line } from "../../src/proof/lines.ts";
import { canonical } from "../../src/proof/shape.ts";
import { type FileDigest } from "../../src/proof/version.ts";
import { type Random } from "../faults/random.ts";

/** A line that need not be one any more. */
export type Loose = Record<string, unknown>;

/** A bundle, a trust file and files in hand, before they are written down; mutations change them in place. */
export interface Draft {
  /** Without the last: it is made at the end, so that a forgery is whole and its deeper faults are reached. */
  lines: Loose[];
  trust: Loose;
  files: FileDigest[];
  /** What the last line says instead of the truth. */
  end: Loose;
  /** Changes to the finished bytes. */
  raw: ((bytes: Buffer) => Buffer)[];
}

export function draftOf(lines: readonly Line[], trust: object, files: readonly FileDigest[]): Draft {
  const { lines: loose, trust: believed } = structuredClone({
    lines: lines.filter(({ is }) => is !== "end") as unknown as Loose[],
    trust: trust as Loose,
  });
  return { lines: loose, trust: believed, files: [...files], end: {}, raw: [] };
}

export function bytesOfDraft({ lines, end, raw }: Draft): Buffer {
  const before = Buffer.from(lines.map((line) => `${canonical(line)}\n`).join(""));
  const last = { is: "end", lines: lines.length, sha256: hexOf(digest(before)), ...end };
  const whole = Buffer.concat([before, Buffer.from(`${canonical(last)}\n`)]);
  let bytes: Buffer = whole;
  for (const change of raw) bytes = change(bytes);
  return bytes;
}

/** A place in a value: what holds it, and under which name. */
export function anyPlace(value: Loose, random: Random): [holder: Loose, name: string] {
  let [holder, name] = [value, random.pick(Object.keys(value))];
  for (;;) {
    const held = holder[name];
    const isHolder = held !== null && typeof held === "object" && Object.keys(held).length > 0;
    if (!isHolder || random.chance(0.1)) return [holder, name];
    holder = held as Loose;
    name = random.pick(Object.keys(holder));
  }
}

const DIGITS = "0123456789abcdef";

/** Something near what was there, or of another type. */
export function otherThan(value: unknown, random: Random): unknown {
  if (random.chance(0.1)) return random.pick<unknown>([null, 0, "", [], {}, true, -1, 1.5, "0x", 2 ** 53]);
  if (typeof value === "number") return value + random.pick([1, -1, 2 ** 32, 2 ** 48]);
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return [...value].reverse();
  if (typeof value !== "string" || value.length < 3) return "0x00";
  if (random.chance(0.1))
    return random.pick([value.toUpperCase(), value.slice(0, -1), `${value}00`, value.slice(2)]);
  const at = 2 + random.below(value.length - 2);
  return value.slice(0, at) + random.pick([...DIGITS]) + value.slice(at + 1);
}

export function indicesOf(lines: readonly Loose[], kind: string): number[] {
  return lines.flatMap(({ is }, at) => (is === kind ? [at] : []));
}
