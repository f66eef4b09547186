import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentOf } from "../../test/support/samples.ts";
import { founded, serveCity, type Served } from "./fixtures/served.ts";

// Answers are looked into as the plain JSON they are.
/* eslint-disable @typescript-eslint/no-explicit-any */

let city: Served;

/**
 * A diamond: the hospital's admissions go into the bureau of health's two extracts, and both into its report.
 *
 *   hospital/admissions@1 ──▶ health/by-age@1  ──▶ health/report@1
 *                        └──▶ health/by-ward@1 ──┘      ▲
 *   police/incidents@1 ─────────────────────────────────┘
 */
beforeAll(async () => {
  const departments = ["hospital", "health", "police", "transport", "press"].map((code) => founded(code));
  city = await serveCity({}, {}, departments);
  await act("register-domain", "data-bureau", { code: "care", name: { zh: "卫生", en: "Care" } });
  await dataset("hospital", "admissions", { grade: "general-4", personal: true });
  await dataset("police", "incidents", { grade: "general-3" });
  for (const code of ["by-age", "by-ward", "report"]) await dataset("health", code, { grade: "general-2" });
  await dataset("transport", "routes", { grade: "general-2" });
  await dataset("transport", "board", { sharing: "unconditional" });
  await supply("hospital/admissions", "police/incidents", "health/report", "transport/routes");
  await publish("hospital/admissions", "people");
  const form = { dataset: "hospital/admissions", name: "form", statement: "may be used for care" };
  await act("record-consent", "hospital", form);
  await act("cite-consent", "hospital", { version: "hospital/admissions@1", consent: "C1" });
  await publish("police/incidents", "incidents");
  await granted("health", "hospital/admissions", { onward: true });
  await granted("health", "police/incidents", { onward: true });
  await publish("health/by-age", "ages", ["hospital/admissions@1"], ["G1"]);
  await publish("health/by-ward", "wards", ["hospital/admissions@1"], ["G1"]);
  const parts = ["health/by-age@1", "health/by-ward@1", "police/incidents@1"];
  await publish("health/report", "report", parts, ["G2"]);
  await publish("health/report", "plain");
});
afterAll(() => city.close());

async function act(action: string, as: string, body: object): Promise<void> {
  const done = await city.ask(`/v1/actions/${action}?as=${as}&wait=final`, { body });
  if (done.status !== 200) throw new Error(`${action}: ${JSON.stringify(done.body)}`);
}

const dataset = (as: string, code: string, more: object) =>
  act("register-dataset", as, { code, domain: "care", name: { zh: code, en: code }, ...more });

async function supply(...names: string[]): Promise<void> {
  const terms = { sharing: "conditional", terms: "for public tasks", fields: ["all"] };
  for (const name of names) await act("list-supply", name.split("/")[0]!, { dataset: name, ...terms });
}

const publish = (name: string, text: string, parents: string[] = [], under: string[] = []) =>
  act("publish-version", name.split("/")[0]!, { dataset: name, content: contentOf(text), parents, under });

const asking = (name: string, more: object = {}) => ({
  ...{ dataset: name, purpose: "public-service", scenario: "why" },
  ...more,
});

async function filed(consumer: string, name: string, more: object = {}): Promise<string> {
  await act("file-request", consumer, asking(name, more));
  const [newest] = (await city.ask("/v1/requests?limit=1")).body.items;
  await act("pass-request", "data-bureau", { request: newest.name });
  return newest.name;
}

async function granted(consumer: string, name: string, more: object = {}): Promise<void> {
  const request = await filed(consumer, name, more);
  await act("issue-grant", name.split("/")[0]!, { request });
}

async function exposed(action: string, as: string, body: object, key?: string): Promise<any> {
  const asked = { body, ...(key === undefined ? {} : { key }) };
  const answer = await city.ask(`/v1/actions/${action}?as=${as}&dryRun=true`, asked);
  return answer.status === 200 ? answer.body.items[0].exposure : answer.body.exposure;
}

const names = (list: any) => list.versions.map((v: any) => v.name);

