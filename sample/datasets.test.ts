import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { licences } from "./catalogue/licences.ts";
import { departments, domains } from "./city.ts";
import { datasets } from "./datasets.ts";
import { datasetOf } from "./pipeline.ts";
import { plans, sourcePath } from "./run.ts";

const slug = /^[a-z0-9-]{2,32}$/;
const paths = datasets.map(({ owner, code }) => `${owner}/${code}`);

describe("the sample city's catalogue", () => {
  test("has Hangzhou's shape: 12 domains and 38 departments, each code once", () => {
    expect(domains).toHaveLength(12);
    expect(departments).toHaveLength(38);
    for (const list of [domains, departments]) {
      expect(new Set(list.map(({ code }) => code)).size).toBe(list.length);
      for (const { code, name } of list) {
        expect(code).toMatch(slug);
        expect(name.zh).toMatch(/\p{Script=Han}/u);
        expect(name.en).toMatch(/^[A-Z][\w ]+$/);
      }
    }
  });

  test("names only its own departments and domains", () => {
    const known = new Set(departments.map(({ code }) => code));
    const fields = new Set(domains.map(({ code }) => code));
    for (const department of departments) expect(fields).toContain(department.domain);
    for (const { owner, domain } of datasets) {
      expect(known).toContain(owner);
      expect(fields).toContain(domain);
    }
  });

  test("every domain has a dataset, and every department owns one", () => {
    expect(new Set(datasets.map(({ domain }) => domain)).size).toBe(12);
    expect(new Set(datasets.map(({ owner }) => owner)).size).toBe(38);
  });

  test("every dataset is named once, and is one the pipelines make", () => {
    expect(new Set(paths).size).toBe(paths.length);
    expect([...paths].sort()).toEqual([...new Set(plans.map(({ id }) => datasetOf(id)))].sort());
    for (const { code } of datasets) expect(code).toMatch(slug);
  });

  test("every description says in both languages that the data stands in and where it comes from", () => {
    for (const { description } of datasets) {
      expect(description.zh).toMatch(/替代.*数据/);
      expect(description.zh).toContain("vega-datasets");
      expect(description.en).toMatch(/stand-in.*vega-datasets/i);
      expect(description.en.length).toBeLessThanOrEqual(200);
    }
  });

  test("no personal or important dataset may be used without asking", () => {
    const guarded = datasets.filter(
      ({ personal, grade }) => personal || grade === "important" || grade === "core",
    );
    expect(guarded.length).toBeGreaterThanOrEqual(4);
    for (const { sharing } of guarded) expect(sharing).not.toBe("unconditional");
    expect(datasets.some(({ sharing, personal }) => sharing === "conditional" && !personal)).toBe(true);
  });

  test("a raw dataset is one its department collects; every other one has parents", () => {
    const category = new Map(datasets.map((dataset, i) => [paths[i], dataset.category]));
    for (const plan of plans) {
      expect(category.get(datasetOf(plan.id)) === "raw", plan.id).toBe(plan.source !== undefined);
      expect(plan.parents.length === 0, plan.id).toBe(plan.source !== undefined);
    }
  });

  test("licences are the ones the package states", () => {
    interface Resource {
      path: string;
      licenses?: { name?: string; title?: string }[];
    }
    const file = join(dirname(sourcePath("weather.csv")), "..", "datapackage.json");
    const { resources } = JSON.parse(readFileSync(file, "utf8")) as { resources: Resource[] };
    for (const source of new Set(plans.flatMap((plan) => plan.source ?? []))) {
      const stated = resources.find(({ path }) => path === source)?.licenses ?? [];
      const names = stated.flatMap(({ name, title }) => [name, title]).filter((name) => name !== undefined);
      if (licences[source] === undefined) expect(names, source).toEqual([]);
      else for (const part of licences[source].split("; ")) expect(names, source).toContain(part);
    }
  });
});
