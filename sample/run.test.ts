import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { datasets, type Dataset } from "./datasets.ts";
import { ancestors, depthsBelow, diamonds, levels } from "./lineage.ts";
import { fileOf, writeRows } from "./pipeline.ts";
import { plans, runSample, sourcePath, type SampleRun, type Step } from "./run.ts";
import { parseDelimited } from "./table/parse.ts";

const dir = mkdtempSync(join(tmpdir(), "suyuan-sample-"));
const other = mkdtempSync(join(tmpdir(), "suyuan-sample-"));
const progress: [number, number, string][] = [];
let run: SampleRun;
let byId: Map<string, Step>;

const catalogue = new Map<string, Dataset>(datasets.map((entry) => [`${entry.owner}/${entry.code}`, entry]));
const entryOf = (step: Step) => catalogue.get(step.dataset)!;
const ownerOf = (id: string) => id.split("/")[0]!;
const digest = (folder: string, step: Step) =>
  createHash("sha256")
    .update(readFileSync(join(folder, step.file)))
    .digest("hex");
const digests = (folder: string) =>
  Object.fromEntries(run.steps.map((step) => [step.file, digest(folder, step)]));

beforeAll(async () => {
  run = await runSample(dir, (...seen) => progress.push(seen));
  byId = new Map(run.steps.map((step) => [step.id, step]));
});
afterAll(() => {
  for (const folder of [dir, other]) rmSync(folder, { recursive: true });
});

describe("the files of a run", () => {
  test("are the same bytes in another folder and when run again over the old ones", async () => {
    const first = digests(dir);
    await runSample(other);
    expect(digests(other)).toEqual(first);
    const again = await runSample(dir);
    expect(digests(dir)).toEqual(first);
    expect(again).toEqual(run);
  });

  test("all exist, each its own, below 3 MB each and 25 MB together", () => {
    const sizes = run.steps.map(({ file }) => statSync(join(dir, file)).size);
    expect(new Set(run.steps.map(({ file }) => file)).size).toBe(run.steps.length);
    for (const size of sizes) expect(size).toBeGreaterThan(40);
    expect(Math.max(...sizes)).toBeLessThan(3_000_000);
    expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(25_000_000);
  });

  test("of raw steps are the package's, byte for byte", () => {
    const raw = plans.filter(({ source }) => source !== undefined);
    expect(raw.length).toBeGreaterThan(30);
    for (const plan of raw) {
      const same = readFileSync(join(dir, fileOf(plan))).equals(readFileSync(sourcePath(plan.source!)));
      expect(same, plan.id).toBe(true);
    }
  });

  test("have the columns their schema names", () => {
    for (const { file, schema, parents, id } of run.steps) {
      if (!file.endsWith(".csv")) continue;
      const header = parseDelimited(readFileSync(join(dir, file), "utf8").split(/\r?\n/)[0]!, ",")[0]!;
      const names = schema.map(({ name }) => name);
      if (parents.length > 0) expect(names, id).toEqual(header);
      else expect([...names].sort(), id).toEqual([...header].sort());
    }
  });

  test("hold rows, none of them empty of values", () => {
    for (const { file, parents, id } of run.steps) {
      if (!file.endsWith(".csv") || parents.length === 0) continue;
      const lines = parseDelimited(readFileSync(join(dir, file), "utf8"), ",");
      expect(lines.length, id).toBeGreaterThan(1);
      for (const line of lines) expect(line.some((field) => field !== "")).toBe(true);
    }
  });

  test("are reported one by one as they are made", () => {
    expect(progress).toHaveLength(run.steps.length);
    expect(progress.at(-1)).toEqual([run.steps.length, run.steps.length, run.steps.at(-1)!.id]);
  });
});

