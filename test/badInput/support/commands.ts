import { expect, test } from "vitest";
import { here } from "../../../src/cli/fixtures/here.ts";
import { type Ran, run } from "../../../src/cli/fixtures/run.ts";
import { type City } from "./city.ts";
import { leaksIn } from "./leaks.ts";
import { storeOf } from "./store.ts";

/** A command line that must be refused, and how. */
export interface Mistake {
  name: string;
  args: string[] | ((w: Workplace) => string[]);
  /** 2: what was given is at fault; 1: it failed. */
  exit: 1 | 2;
  code: string;
  field?: string;
  value?: unknown;
  env?: Record<string, string>;
  /** What the sentence names besides the value; left out, nothing. */
  says?: readonly string[];
  /** Only once and as a process of its own: it would open things in this one. */
  apart?: true;
}

/** A running gateway and a folder of files, each with something wrong. */
export interface Workplace {
  city: City;
  /** A path in the folder. */
  at: (name: string) => string;
  keyFile: string;
}

/**
 * Each row is run in English, for people, as a process of its own unless it is cheap to leave out, and in
 * Chinese, as JSON. Both end with the row's exit code and tell its code, field and value in one sentence, and
 * nothing of the inside; the store is as it was.
 */
export function fails(
  workplace: () => Workplace,
  rows: readonly Mistake[],
  where: "process" | "here" = "process",
): void {
  test.each(rows.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const w = workplace();
    const before = await storeOf(w.city);
    const args = typeof row.args === "function" ? row.args(w) : row.args;
    const inChinese = await (row.apart ? apart : within)([...args, "--lang", "zh", "--json"], row, w);
    mustTellAll(inChinese, row, w);
    const told = row.apart ? inChinese : await (where === "here" ? within : apart)(args, row, w);
    if (told !== inChinese) mustTellInALine(told, row, w);
    const own = [...args, ...args.map((arg) => arg.replace(/^@/, "")), w.at(""), w.city.url, w.city.data];
    expect(leaksIn([inChinese, told].map(({ out, err }) => out + err).join("\n"), own)).toEqual([]);
    expect(w.city.failures()).toEqual([]);
    expect(await storeOf(w.city)).toEqual(before);
  });
}

function apart(args: string[], { env }: Mistake, { city }: Workplace): Promise<Ran> {
  return run(args, { env: { SUYUAN_URL: city.url, SUYUAN_KEY: city.admin, ...env } });
}

function within(args: string[], _: Mistake, { city, keyFile }: Workplace): Promise<Ran> {
  return here("--url", city.url, "--key-file", keyFile, ...args);
}

function mustTellAll({ code, out, err }: Ran, row: Mistake, w: Workplace): void {
  expect(code, err + out).toBe(row.exit);
  const problem = problemIn(out);
  const { field } = row;
  expect(problem, out).toMatchObject({ code: row.code, ...(field && { field }), ...valueOf(row, w) });
  expect(problem["detail"]).toMatch(/[\u4e00-\u9fff]/);
  for (const part of partsOf(row, w)) expect(problem["detail"]).toContain(part);
}

function mustTellInALine({ code, out, err }: Ran, row: Mistake, w: Workplace): void {
  expect(code, err + out).toBe(row.exit);
  expect(err).toContain(`[${row.code}]`);
  expect(err.trimEnd().split("\n").length).toBe(1);
  expect(out).toBe("");
  for (const part of partsOf(row, w)) expect(err).toContain(part);
}

function partsOf(row: Mistake, w: Workplace): string[] {
  return [...(row.says ?? []), ...Object.values(valueOf(row, w)).map(shown)];
}

/** The problem itself, or the one of the only file or operation. */
function problemIn(out: string): Record<string, unknown> {
  const answer = JSON.parse(out) as Record<string, unknown> & {
    items?: { problem: Record<string, unknown> }[];
  };
  return answer.items?.[0]?.problem ?? answer;
}

function valueOf({ value }: Mistake, w: Workplace): { value?: unknown } {
  if (value === undefined) return {};
  return { value: typeof value === "function" ? (value as (w: Workplace) => unknown)(w) : value };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
