import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { removeFile, writeFileDurably } from "./durable.ts";

test("a file holds what was written last, is its owner's alone, and leaves nothing beside it", () => {
  const folder = temporaryFolder();
  const file = join(folder, "ledger.json");
  for (const text of ["one", "另一个", "x".repeat(3_000_000)]) {
    writeFileDurably(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["ledger.json"]);
});

test("a write that fails leaves the old content", () => {
  const file = join(temporaryFolder(), "ledger.json");
  writeFileDurably(file, "old");
  mkdirSync(`${file}.tmp`);
  expect(() => writeFileDurably(file, "new")).toThrow(/EISDIR/);
  expect(readFileSync(file, "utf8")).toBe("old");
});

test("removing a file that is not there is no error", () => {
  const file = join(temporaryFolder(), "x");
  writeFileSync(file, "x");
  removeFile(file);
  removeFile(file);
  expect(() => readFileSync(file)).toThrow(/ENOENT/);
});
