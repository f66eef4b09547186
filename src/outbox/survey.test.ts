import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { type Entry } from "./entries.ts";
import { repairJournal } from "./damage.ts";
import { scanJournal } from "./journal.ts";
import { Lines } from "./lines.ts";

const lane = (n: number): Entry => ({ t: "lane", key: `0x${"a1".repeat(20)}`, nonce: n });

function damaged(flip: (lines: string[]) => void): { file: string; whole: string } {
  const file = join(temporaryFolder(), "journal");
  mkdirSync(join(file, ".."), { recursive: true });
  const lines = new Lines();
  const all = [1, 2, 3, 4].map((n) => lines.next(JSON.stringify(lane(n))));
  const whole = all.join("");
  flip(all);
  writeFileSync(file, all.join(""));
  return { file, whole };
}

function noncesIn(file: string): number[] {
  const found: number[] = [];
  scanJournal<Entry>(readFileSync(file), (e) => found.push((e as { nonce: number }).nonce));
  return found;
}

test("of a journal with a damaged record, all others are kept, and each is listed", async () => {
  const { file } = damaged((lines) => (lines[1] = lines[1]!.replace('"nonce":2', '"nonce":3')));
  const repaired = await repairJournal(file);
  expect(repaired).toMatchObject({ kept: 3, lost: 1 });
  expect(noncesIn(file)).toEqual([1, 3, 4]);
  const report = readFileSync(repaired!.report, "utf8").trim().split("\n");
  expect(report.map((line) => line.split(" ")[0])).toEqual(["readable", "LOST", "readable", "readable"]);
});

test("a record whose checksum alone is damaged is not lost", async () => {
  const { file } = damaged(
    (lines) => (lines[1] = `${lines[1]!.startsWith("0") ? "1" : "0"}${lines[1]!.slice(1)}`),
  );
  expect(await repairJournal(file)).toMatchObject({ kept: 4, lost: 0 });
  expect(noncesIn(file)).toEqual([1, 2, 3, 4]);
});

test("a whole journal is left alone", async () => {
  const { file, whole } = damaged(() => undefined);
  expect(await repairJournal(file)).toBeNull();
  expect(readFileSync(file, "utf8")).toBe(whole);
});
