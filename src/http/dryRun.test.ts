import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { samples } from "../../test/support/inputs.ts";
import { addressOf, contentOf } from "../../test/support/samples.ts";
import { actions } from "../ledger/definitions.ts";
import { everythingOf, restingState } from "./fixtures/everything.ts";
import { holdChain, type Reply } from "./fixtures/served.ts";
import { serveSharing, type Shared } from "./fixtures/sharing.ts";

// Answers are looked into as the plain JSON they are.
/* eslint-disable @typescript-eslint/no-explicit-any */

let shared: Shared;
beforeAll(async () => {
  shared = await serveSharing();
});
afterAll(() => shared.city.close());

const ask = (action: string, as: string, body: object, query = "", headers = {}): Promise<Reply> =>
  shared.city.ask(`/v1/actions/${action}?as=${as}${query}`, { body, headers });
const attempt = (action: string, as: string, body: object, headers = {}) =>
  ask(action, as, body, "&dryRun=true", headers);
const perform = (action: string, as: string, body: object) => ask(action, as, body, "&wait=final");

const dataset = { domain: "climate", name: { zh: "雨", en: "Rain" } };
const asking = { dataset: "meteorology/daily", purpose: "research", scenario: "why" };
const council = "council-member";
const reason = "for the tests";

describe("an action that is tried", () => {
  const doable: [string, string, object][] = [
    ["register-domain", "data-bureau", { code: "water", name: { zh: "水", en: "Water" } }],
    ["register-dataset", "transport", { code: "lights", ...dataset }],
    ["publish-version", "meteorology", { dataset: "meteorology/daily", content: contentOf("dry") }],
    ["withdraw-version", "meteorology", { version: "meteorology/daily@2", reason: "superseded" }],
    ["list-supply", "transport", supplyOf("transport/lights")],
    ["file-request", "police", { ...asking, onward: true }],
    ["pass-request", "data-bureau", { request: "R5" }],
    ["issue-grant", "meteorology", { request: "R5", expires: Math.floor(Date.now() / 1000) + 9_999 }],
    ["suspend-grant", "meteorology", { grant: "G3", reason: "security" }],
    ["file-request", "police", { ...asking, dataset: "meteorology/open", name: "at once" }],
    ["deliver", "meteorology", { grant: "G4", version: "meteorology/daily@1" }],
    ["report-feedback", "police", { delivery: "D4", outcome: "used", effect: "less rain" }],
    ["grant-key", "transport", { key: addressOf("night"), permissions: ["publish"] }],
    ["suspend-organisation", council, { organisation: "audit-office", reason }],
    ["set-term", "data-bureau", { step: "review", workingDays: 3, note: "busy" }],
    ["name-responder", "data-bureau", { organisation: "transport", note: "for storms" }],
    [
      "invoke-emergency",
      "transport",
      { dataset: "meteorology/daily", incident: "2026-1", scenario: "floods" },
    ],
    ["report-emergency", "transport", { grant: "G6", outcome: "used", effect: "two roads closed" }],
    ["review-emergency", "data-bureau", { grant: "G6", justified: false, reason: "other", note: "a drill" }],
    [
      "claim-receipt",
      "transport",
      { dataset: "meteorology/daily", content: contentOf("by post"), note: "by post" },
    ],
    ["publish-calendar", "data-bureau", { year: 2027, holidays: ["2027-01-01"], workdays: [], source: "it" }],
  ];

  test.each(doable)(
    "%s by %s says what doing it then records, and leaves no trace",
    async (name, as, body) => {
      const before = await restingState(shared.city);
      const tried = await attempt(name, as, body);
      expect(tried.status, JSON.stringify(tried.body)).toBe(200);
      expect(await everythingOf(shared.city)).toEqual(before);
      const [item] = tried.body.items;
      expect(item).toMatchObject({ outcome: "would-record", from: "chain", operations: [], items: [] });
      expect(item.input).toMatchObject(body);

      const facts = (await shared.get("/v1/status")).body.facts;
      expect((await perform(name, as, body)).status).toBe(200);
      const recorded = (await shared.get(`/v1/facts?cursor=${await cursorAt(facts)}`)).body.items;
      const plain = (all: any[]) => all.map((f) => [f.name, f.organisation, f.subjects.map(idOf)]);
      expect(plain(item.facts)).toEqual(plain(recorded));
      for (const { says, subjects } of item.facts) {
        expect(says.zh).toMatch(/\p{Script=Han}/u);
        expect(`${says.zh} ${says.en}`).not.toMatch(/[{}…]/);
        for (const s of subjects.filter(isNamed)) expect(s.name).not.toMatch(/^0x/);
      }
    },
  );

  function supplyOf(name: string) {
    return { dataset: name, sharing: "conditional", terms: "for public tasks", fields: ["date"] };
  }
  const idOf = (subject: any) => subject.id ?? subject;
  const isNamed = ({ kind }: any) =>
    ["organisation", "dataset", "version", "request", "grant"].includes(kind);
  async function cursorAt(facts: number): Promise<string> {
    return (await shared.get(`/v1/facts?limit=${facts}`)).body.next ?? "";
  }

  test("numbers what it would bring about as the ledger would", async () => {
    const { body } = await attempt("file-request", "police", { ...asking, dataset: "meteorology/open" });
    const subjects = body.items[0].facts.flatMap((f: any) => f.subjects.map((s: any) => s.name));
    expect(subjects).toContain("R8");
    expect(subjects).toContain("G7");
    expect(body.asOf).toMatchObject({ ahead: 0 });
  });

  test("says moments and codes in words", async () => {
    const { body } = await attempt("file-request", "police", asking);
    const { payload } = body.items[0].facts[0];
    expect(payload.deadline).toMatch(/^\d{4}-\d\d-\d\dT/);
  });
});