describe("the steps of a run", () => {
  test("are at least 80, over at least 25 departments and all 12 domains", () => {
    expect(run.steps.length).toBeGreaterThanOrEqual(80);
    expect(new Set(run.steps.map(({ dataset }) => ownerOf(dataset))).size).toBeGreaterThanOrEqual(25);
    expect(new Set(run.steps.map((step) => entryOf(step).domain)).size).toBe(12);
  });

  test("name parents, without repeats, and what they correct only after these are made", () => {
    const made = new Set<string>();
    for (const { id, parents, corrects, dataset } of run.steps) {
      for (const before of parents) expect(made, id).toContain(before);
      expect(new Set(parents).size).toBe(parents.length);
      if (corrects !== undefined) {
        expect(made).toContain(corrects);
        expect(byId.get(corrects)!.dataset).toBe(dataset);
      }
      made.add(id);
    }
    expect(made.size).toBe(run.steps.length);
  });

  test("name the code that made them and a run of their own", () => {
    expect(new Set(run.steps.map((step) => step.run)).size).toBe(run.steps.length);
    for (const { code, job } of run.steps) {
      expect(isAbsolute(code) && existsSync(code), code).toBe(true);
      expect(job).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
    }
  });

  test("never have a grade below a parent's, and are personal when a parent is", () => {
    const order = ["general-1", "general-2", "general-3", "general-4", "important", "core"];
    for (const step of run.steps) {
      for (const parent of step.parents.map((id) => entryOf(byId.get(id)!))) {
        expect(order.indexOf(entryOf(step).grade), step.id).toBeGreaterThanOrEqual(
          order.indexOf(parent.grade),
        );
        if (parent.personal) expect(entryOf(step).personal, step.id).toBe(true);
      }
    }
  });

  test("use another department's data only when it is unconditional, or names the grants it is used under", () => {
    const crossing = run.steps.flatMap((step) =>
      step.parents
        .map((id) => entryOf(byId.get(id)!))
        .filter(({ owner }) => owner !== entryOf(step).owner)
        .map((parent) => ({ parent, under: step.under })),
    );
    expect(crossing.length).toBeGreaterThanOrEqual(20);
    for (const { parent, under } of crossing)
      if (under.length === 0) expect(parent.sharing, parent.code).toBe("unconditional");
  });
});

describe("the lineage of a run", () => {
  test("is at least five levels deep, and its deepest step joins several departments", () => {
    const level = levels(run.steps);
    const deepest = [...level].toSorted((a, b) => b[1] - a[1])[0]!;
    expect(deepest[1]).toBeGreaterThanOrEqual(5);
    expect(new Set([...ancestors(run.steps).get(deepest[0])!].map(ownerOf)).size).toBeGreaterThanOrEqual(3);
  });

  test("has diamonds, several of them across departments", () => {
    const found = diamonds(run.steps);
    expect(new Set(found.map(({ bottom }) => bottom)).size).toBeGreaterThanOrEqual(8);
    const crossing = found.filter(({ sides, bottom }) =>
      sides.some((side) => ownerOf(side) !== ownerOf(bottom)),
    );
    expect(new Set(crossing.map(({ bottom }) => bottom)).size).toBeGreaterThanOrEqual(4);
  });

  test("knows several versions over time of one dataset", () => {
    const versions = Map.groupBy(run.steps, ({ dataset }) => dataset);
    expect([...versions.values()].filter((steps) => steps.length >= 3).length).toBeGreaterThanOrEqual(5);
  });

  test("has corrections whose content differs from what they correct", () => {
    const corrections = run.steps.filter(({ corrects }) => corrects !== undefined);
    expect(corrections.map(({ corrects }) => corrects).sort()).toEqual([
      "agriculture/barley-yields@first",
      "emergency/disasters-decade@first",
      "meteorology/weather-monthly@2012",
    ]);
    for (const step of corrections)
      expect(digest(dir, step)).not.toBe(digest(dir, byId.get(step.corrects!)!));
  });

  test("recalls a raw source with descendants three levels down and in at least two departments", () => {
    expect(run.recalls.length).toBeGreaterThanOrEqual(1);
    for (const { step } of run.recalls) {
      expect(byId.get(step)!.parents).toEqual([]);
      const below = depthsBelow(run.steps, step);
      expect(Math.max(...below.values())).toBeGreaterThanOrEqual(3);
      expect(new Set([...below.keys()].map(ownerOf)).size).toBeGreaterThanOrEqual(2);
    }
  });

  test("withdraws one early version nothing was made from", () => {
    expect(run.withdrawals.map(({ step }) => step)).toEqual(["transport/flights-clean@2001-01-early"]);
    for (const { step } of run.withdrawals) expect(depthsBelow(run.steps, step).size).toBe(0);
  });

  test("has exactly one content that two runs of a dataset made alike", () => {
    const contents = Map.groupBy(run.steps, (step) => `${step.dataset} ${digest(dir, step)}`);
    const alike = [...contents.values()]
      .filter((steps) => steps.length > 1)
      .map((steps) => steps.map(({ id }) => id));
    expect(alike).toEqual([["meteorology/weather-daily@2015", "meteorology/weather-daily@2015-rerun"]]);
  });
});

