import { expect, test } from "vitest";
import { type Asking } from "../../../src/http/fixtures/served.ts";
import { type City, type KeyName } from "./city.ts";
import { leaksIn } from "./leaks.ts";
import { storeOf } from "./store.ts";

/** A request that must be refused, and how. */
export interface Refusal {
  /** What is wrong, as a sentence. */
  name: string;
  path: string | ((c: City) => string);
  body?: unknown;
  /** The body as it is sent. */
  text?: string | ((c: City) => string | Promise<string>);
  method?: string;
  headers?: Record<string, string>;
  /** None: without a key. Left out, the administrator's. */
  key?: KeyName | "none" | { secret: string };
  status: number;
  code: string;
  field?: string;
  /** Left out, whatever it is: too long to be told whole. */
  value?: unknown;
  /** What both sentences name besides the value; left out, the field. */
  says?: readonly string[];
}

/**
 * Each row is asked twice, in English and Chinese: both answers have the row's status, code, field and value,
 * name them in a sentence, and tell nothing of the inside; the store is as it was.
 */
export function refuses(city: () => City, rows: readonly Refusal[]): void {
  test.each(rows.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const c = city();
    const before = await storeOf(c);
    const inEnglish = await askIn("en", row, c);
    const inChinese = await askIn("zh", row, c);
    expect(inChinese).toMatch(/[\u4e00-\u9fff]/);
    expect(inEnglish).not.toBe(inChinese);
    expect(c.failures()).toEqual([]);
    expect(await storeOf(c)).toEqual(before);
  });
}

/** The sentence of the refusal. */
async function askIn(language: string, row: Refusal, c: City): Promise<string> {
  const path = typeof row.path === "function" ? row.path(c) : row.path;
  const { status, headers, body } = await c.ask(path, await askingOf(language, row, c));
  const told = body as Record<string, unknown>;
  const value = typeof row.value === "function" ? (row.value as (c: City) => unknown)(c) : row.value;
  const { code, field } = row;
  const expected = {
    code,
    status: row.status,
    ...(field && { field }),
    ...(value !== undefined && { value }),
  };
  expect({ ...told, status }, JSON.stringify(body)).toMatchObject(expected);
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(told["instance"]).toMatch(/^req-/);
  const detail = told["detail"] as string;
  for (const part of [...(row.says ?? (field ? [field] : [])), ...wordsOf(value)])
    expect(detail).toContain(part);
  expect(leaksIn(JSON.stringify(body) + [...headers].join("\n")), detail).toEqual([]);
  return detail;
}

/** How a sentence shows a value. */
function wordsOf(value: unknown): string[] {
  if (value === undefined) return [];
  return [typeof value === "string" ? value : JSON.stringify(value)];
}

async function askingOf(language: string, row: Refusal, c: City): Promise<Asking> {
  const text = typeof row.text === "function" ? await row.text(c) : row.text;
  return {
    headers: { "Accept-Language": language, ...row.headers },
    ...(row.body === undefined ? {} : { body: row.body }),
    ...(text === undefined ? {} : { text }),
    ...(row.method === undefined ? {} : { method: row.method }),
    ...(row.key === undefined ? {} : { key: secretOf(row.key, c) }),
  };
}

function secretOf(key: Exclude<Refusal["key"], undefined>, { keys }: City): string | null {
  if (typeof key === "object") return key.secret;
  return key === "none" ? null : keys[key];
}
