import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { departments, type Text } from "./city.ts";
import { datasets } from "./datasets.ts";
import { runSample, type Step } from "./run.ts";
import { calendars } from "./sharing/calendars.ts";
import { copyOf, deliveries } from "./sharing/deliveries.ts";
import { feedback } from "./sharing/feedback.ts";
import { grants } from "./sharing/grants.ts";
import { requests } from "./sharing/requests.ts";
import { supply } from "./sharing/supply.ts";
import { parseDelimited } from "./table/parse.ts";

const dir = mkdtempSync(join(tmpdir(), "suyuan-sample-"));
let byId: Map<string, Step>;

const items = new Map(supply.map((item) => [item.dataset, item]));
const asked = new Map(requests.map((request) => [request.name, request]));
const ownerOf = (dataset: string) => dataset.split("/")[0]!;
const storyOf = (name: string) => asked.get(name)!.story.map(({ act }) => act);

beforeAll(async () => {
  const { steps } = await runSample(dir);
  byId = new Map(steps.map((step) => [step.id, step]));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe("calendars", () => {
  test("are the State Council's, as the contracts' own vectors have them", () => {
    const file = new URL("../test/vectors/working-days.json", import.meta.url);
    const { years } = JSON.parse(readFileSync(file, "utf8")) as { years: object[] };
    const published = calendars.map(({ source: _, ...year }) => year);
    expect(years).toHaveLength(calendars.length);
    years.forEach((year, i) => expect(year).toMatchObject(published[i]!));
    expect(calendars.map(({ source }) => source)).toEqual([
      "国办发明电〔2024〕12号",
      "国办发明电〔2025〕7号",
    ]);
  });
});

describe("supply lists", () => {
  test("name every dataset once, and every department has one", () => {
    expect(supply.map(({ dataset }) => dataset)).toEqual(datasets.map((d) => `${d.owner}/${d.code}`));
    expect(new Set(supply.map(({ dataset }) => ownerOf(dataset))).size).toBe(departments.length);
  });

  test("have the fields of the dataset's versions, as these were written", () => {
    for (const { dataset, schema } of byId.values())
      expect(items.get(dataset)!.fields).toEqual(expect.arrayContaining(schema.map(({ name }) => name)));
    for (const { fields } of supply) expect(new Set(fields).size).toBe(fields.length);
  });

  test("say in both languages on which condition, or by which law nothing is shared", () => {
    for (const { dataset, sharing, terms } of supply) {
      expect(terms === null, dataset).toBe(sharing === "unconditional");
      if (sharing === "not-shared") expect(terms!.zh, dataset).toContain("法》");
    }
    expect(supply.filter(({ sharing }) => sharing === "not-shared").length).toBeGreaterThanOrEqual(4);
  });

  test("promise a cadence that the ledger knows", () => {
    const known = ["none", "real-time", "hourly", "daily", "weekly", "monthly", "quarterly", "yearly"];
    for (const { cadence } of supply) expect(known).toContain(cadence);
    expect(new Set(supply.map(({ cadence }) => cadence)).size).toBe(known.length);
  });
});

describe("requests", () => {
  test("have names of their own, and ask another department for what it may share", () => {
    expect(asked.size).toBe(requests.length);
    for (const { name, consumer, dataset, fields = [] } of requests) {
      expect(departments.map(({ code }) => code)).toContain(consumer);
      expect(ownerOf(dataset), name).not.toBe(consumer);
      const item = items.get(dataset)!;
      expect(item.sharing, name).not.toBe("not-shared");
      expect(item.fields, name).toEqual(expect.arrayContaining(fields));
    }
  });

  test("show every way that a request can go", () => {
    const acts = requests.map(({ name }) => storyOf(name).join(" "));
    expect(acts).toContain("return-request complete-request pass-request");
    expect(acts).toContain("pass-request refuse-request ask-mediation direct-grant");
    expect(acts).toContain("pass-request refuse-request ask-mediation uphold-refusal");
    expect(acts).toContain("reject-request");
    const waiting = requests.filter(({ name, dataset, story }) => {
      const isOpen = items.get(dataset)!.sharing === "conditional" && !grants.some((g) => g.request === name);
      return isOpen && ["pass-request", undefined].includes(story.at(-1)?.act);
    });
    expect(waiting.map(({ name }) => name)).toEqual(["site-boundaries", "chronic-care", "price-watch"]);
  });

  test("meet meteorology's data from at least four departments, some of it unconditional", () => {
    const ofWeather = requests.filter(({ dataset }) => ownerOf(dataset) === "meteorology");
    expect(new Set(ofWeather.map(({ consumer }) => consumer)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(ofWeather.map(({ dataset }) => items.get(dataset)!.sharing)).size).toBe(2);
  });

  test("that are granted were decided for it, and have an answer of their own", () => {
    expect(new Set(grants.map(({ request }) => request)).size).toBe(grants.length);
    for (const { request } of grants)
      expect(["pass-request", "direct-grant"]).toContain(storyOf(request).at(-1));
  });
});

describe("deliveries", () => {
  const grantedAtOnce = (name: string) => items.get(asked.get(name)!.dataset)!.sharing === "unconditional";

  test("are of versions of the granted dataset, and hold no field beyond the grant", () => {
    for (const { request, version } of deliveries) {
      const { dataset, fields = items.get(dataset)!.fields } = asked.get(request)!;
      const step = byId.get(version)!;
      expect(step.dataset).toBe(dataset);
      const [header = []] = parseDelimited(readFileSync(join(dir, step.file), "utf8"), ",");
      expect(fields, version).toEqual(expect.arrayContaining(header));
      expect(grants.some((g) => g.request === request) || grantedAtOnce(request), request).toBe(true);
    }
  });

  test("go to folders that hold no file of the consumer's own", () => {
    const own = [...byId.values()].map(({ file }) => file);
    for (const { request, version } of deliveries)
      expect(own).not.toContain(copyOf(asked.get(request)!.consumer, byId.get(version)!.file));
  });

  test("one has a minute for its feedback, which stays away; its consumer waits for another grant", () => {
    const short = grants.filter(({ feedbackHours }) => feedbackHours <= 1 / 60);
    expect(short.map(({ request }) => request)).toEqual(["site-complaints"]);
    expect(feedback.map(({ request }) => request)).not.toContain("site-complaints");
    const { consumer } = asked.get("site-complaints")!;
    expect(asked.get("site-boundaries")!.consumer).toBe(consumer);
    expect(storyOf("site-boundaries")).toEqual(["pass-request"]);
  });
});

describe("uses", () => {
  test("under grants are of what each grant delivered, by its consumer", () => {
    const used = [...byId.values()].filter(({ under }) => under.length > 0);
    expect(used.map(({ id }) => id)).toEqual(["traffic-police/signal-timing@plan-1"]);
    for (const { dataset, parents, under } of used) {
      const handed = under.map((name) => deliveries.find(({ request }) => request === name)!.version);
      expect(handed.sort()).toEqual([...parents].sort());
      expect(new Set(parents.map(ownerOf)).size).toBe(3);
      for (const name of under) expect(asked.get(name)!.consumer).toBe(ownerOf(dataset));
    }
  });

  test("are reported of deliveries that were signed for, with versions that descend from them", () => {
    for (const { request, derived } of feedback) {
      const { version, received } = deliveries.find((d) => d.request === request)!;
      expect(received).toBe(true);
      for (const id of derived) expect(byId.get(id)!.parents).toContain(version);
    }
  });

  test("the reported effect is what the timing says: 74 s at noon, 20 s at night", () => {
    const step = byId.get("traffic-police/signal-timing@plan-1")!;
    const [header = [], ...lines] = parseDelimited(readFileSync(join(dir, step.file), "utf8"), ",");
    const column = (row: string[], name: string) => Number(row[header.indexOf(name)]);
    const green = new Map(lines.map((row) => [column(row, "hour"), column(row, "green_s")]));
    expect([green.get(12), Math.max(...green.values()), green.get(2), green.get(4)]).toEqual([
      74, 74, 20, 20,
    ]);
    expect(feedback[0]!.effect).toEqual({
      zh: expect.stringContaining("40 秒调至 74 秒，夜间调至 20 秒") as string,
      en: expect.stringContaining("40 s to 74 s, at night to 20 s") as string,
    });
  });
});

test("the README tells of every request, and counts what there is", () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  for (const { name, consumer, dataset } of requests)
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` +\\| ${consumer}, ${ownerOf(dataset)} +\\|`));
  expect(readme).toContain(`${datasets.length} datasets`);
  expect(readme).toContain(`${byId.size} steps`);
  const front = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(front).toContain(`${byId.size} versions`);
  // Its walk goes on after the sample's own.
  const atOnce = requests.filter(({ dataset }) => items.get(dataset)!.sharing === "unconditional").length;
  const next = [`grant R${requests.length + 1} `, `deliver G${grants.length + atOnce + 1} `];
  for (const command of [...next, `receive D${deliveries.length + 1} `]) expect(front).toContain(command);
});

test("what is said of all this fits in a note, in both languages", () => {
  const said: Text[] = [
    ...supply.flatMap(({ terms }) => terms ?? []),
    ...requests.flatMap(({ scenario, story }) => [scenario, ...story.map(({ note }) => note)]),
    ...grants.map(({ responsibilities }) => responsibilities),
    ...feedback.flatMap(({ scenario, effect }) => [scenario, effect]),
  ];
  for (const { zh, en } of said) {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    expect(`${zh} ${en}`.length).toBeLessThanOrEqual(300);
  }
});