describe("what the pipelines found", () => {
  const rowsOf = (id: string) => {
    const [header = [], ...lines] = parseDelimited(readFileSync(join(dir, byId.get(id)!.file), "utf8"), ",");
    return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]!])));
  };

  test("cleaning counts every row it drops, rule by rule", () => {
    const { dropped } = byId.get("culture-tourism/films@2010")!;
    const register = plans.find(({ id }) => id === "culture-tourism/film-register@2010")!;
    const before = (JSON.parse(readFileSync(join(dir, fileOf(register)), "utf8")) as unknown[]).length;
    const lost = Object.values(dropped!).reduce((total, count) => total + count, 0);
    expect(dropped!["release-year"]).toBeGreaterThan(0);
    expect(rowsOf("culture-tourism/films@2010")).toHaveLength(before - lost);
  });

  test("the corrected decades lack the total rows, which had nearly doubled the deaths", () => {
    const revised = rowsOf("emergency/disasters-decade@revised");
    const first = rowsOf("emergency/disasters-decade@first");
    const totals = rowsOf("emergency/disaster-register@1900-2017").filter(
      ({ Entity }) => Entity === "All natural disasters",
    );
    expect(first).toHaveLength(revised.length);
    first.forEach(({ decade, deaths }, i) => {
      const ofDecade = totals.filter(({ Year }) => Year!.slice(0, 3) === decade!.slice(0, 3));
      const twice = ofDecade.reduce((total, row) => total + Number(row.Deaths), 0);
      expect(Number(deaths) - Number(revised[i]!.deaths)).toBe(twice);
      expect(Number(deaths) / Number(revised[i]!.deaths)).toBeCloseTo(2, 2);
    });
  });

  test("the corrected winds are the first ones in kilometres an hour", () => {
    const first = rowsOf("meteorology/weather-monthly@2012");
    rowsOf("meteorology/weather-monthly@2012-revised").forEach((row, i) => {
      expect(Number(row.wind_kmh)).toBeCloseTo(3.6 * Number(first[i]!.wind_kmh), 1);
    });
  });

  test("the corrected barley trial changes Morris and no other site", () => {
    const first = rowsOf("agriculture/barley-yields@first");
    const changed = rowsOf("agriculture/barley-yields@revised").filter(
      (row, i) => row.yield !== first[i]!.yield,
    );
    expect(changed.map(({ site }) => site)).toEqual(["Morris", "Morris"]);
  });

  test("the auditors' ranking agrees with the published one for every state", () => {
    const review = rowsOf("audit/ranking-review@first");
    expect(review.length).toBeGreaterThan(20);
    for (const { agrees } of review) expect(agrees).toBe("true");
  });

  test("a schema's digits are the ones a value is written with", () => {
    const plan = plans.find(({ id }) => id === "statistics/ageing@1900-2000")!;
    const row = { year: 1900, people: 100, aged_65: 4, share: 0.04 };
    expect(writeRows([row], plan)).toBe("year,people,aged_65,share\n1900,100,4,0.0400\n");
  });
});
