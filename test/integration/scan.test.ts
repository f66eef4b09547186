import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Hex } from "../../src/core/hex.ts";
import { overdueCounts } from "../../src/ledger/delivery/tables.ts";
import { facts } from "../../src/ledger/spine/tables.ts";
import { ordinal } from "../../src/core/table.ts";
import { type Finding, type FindingKind } from "../../src/ledger/scan/finding.ts";
import { scanLedger } from "../../src/ledger/scan/queries.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

const ends: (() => unknown)[] = [];
let given: Given;

/** A city whose keeper rests: what it would have done at once is left undone. */
beforeAll(async () => {
  given = await Given.city(["weather", "transport", "police", "health"], { keeper: false }, (end) =>
    ends.unshift(end),
  );
  await given.domain("all");
  for (const name of ["weather/daily", "transport/delays", "police/routes", "health/calls"])
    await given.dataset(name, "all");
  for (const name of ["police/open", "health/open"])
    await given.dataset(name, "all", { sharing: "unconditional" });
  for (const dataset of ["weather/daily", "transport/delays"])
    await given.done("list-supply", dataset.split("/")[0]!, [
      { dataset, sharing: "conditional", terms: "for public tasks", fields: ["a"] },
    ]);
  await given.versions("weather/daily", [{ text: "Monday" }, { text: "Tuesday" }, { text: "Wednesday" }]);
});

afterAll(async () => {
  for (const end of ends) await end();
});

/** Findings of one kind, each of whose facts is on the ledger as it says. */
async function found(kind: FindingKind): Promise<Finding[]> {
  const { sources } = given.gateway;
  const { items, next, asOf } = await scanLedger.run({ kind, limit: 100 }, sources);
  expect([next, asOf.block]).toEqual([null, sources.head().number]);
  for (const f of items.flatMap((i) => i.facts))
    expect(sources.rows.get(facts, ordinal(f.fact))).toMatchObject({ name: f.name, block: f.block });
  return items;
}

async function granted(as: string, dataset: string, terms: object = {}): Promise<void> {
  const scenario = `planning ${Object.keys(terms).join()}`;
  const why = { dataset, purpose: "public-service", scenario, fields: ["a"], onward: true };
  const [o] = await given.done("file-request", as, [why]);
  const request = (o!.element as { id: Hex }).id;
  await given.done("pass-request", "data-bureau", [{ request }]);
  await given.done("issue-grant", dataset.split("/")[0]!, [{ request, ...terms }]);
}

const derive = (as: string, dataset: string, text: string, parents: string[], under: string[] = []) =>
  given.done("publish-version", as, [{ dataset, content: contentOf(text), parents, under }]);

test("a city in which nothing contradicts itself has no findings", async () => {
  const { items, blind } = await scanLedger.run({ limit: 100 }, given.gateway.sources);
  expect(items).toEqual([]);
  expect(blind.map((b) => b.kind)).toContain("same-content");
});

test("what was used before it was delivered, or without, is found; after the delivery it is in order", async () => {
  await granted("transport", "weather/daily");
  await derive("transport", "transport/delays", "too early", ["weather/daily@1"], ["G1"]);
  expect(await found("use-before-delivery")).toMatchObject([
    {
      says: {
        en: "transport/delays@1 was made of weather/daily@1 under G1, and it was never delivered under it",
      },
      facts: [{ as: "use", name: "VersionPublished" }],
    },
  ]);
  await given.done("deliver", "weather", [{ grant: "G1", version: "weather/daily@1" }]);
  await derive("transport", "transport/delays", "in time", ["weather/daily@1"], ["G1"]);
  expect(await found("use-before-delivery")).toMatchObject([
    {
      says: { en: expect.stringContaining("was recorded only afterwards") as string },
      subjects: [
        { as: "version", name: "transport/delays@1" },
        { as: "parent", name: "weather/daily@1" },
        { as: "grant", name: "G1" },
        { as: "delivery", name: "D1" },
      ],
      facts: [{ name: "VersionPublished" }, { name: "DataDelivered" }],
    },
  ]);
});

