import { expect, test } from "vitest";
import { openLog } from "./log.ts";
import { coercion, queryParameters } from "./parameters.ts";
import { z } from "zod";

function logged(event: string, fields: object): { line: Record<string, unknown>; text: string } {
  let text = "";
  openLog("info", { write: (t: string) => void (text += t) })(event, fields);
  return { line: JSON.parse(text) as Record<string, unknown>, text };
}

test("a line is JSON with its event, a time and a level", () => {
  const { line } = logged("lane.problem", { key: "0x1", problem: "no answer", count: 3n });
  expect(line).toMatchObject({ level: 40, event: "lane.problem", key: "0x1", count: "3" });
  expect(Date.parse(String(line["time"]))).not.toBeNaN();
});

test("secrets are left out by name and by look, however deep they lie", () => {
  const key = `sy_${"aB3_".repeat(10)}abc`;
  const { text } = logged("http.request", {
    headers: { Authorization: `Bearer ${key}` },
    passphrase: "open sesame",
    nested: { list: [{ clientSecret: "hush" }], said: `tried ${key} in vain` },
  });
  expect(text).not.toMatch(/aB3_|sesame|hush/);
  expect(text).toContain("tried sy_… in vain");
});

test("parameters become what their schema asks for, and what does not fit stays text", () => {
  const schema = z.strictObject({
    n: z.number(),
    both: z.union([z.number(), z.string()]).optional(),
    yes: z.boolean().default(false),
    list: z.array(z.string()).optional(),
    text: z.string().optional(),
  });
  const given = queryParameters("/x?n=-1.5&both=7&yes=true&list=a,b&text=12", Object.keys(schema.shape));
  expect(coercion(schema)(given)).toEqual({ n: -1.5, both: 7, yes: true, list: ["a", "b"], text: "12" });
  expect(coercion(schema)({ n: "1e3", yes: "yes" })).toEqual({ n: "1e3", yes: "yes" });
  expect(queryParameters("/x", [])).toEqual({});
});
