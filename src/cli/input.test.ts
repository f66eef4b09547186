import { describe, expect, test } from "vitest";
import { actionNamed } from "../ledger/definitions.ts";
import { fieldsOf } from "./fields.ts";
import { readInput, setMember } from "./input.ts";

const fields = fieldsOf(actionNamed("publish-version")!);
const set = (...pairs: string[]) =>
  pairs.reduce<unknown>((input, pair) => setMember(input, pair, fields), {});

describe("--set reads a value as its field's type wants it", () => {
  test.each([
    ["text that looks like a number", "dataset=123", { dataset: "123" }],
    ["a number", "content.size=42", { content: { size: 42 } }],
    ["a boolean", "personal=true", { personal: true }],
    ["a list by commas", "parents=a/b@1,c/d@2", { parents: ["a/b@1", "c/d@2"] }],
    ["an empty list", "parents=", { parents: [] }],
    ["text with an equals sign", "name.en=a=b", { name: { en: "a=b" } }],
    ["a number that is none stays as given", "content.size=many", { content: { size: "many" } }],
    ["a digest", `schema=0x${"0".repeat(64)}`, { schema: `0x${"0".repeat(64)}` }],
  ])("%s", (_what, pair, input) => {
    expect(set(pair)).toEqual(input);
  });

  test("several members of one part are gathered", () => {
    expect(set("name.zh=气象", "name.en=Weather")).toEqual({ name: { zh: "气象", en: "Weather" } });
  });

  test.each(["nothing", "=x", "a..b=1", "__proto__.polluted=1"])("%j is refused", (pair) => {
    expect(() => set(pair)).toThrow(expect.objectContaining({ code: "INPUT_NOT_VALID" }));
  });
});

test("the fields of an action name what is needed, the choices and the defaults", () => {
  const field = (name: string) => fields.find((f) => f.name === name);
  expect(field("content.sha256")).toMatchObject({ type: "0x…", required: true });
  expect(field("grade")?.type).toMatch(/^general-1\|.*\|core$/);
  expect(field("run.job")).toMatchObject({ type: "string", required: false });
  expect(field("parents")).toMatchObject({
    required: false,
    about: expect.stringContaining("= []") as string,
  });
});

test("a file of input that is not there is told by its name", async () => {
  await expect(readInput("@none.json")).rejects.toMatchObject({
    code: "CONTENT_FILE_MISSING",
    value: "none.json",
  });
});