describe("a request says whom it would let get to what", () => {
  test("directly, and the sources whose data flowed into it, each once, the gravest and then the nearest first", async () => {
    const e = await exposed("file-request", "transport", asking("health/report"));
    expect(e).toMatchObject({ consumer: "transport", dataset: "health/report", ceiling: "general-4" });
    expect(e.direct).toMatchObject({ count: 2, personal: 1, byGrade: { "general-4": 1, "general-2": 1 } });
    expect(names(e.direct)).toEqual(["health/report@1", "health/report@2"]);
    expect(names(e.sources)).toEqual([
      "health/by-age@1",
      "health/by-ward@1",
      "hospital/admissions@1",
      "police/incidents@1",
    ]);
    expect(e.sources).toMatchObject({
      ...{ count: 4, personal: 3, cut: null },
      byGrade: { "general-4": 3, "general-3": 1 },
    });
    expect(e.sources.versions[2]).toMatchObject({
      ...{ owner: "hospital", grade: "general-4", personal: true, deliverable: true },
    });
    expect(e.downstream).toBeNull();
  });

  test("not what the asker has itself: its own sources, and what another grant lets it reach", async () => {
    const e = await exposed("file-request", "police", asking("health/report"));
    expect(names(e.sources)).not.toContain("police/incidents@1");
    expect(e.sources.count).toBe(3);
    await granted("police", "hospital/admissions");
    const then = await exposed("file-request", "police", asking("health/report"));
    expect(names(then.sources)).toEqual(["health/by-age@1", "health/by-ward@1"]);
    expect(then.direct.count).toBe(2);
  });

  test("even a request that is refused", async () => {
    const answer = await city.ask("/v1/actions/file-request?as=transport&dryRun=true", {
      body: asking("health/by-age"),
    });
    expect(answer.body.code).toBe("LEDGER_DATASET_NOT_SUPPLIED");
    expect(names(answer.body.exposure.direct)).toEqual(["health/by-age@1"]);
    const unknown = await city.ask("/v1/actions/file-request?as=transport&dryRun=true", {
      body: asking("health/nothing"),
    });
    expect(unknown.body).toMatchObject({ code: "THING_UNKNOWN", dryRun: true });
    expect(unknown.body).not.toHaveProperty("exposure");
  });
});

describe("a grant says so up to its ceiling", () => {
  let request: string;
  beforeAll(async () => (request = await filed("transport", "health/report", { onward: true })));

  test("what is above it stays out, and so does what flowed into that alone", async () => {
    const low = await exposed("issue-grant", "health", { request, ceiling: "general-2" });
    expect([names(low.direct), names(low.sources)]).toEqual([["health/report@2"], []]);
    const high = await exposed("issue-grant", "health", { request, ceiling: "core" });
    expect(names(high.direct)).toEqual(["health/report@1", "health/report@2"]);
    expect(high.sources.count).toBe(4);
  });

  test("with onward sharing, also who holds grants on what the consumer makes, and what is open to all", async () => {
    await granted("press", "transport/routes", { onward: false });
    const e = await exposed("issue-grant", "health", { request, ceiling: "core" });
    expect(e.downstream).toMatchObject({
      descendants: { count: 0 },
      organisations: [{ organisation: "press", datasets: ["transport/routes"] }],
      open: ["transport/board"],
    });
    const none = await exposed("issue-grant", "health", { request, ceiling: "core", onward: false });
    expect(none).toMatchObject({ onward: false, downstream: null });
  });

  test("a grant that adds nothing to one that holds exposes nothing directly", async () => {
    const cleared = { organisation: "transport", purpose: "public-service", grade: "core" };
    await act("set-clearance", "data-bureau", cleared);
    await act("issue-grant", "health", { request, ceiling: "core" });
    const [grant] = (await city.ask("/v1/grants?limit=1")).body.items;
    const again = await exposed("issue-grant", "health", { request, amends: grant.name, ceiling: "core" });
    expect(again).toMatchObject({ direct: { count: 0 }, sources: { count: 0 } });
    await publish("transport/routes", "made of it", ["health/report@2"], [grant.name]);
    const then = await exposed("issue-grant", "health", { request, amends: grant.name, ceiling: "core" });
    expect(names(then.downstream.descendants)).toEqual(["transport/routes@1"]);
  });

  test("by the key of another department it is refused, and still told", async () => {
    const answer = await city.ask("/v1/actions/issue-grant?as=police&dryRun=true", { body: { request } });
    expect(answer.body).toMatchObject({
      code: "LEDGER_REQUEST_NOT_YOURS",
      exposure: { consumer: "transport" },
    });
  });

  test("what was recalled since is no longer exposed", async () => {
    await act("recall-version", "health", { version: "health/report@2", reason: "quality" });
    const e = await exposed("file-request", "press", asking("health/report"));
    expect(names(e.direct)).toEqual(["health/report@1"]);
  });

  test("whoever may not read the ledger is told what the act would do, and not what it would expose", async () => {
    const made = await city.ask("/v1/access-keys", {
      body: { label: "acts", scopes: ["act"], officers: ["press"] },
    });
    const body = asking("health/report");
    expect(await exposed("file-request", "press", body, made.body.secret)).toBeNull();
    expect(await exposed("file-request", "press", body)).not.toBeNull();
  });
});
