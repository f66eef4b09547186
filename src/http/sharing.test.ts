import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveSharing, type Shared } from "./fixtures/sharing.ts";

let shared: Shared;

beforeAll(async () => {
  shared = await serveSharing();
  await shared.act("publish-calendar", "data-bureau", {
    year: 2026,
    holidays: ["2026-01-01", "2026-01-02"],
    workdays: ["2026-01-04"],
    source: "a notice",
  });
  await shared.act("set-term", "data-bureau", { step: "review", workingDays: 3, note: "busy" });
});
afterAll(() => shared.city.close());

// Tests look into answers as they come.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const items = async (path: string): Promise<any[]> => {
  const answer = await shared.get(`/v1${path}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.items;
};
const names = async (path: string) => (await items(path)).map((i: { name: string }) => i.name);
const one = async (path: string) => {
  const answer = await shared.get(`/v1${path}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/;

describe("the supply lists", () => {
  test("show each item as it stands, a provider's alone if wished", async () => {
    const all = await items("/supply?provider=meteorology");
    expect(all.map((i) => [i.dataset, i.sharing, i.revision])).toEqual([
      ["meteorology/daily", "conditional", 2],
      ["meteorology/open", "unconditional", 1],
    ]);
    expect(await items("/supply")).toHaveLength(2);
    expect(await items("/supply?provider=transport")).toEqual([]);
  });

  test("an item comes with its revisions, newest first", async () => {
    const item = await one("/supply/meteorology%2Fdaily");
    expect(item).toMatchObject({
      provider: "meteorology",
      cadence: "daily",
      grade: "general-2",
      revision: 2,
    });
    expect(item.revisions.map((r: { fields: string[] }) => r.fields)).toEqual([
      ["date", "rain", "wind"],
      ["date"],
    ]);
  });

  test("a dataset that is on none is told apart from one that is not there", async () => {
    const codes = ["transport%2Fsignals", "transport%2Fnothing"].map(async (name) => {
      const { status, body } = await shared.get(`/v1/supply/${name}`);
      return [status, body.code];
    });
    expect(await Promise.all(codes)).toEqual([
      [404, "LEDGER_DATASET_NOT_SUPPLIED"],
      [404, "THING_UNKNOWN"],
    ]);
  });
});

describe("requests", () => {
  test.each([
    ["/requests", ["R4", "R3", "R2", "R1"]],
    ["/requests?organisation=transport&as=consumer", ["R4", "R3", "R2", "R1"]],
    ["/requests?organisation=transport&as=provider", []],
    ["/requests?organisation=meteorology", ["R4", "R3", "R2", "R1"]],
    ["/requests?organisation=police", []],
    ["/requests?stage=granted", ["R2", "R1"]],
    ["/requests?open=true", ["R3"]],
    ["/requests?open=false&stage=withdrawn", ["R4"]],
    ["/requests?dataset=meteorology%2Fopen", ["R2"]],
  ])("%s", async (path, expected) => expect(await names(path)).toEqual(expected));

  test("are cut into pages whatever the filter", async () => {
    const first = await one("/requests?stage=granted&limit=1");
    expect(first.items[0].name).toBe("R2");
    const second = await one(`/requests?stage=granted&limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ name: "R1" }], next: null });
  });

  test("one that waits says for whom, until when, and how long that is", async () => {
    const r = await one("/requests/R3");
    expect(r).toMatchObject({
      stage: "review",
      waitsFor: "data-bureau",
      late: false,
      purpose: "law-enforcement",
    });
    expect(r.deadline).toMatch(ISO);
    const now = shared.city.gateway.sources.view.now();
    expect(Math.abs(r.secondsLeft - (Date.parse(r.deadline) / 1000 - now))).toBeLessThanOrEqual(5);
  });

  test("tell their whole story", async () => {
    const r = await one("/requests/R1");
    expect(r).toMatchObject({ stage: "granted", grants: ["G1", "G2"], wasReturned: true, deadline: null });
    expect(r.steps.map((s: { by: string; stage: string }) => [s.by, s.stage])).toEqual([
      ["transport", "review"],
      ["data-bureau", "returned"],
      ["transport", "review"],
      ["data-bureau", "decision"],
      ["meteorology", "refused"],
      ["transport", "mediation"],
      ["data-bureau", "directed"],
      ["meteorology", "granted"],
    ]);
    expect(r.steps[4]).toMatchObject({ event: "RequestRefused", reason: "security", late: false });
    const clocks = r.clocks as { stage: string; ended: string | null; late: boolean }[];
    expect(clocks.map((c) => c.stage)).toEqual(["review", "review", "decision", "mediation", "directed"]);
    expect(clocks.every((c) => c.ended !== null && !c.late)).toBe(true);
    expect(r.granted.map((g: { standing: string }) => g.standing)).toEqual(["amended", "revoked"]);
  });

  test("the id does as well as the name", async () => {
    const { id } = await one("/requests/R1");
    expect((await one(`/requests/${id}`)).name).toBe("R1");
  });
});

describe("grants", () => {
  test.each([
    ["/grants", ["G3", "G2", "G1"]],
    ["/grants?organisation=meteorology&as=provider", ["G3", "G2", "G1"]],
    ["/grants?organisation=meteorology&as=consumer", []],
    ["/grants?standing=live", ["G3"]],
    ["/grants?standing=expired", []],
    ["/grants?dataset=meteorology%2Fdaily", ["G2", "G1"]],
  ])("%s", async (path, expected) => expect(await names(path)).toEqual(expected));

  test("tell their whole story", async () => {
    const g = await one("/grants/G1");
    expect(g).toMatchObject({ standing: "amended", amendedBy: "G2", request: "R1", secondsLeft: null });
    expect(g.asked).toMatchObject({ name: "R1", fields: ["rain"] });
    expect(g.amendments.map((a: { name: string }) => a.name)).toEqual(["G1", "G2"]);
    expect(g.deliveries.items).toMatchObject([
      { name: "D1", standing: "reported", received: { matches: true }, reports: [{}, {}], asked: {} },
    ]);
    expect(g.versions.items).toMatchObject([{ name: "transport/signals@1", owner: "transport" }]);
    expect(await items("/grants/G1/versions")).toEqual(g.versions.items);
    const second = await one("/grants/G2");
    expect(second.steps.map((s: { event: string }) => s.event)).toEqual([
      ...["GrantSuspended", "GrantResumed", "GrantRevoked"],
    ]);
    expect(second.deliveries.items).toMatchObject([
      { name: "D2", standing: "waived", overdue: [{}], waived: { reason: "chain-outage" } },
    ]);
  });

  test("a version says under which grants it was published", async () => {
    expect((await one("/versions/transport%2Fsignals@1")).under).toEqual(["G1"]);
  });

  test("one whose time is over stands as expired, though no fact says so", async () => {
    const { view } = shared.city.gateway.sources;
    const { now } = view;
    view.now = () => now() + 400 * 86_400;
    try {
      expect(await one("/grants/G3")).toMatchObject({ standing: "expired", secondsLeft: null });
      expect(await names("/grants?standing=expired")).toEqual(["G3"]);
      expect(await one("/requests/R3")).toMatchObject({ late: true });
    } finally {
      view.now = now;
    }
  });
});

describe("deliveries", () => {
  test.each([
    ["/deliveries", ["D3", "D2", "D1"]],
    ["/deliveries?grant=G1", ["D1"]],
    ["/deliveries?version=meteorology%2Fdaily@2", ["D2"]],
    ["/deliveries?grant=G1&version=meteorology%2Fdaily@2", []],
    ["/deliveries?standing=disputed", ["D3"]],
    ["/deliveries?organisation=transport&as=consumer", ["D3", "D2", "D1"]],
    ["/deliveries?organisation=police", []],
  ])("%s", async (path, expected) => expect(await names(path)).toEqual(expected));

  test("one tells of its receipt, its reports and what they were made into", async () => {
    const d = await one("/deliveries/D1");
    expect(d).toMatchObject({
      version: "meteorology/daily@1",
      grant: "G1",
      request: "R1",
      secondsLeft: null,
    });
    expect(d.reports[0]).toMatchObject({ outcome: "used", late: false, derived: ["transport/signals@1"] });
    expect(d.due).toMatch(ISO);
    expect(await one("/deliveries/D3")).toMatchObject({ received: { matches: false }, standing: "disputed" });
  });
});

describe("duties", () => {
  test("an organisation sees what it owes, as bureau and as provider, and whether it is blocked", async () => {
    const bureau = await one("/organisations/data-bureau/duties");
    expect(bureau).toMatchObject({ organisation: "data-bureau", overdue: 0, blocked: false });
    expect(bureau.items).toMatchObject([
      { kind: "review", as: "bureau", subject: "R3", consumer: "transport", dataset: "meteorology/daily" },
    ]);
    await shared.act("pass-request", "data-bureau", { request: "R3" });
    const { items: mine } = await one("/organisations/meteorology/duties");
    expect(mine).toMatchObject([
      { kind: "reply", as: "provider", subject: "R3", overdue: false, late: false },
    ]);
    expect((await one("/organisations/data-bureau/duties")).items).toEqual([]);
  });

  test("an overdue report blocks the consumer until it is settled, and stands out", async () => {
    const short = { request: "R3", feedbackHours: 1 / 3600 };
    await shared.act("issue-grant", "meteorology", short);
    await shared.act("deliver", "meteorology", { grant: "G4", version: "meteorology/daily@1" });
    await expect
      .poll(async () => (await one("/organisations/transport/duties")).blocked, { timeout: 15_000 })
      .toBe(true);
    const owed = await one("/organisations/transport/duties");
    expect(owed.overdue).toBe(1);
    expect(owed.items[0]).toMatchObject({ kind: "report", subject: "D4", overdue: true, late: true });
    expect(owed.items.slice(1)).toMatchObject([
      { kind: "report", subject: "D3", overdue: false, late: false },
      { kind: "receive", deadline: null, secondsLeft: null },
      { kind: "receive", deadline: null, secondsLeft: null },
    ]);
    await shared.act("report-feedback", "transport", { delivery: "D4", outcome: "not-used" });
    expect(await one("/organisations/transport/duties")).toMatchObject({ overdue: 0, blocked: false });
  });

  test("countdowns run across the city, soonest first, of one kind if wished", async () => {
    const asked = { dataset: "meteorology/daily", purpose: "research", scenario: "a study" };
    await shared.act("file-request", "police", asked);
    await shared.act("file-request", "police", { ...asked, scenario: "another" });
    await shared.act("pass-request", "data-bureau", { request: "R5" });
    const all = await items("/countdowns");
    expect(all.map((c) => [c.organisation, c.kind, c.subject])).toEqual(
      expect.arrayContaining([
        ["meteorology", "reply", "R5"],
        ["data-bureau", "review", "R6"],
      ]),
    );
    const times = all.map((c) => c.secondsLeft);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await items("/countdowns?kind=review")).map((c) => c.subject)).toEqual(["R6"]);
  });
});

test("working days: the terms in force, the years published, and a year's holidays", async () => {
  const days = await one("/working-days?year=2026");
  expect(days.terms).toMatchObject([
    { step: "review", workingDays: 3, byDefault: false, note: "busy" },
    { step: "reply-on-platform", workingDays: 5, byDefault: true },
    { step: "reply-off-platform", workingDays: 10 },
    { step: "mediation", workingDays: 5 },
    { step: "emergency-review", workingDays: 5, byDefault: true },
  ]);
  expect(days.calendars).toMatchObject([{ year: 2026, source: "a notice" }]);
  expect(days.year).toEqual({
    year: 2026,
    published: true,
    source: "a notice",
    holidays: ["2026-01-01", "2026-01-02"],
    workdays: ["2026-01-04"],
  });
  expect((await one("/working-days?year=2031")).year).toMatchObject({ published: false, holidays: [] });
  expect((await one("/working-days")).year).toBeNull();
});

test("a request's and a grant's history are asked for by name", async () => {
  expect((await items("/history/R1"))[0]).toMatchObject({ name: "RequestFiled", hidden: false });
  expect((await items("/history/G2")).at(-1)).toMatchObject({ name: "GrantRevoked" });
});

describe("what is asked for wrongly is refused by name", () => {
  test.each([
    ["/requests/R99", 404, "THING_UNKNOWN", "request", "R99"],
    ["/requests/G1", 400, "INPUT_NOT_VALID", "request", "G1"],
    ["/grants/G0", 400, "INPUT_NOT_VALID", "grant", "G0"],
    ["/grants/G99/versions", 404, "THING_UNKNOWN", "grant", "G99"],
    ["/deliveries/D99", 404, "THING_UNKNOWN", "delivery", "D99"],
    ["/deliveries?grant=G99", 404, "THING_UNKNOWN", "grant", "G99"],
    ["/deliveries?version=a%2Fb@1", 404, "THING_UNKNOWN", "version", "a/b@1"],
    ["/requests?organisation=nobody", 404, "THING_UNKNOWN", "organisation", "nobody"],
    ["/grants?organisation=nobody", 404, "THING_UNKNOWN", "organisation", "nobody"],
    ["/supply?provider=nobody", 404, "THING_UNKNOWN", "provider", "nobody"],
    ["/organisations/nobody/duties", 404, "THING_UNKNOWN", "organisation", "nobody"],
    ["/requests?stage=lost", 400, "INPUT_NOT_VALID", "stage", "lost"],
    ["/requests?open=maybe", 400, "INPUT_NOT_VALID", "open", "maybe"],
    ["/grants?standing=dead", 400, "INPUT_NOT_VALID", "standing", "dead"],
    ["/grants?as=bureau", 400, "INPUT_NOT_VALID", "as", "bureau"],
    ["/countdowns?kind=sleep", 400, "INPUT_NOT_VALID", "kind", "sleep"],
    ["/working-days?year=26", 400, "INPUT_NOT_VALID", "year", 26],
    ["/requests?cursor=x", 400, "INPUT_NOT_VALID", "cursor", "x"],
    ["/history/R99", 404, "THING_UNKNOWN", "subject", "R99"],
  ])("%s", async (path, status, code, field, value) => {
    const { status: found, body } = await shared.get(`/v1${path}`);
    expect([found, body.code, body.field, body.value]).toEqual([status, code, field, value]);
  });
});