test("the same content under two owners is found, and who derived from the copy without a grant", async () => {
  await given.versions("police/open", [{ text: "Tuesday" }]);
  expect(await found("same-content")).toMatchObject([
    {
      subjects: [
        { as: "first", name: "weather/daily@2" },
        { as: "later", name: "police/open@1" },
      ],
      details: { owners: 2, content: contentOf("Tuesday").sha256 },
    },
  ]);
  expect(await found("never-granted")).toEqual([]);
  await derive("health", "health/calls", "by way of the copy", ["police/open@1"]);
  await derive("health", "health/calls", "and once more", ["health/calls@1"]);
  // Who was granted the source derives from the copy as from the source.
  await derive("transport", "transport/delays", "granted", ["police/open@1"]);
  expect(await found("never-granted")).toMatchObject([
    {
      says: {
        en: expect.stringMatching(
          /^health made health\/calls@1 of police\/open@1, which has the same/,
        ) as string,
      },
      subjects: [
        { name: "health/calls@1" },
        { name: "police/open@1" },
        { name: "weather/daily@2" },
        { name: "health" },
      ],
      facts: [{ as: "source" }, { as: "copy" }, { as: "use" }],
      details: { through: "copy", versions: 2 },
    },
  ]);
});

test("a delivery after the recall of a source is found, while the chain has not heard of it", async () => {
  await granted("police", "transport/delays");
  await given.done("deliver", "transport", [{ grant: "G2", version: "transport/delays@2", name: "before" }]);
  await given.done("recall-version", "weather", [{ version: "weather/daily@1", reason: "source-error" }]);
  expect(await found("delivery-after-recall")).toEqual([]);
  await given.done("deliver", "transport", [{ grant: "G2", version: "transport/delays@2", name: "after" }]);
  expect(await found("delivery-after-recall")).toMatchObject([
    {
      says: { en: "D3 handed over transport/delays@2 after its source weather/daily@1 had been recalled" },
      facts: [
        { as: "recall", name: "VersionRecalled" },
        { as: "delivery", name: "DataDelivered" },
      ],
      details: { sources: 1 },
    },
  ]);
});

test("a clock that ran out and was not written down is found, and by how much it was late", async () => {
  await granted("transport", "weather/daily", { feedbackHours: 1 / 3600 });
  await given.done("deliver", "weather", [{ grant: "G3", version: "weather/daily@3" }]);
  expect(await found("overdue-not-recorded")).toEqual([]);
  await sleep(5_500);
  const [unwritten] = await found("overdue-not-recorded");
  expect(unwritten).toMatchObject({
    subjects: [
      { as: "about", name: "D4" },
      { as: "owes", name: "transport" },
    ],
    details: { duty: "report", recorded: false },
  });
  expect(unwritten!.details["seconds"]).toBeGreaterThan(2);
  await given.done("record-overdue", "police", [{ delivery: "D4" }]);
  expect(given.gateway.index.rows.get(overdueCounts, unwritten!.subjects[1]!.id)).toBe(1);
  const [late] = await found("overdue-not-recorded");
  expect(late).toMatchObject({ facts: [{ name: "FeedbackOverdue" }], details: { recorded: true } });
  expect(late!.details["seconds"]).toBeGreaterThan(2);
});

test("findings of every kind come one after the other, page by page", async () => {
  const { sources } = given.gateway;
  const kinds: string[] = [];
  let last = -1;
  for (let cursor: string | undefined; ;) {
    const page = await scanLedger.run({ limit: 1, cursor }, sources);
    kinds.push(...page.items.map((f) => f.kind));
    expect(page.percent).toBeGreaterThanOrEqual(last);
    last = page.percent;
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([kinds, last]).toEqual([
    ["same-content", "use-before-delivery", "delivery-after-recall", "never-granted", "overdue-not-recorded"],
    100,
  ]);
});