describe("every action", () => {
  const inputs = Object.entries(samples()).map(([name, { input }]) => [name, input as object] as const);

  test("there is, answers a dry run with a fact or with a problem that says so, and writes nothing", async () => {
    const before = await restingState(shared.city);
    for (const [name, input] of inputs) {
      const { by } = actions.find((a) => a.name === name)!;
      const { status, body } = await attempt(name, by === "council" ? council : "meteorology", input);
      expect(body.dryRun, `${name} ${JSON.stringify(body)}`).toBe(true);
      expect(status, name).toBeLessThan(500);
    }
    expect(await everythingOf(shared.city)).toEqual(before);
  });
});

describe("what would be refused", () => {
  const key = addressOf("nobody's");
  const refused: [string, string, object][] = [
    // Early, from the read model.
    ["register-dataset", "meteorology", { code: "daily", ...dataset }],
    ["register-dataset", "meteorology", { code: "UPPER", ...dataset }],
    ["register-domain", "transport", { code: "air", name: { zh: "空", en: "Air" } }],
    ["publish-version", "transport", { dataset: "meteorology/daily", content: contentOf("x") }],
    [
      "publish-version",
      "transport",
      { dataset: "transport/signals", content: contentOf("x"), parents: ["meteorology/daily@1"] },
    ],
    ["file-request", "meteorology", asking],
    ["file-request", "police", { ...asking, dataset: "transport/signals" }],
    ["issue-grant", "transport", { request: "R3" }],
    ["issue-grant", "meteorology", { request: "R99" }],
    ["deliver", "meteorology", { grant: "G2", version: "meteorology/daily@1" }],
    ["receive-delivery", "police", { delivery: "D1", content: contentOf("Monday") }],
    ["recall-version", "transport", { version: "meteorology/daily@1", reason: "quality" }],
    ["refuse-request", "meteorology", { request: "R1", reason: "security" }],
    // Late, from the contracts.
    ["suspend-organisation", council, { organisation: "data-bureau", reason }],
    ["resume-organisation", council, { organisation: "transport", reason }],
    ["appoint-bureau", council, { organisation: "transport", reason }],
    ["suspend-key", "transport", { key, reason }],
    ["grant-key", "transport", { key, from: 9, until: 5 }],
    [
      "admit-organisation",
      council,
      { code: "team", kind: "execution-team", parent: "nobody", name: dataset.name, dataOfficer: key },
    ],
  ];

  test.each(refused)("%s by %s is refused with the same words as when it is done", async (name, as, body) => {
    for (const language of ["en", "zh"]) {
      const headers = { "Accept-Language": language };
      const tried = await attempt(name, as, body, headers);
      const done = await ask(name, as, body, "&wait=final", headers);
      expect(done.status).toBeGreaterThanOrEqual(400);
      expect(tried.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      const { dryRun, exposure: _, instance: __, ...problem } = tried.body;
      const { instance: ___, operation: ____, ...real } = done.body;
      expect(dryRun).toBe(true);
      expect([tried.status, problem]).toEqual([done.status, real]);
    }
  });

  test("who may not act with an officer's key may not try with it either", async () => {
    const transport = await shared.keyFor(["read", "act"], ["transport"]);
    const reading = await shared.keyFor(["read"]);
    const path = (as: string) => `/v1/actions/suspend-grant?as=${as}&dryRun=true`;
    const body = { grant: "G3", reason: "security" };
    const codes = [
      await shared.city.ask(path("meteorology"), { body, key: transport }),
      await shared.city.ask(path("meteorology"), { body, key: reading }),
      await shared.city.ask(path("nobody"), { body }),
    ].map((r) => r.body.code);
    expect(codes).toEqual(["ACCESS_OFFICER_FORBIDDEN", "ACCESS_SCOPE_MISSING", "ACCESS_OFFICER_UNKNOWN"]);
  });
});

describe("several at once", () => {
  const named = (code: string, more: object = {}) => ({
    code,
    name: dataset.name,
    dataOfficer: addressOf(code),
    ...more,
  });

  test("each is told apart; what builds on a refused one goes with it, as in their lane", async () => {
    const body = {
      items: [
        named("fire"),
        named("team-a", { kind: "execution-team", parent: "fire" }),
        named("team-b", { kind: "execution-team", parent: "nobody" }),
        named("water-works"),
      ],
    };
    const before = await restingState(shared.city);
    const { status, body: answer } = await attempt("admit-organisation", council, body);
    expect(await everythingOf(shared.city)).toEqual(before);
    expect(status).toBe(200);
    expect(answer.items.map((i: any) => [i.outcome, i.facts.map((f: any) => f.subjects[0].name)])).toEqual([
      ["would-record", ["fire"]],
      ["would-record", ["team-a"]],
      ["refused", []],
      ["would-record", ["water-works"]],
    ]);
    expect(answer.items[2].error).toMatchObject({ code: "LEDGER_ORGANISATION_UNKNOWN", status: 404 });
  });

  test("a version and what is made of it are tried together, over more than one transaction", async () => {
    const version = (n: number, parents: string[]) => ({
      ...{ dataset: "meteorology/daily", content: contentOf(`many ${n}`), parents },
      run: { job: "many", name: `${n}` },
    });
    const first = await attempt("publish-version", "meteorology", version(0, []));
    const { id } = first.body.items[0].facts.at(-1).subjects[0];
    const items = [...Array(250).keys()].map((n) => version(n, n === 249 ? [id] : []));
    const { body } = await attempt("publish-version", "meteorology", { items });
    expect(new Set(body.items.map((i: any) => i.outcome))).toEqual(new Set(["would-record"]));
    const names = body.items.map((i: any) => i.facts.at(-1).subjects[0].name);
    expect(new Set(names).size).toBe(250);
    const last = body.items[249].facts.at(-1).subjects.map((s: any) => s.id);
    expect(last).toContain(id);
  });

  test("an input that is not valid is refused for all, with its place", async () => {
    const items = [
      { code: "good", ...dataset },
      { code: "BAD", ...dataset },
    ];
    const { status, body } = await attempt("register-dataset", "meteorology", { items });
    expect([status, body.code, body.field, body.dryRun]).toEqual([400, "INPUT_NOT_VALID", "1.code", true]);
  });
});

describe("what depends on what is on its way", () => {
  test("waits for it and says for what; the same act joins; nothing is misreported", async () => {
    const release = holdChain(shared.city);
    try {
      const registered = await ask("register-dataset", "meteorology", { code: "hourly", ...dataset });
      const operation = registered.body.operations[0].id;
      const version = { dataset: "meteorology/hourly", content: contentOf("noon") };
      const waiting = await attempt("publish-version", "meteorology", version);
      expect(waiting.status).toBe(200);
      expect(waiting.body.asOf.ahead).toBe(1);
      expect(waiting.body.items[0]).toMatchObject({
        ...{ outcome: "waits", operations: [operation], from: "definition" },
        facts: [{ name: "VersionPublished" }],
      });
      const same = await attempt("register-dataset", "meteorology", { code: "hourly", ...dataset });
      expect(same.body.items[0]).toMatchObject({ outcome: "joins", operations: [operation] });
      const chained = { ...version, parents: [waiting.body.items[0].makes[0]] };
      const both = await attempt("publish-version", "meteorology", { items: [version, chained] });
      expect(both.body.items[1]).toMatchObject({ outcome: "waits", items: [0] });
    } finally {
      release();
    }
    await shared.act("withdraw-version", "meteorology", { version: "meteorology/daily@1", reason: "other" });
  });
});

describe("what is secret", () => {
  const inConfidence = { ...asking, scenario: "in confidence", confidential: true };

  test("no salt is kept of what was only tried, and the answer says that it will be another", async () => {
    const ids = [];
    for (let i = 0; i < 2; i++) {
      const { body } = await attempt("file-request", "police", inConfidence);
      expect(body.salted).toBe(true);
      ids.push(body.items[0].makes[0]);
      expect(JSON.stringify(body.items[0].facts)).not.toContain("in confidence");
    }
    expect(ids[0]).not.toBe(ids[1]);
    const { commitment } = (await attempt("file-request", "police", inConfidence)).body.items[0].facts[0]
      .payload;
    expect(shared.city.gateway.secrets.texts.openingOf(commitment)).toBeUndefined();
  });

  test("an Idempotency-Key is neither used up nor answered from", async () => {
    const headers = { "Idempotency-Key": "tried first" };
    const tried = await attempt("file-request", "police", { ...asking, name: "once" }, headers);
    expect(tried.body.dryRun).toBe(true);
    const done = await ask("file-request", "police", { ...asking, name: "another" }, "", headers);
    expect(done.status).toBe(202);
  });
});

describe("what anybody may record", () => {
  test("records nothing once it is on record", async () => {
    await shared.act("recall-version", "meteorology", { version: "meteorology/daily@1", reason: "quality" });
    while ((await shared.get("/v1/versions/transport%2Fsignals@1")).body.affected === null) await sleep(20);
    const edge = { child: "transport/signals@1", parent: "meteorology/daily@1" };
    const { status, body } = await attempt("spread-recall", "police", edge);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ outcome: "nothing", facts: [], from: "chain" }]);
  });
});
