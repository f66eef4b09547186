import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test, afterAll } from "vitest";
import { deliveries, overdueCounts } from "../../src/ledger/delivery/tables.ts";
import { duties } from "../../src/ledger/duty/tables.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { organisationId } from "../../src/core/ids.ts";
import { type Hex } from "../../src/core/hex.ts";
import { has } from "../../src/core/states.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

const ends: (() => unknown)[] = [];
let given: Given;

beforeAll(async () => {
  given = await Given.city(["weather", "transport", "police"], {}, (end) => ends.unshift(end));
  await given.domain("all");
  await given.dataset("weather/daily", "all");
  await given.dataset("weather/open", "all", { sharing: "unconditional" });
  await given.dataset("transport/signals", "all");
  await given.done("list-supply", "weather", [
    { dataset: "weather/daily", sharing: "conditional", terms: "for public tasks", fields: ["date", "rain"] },
    { dataset: "weather/open", sharing: "unconditional", fields: ["date"] },
  ]);
  await given.done("publish-calendar", "data-bureau", [{ year: 2026, source: "a notice" }]);
  await given.versions("weather/daily", [{ text: "rain of Monday" }, { text: "rain of Tuesday" }]);
});

afterAll(async () => {
  for (const end of ends) await end();
});

const rows = () => given.gateway.index.rows;
const ask = (more: object = {}) => ({
  dataset: "weather/daily",
  purpose: "public-service",
  scenario: "signal timing",
  fields: ["rain"],
  ...more,
});

async function asked(as: string, more: object = {}): Promise<Hex> {
  const [o] = await given.done("file-request", as, [ask(more)]);
  return (o!.element as { id: Hex }).id;
}

async function granted(as: string, more: object = {}, terms: object = {}): Promise<Hex> {
  const request = await asked(as, more);
  await given.done("pass-request", "data-bureau", [{ request }]);
  const [o] = await given.done("issue-grant", "weather", [{ request, ...terms }]);
  return (o!.element as { id: Hex }).id;
}

async function delivered(grant: Hex, version: string, name: string): Promise<Hex> {
  const [o] = await given.done("deliver", "weather", [{ grant, version, name }]);
  return (o!.element as { id: Hex }).id;
}

async function owes(organisation: string): Promise<string[]> {
  const found = await rows().range(duties, { prefix: organisationId(organisation) });
  return found.map(({ row }) => row.kind);
}

async function eventually(holds: () => unknown): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await sleep(50);
  expect(holds()).toBeTruthy();
}

describe("the sharing loop", () => {
  test("request, review, grant, delivery, receipt, use and feedback, each owed by somebody until it is done", async () => {
    const request = await asked("transport");
    expect(rows().get(requests, request)).toMatchObject({ number: 1, stage: "review", fields: ["rain"] });
    expect(await owes("data-bureau")).toEqual(["review"]);

    await given.done("pass-request", "data-bureau", [{ request: "R1", note: "complete" }]);
    expect(await owes("data-bureau")).toEqual([]);
    expect(await owes("weather")).toEqual(["reply"]);

    await given.done("issue-grant", "weather", [{ request: "R1" }]);
    const id = rows().get(requests, request)!.grants[0]!;
    expect(rows().get(grants, id)).toMatchObject({ standing: "live", fields: ["rain"], window: 86_400 });
    expect(await owes("weather")).toEqual([]);

    const delivery = await delivered(id, "weather/daily@1", "Monday");
    expect(await owes("transport")).toEqual(["report", "receive"]);
    await given.done("receive-delivery", "transport", [
      { delivery: "D1", content: contentOf("rain of Monday") },
    ]);
    expect(rows().get(deliveries, delivery)!.received).toMatchObject({ matches: true });

    const derived = {
      dataset: "transport/signals",
      content: contentOf("signals"),
      parents: ["weather/daily@1"],
      under: ["G1"],
    };
    const [made] = await given.done("publish-version", "transport", [derived]);
    const version = rows().get(versions, (made!.element as { id: Hex }).id)!;
    expect(version).toMatchObject({ under: [id] });
    expect(has(version.state, "confined")).toBe(true);

    const report = { delivery: "D1", outcome: "used", effect: "12 % less waiting", derived: [version.name] };
    await given.done("report-feedback", "transport", [report]);
    expect(rows().get(deliveries, delivery)).toMatchObject({
      standing: "reported",
      reports: [{ outcome: "used", late: false, derived: [version.id] }],
    });
    expect(await owes("transport")).toEqual([]);
  });

  test("unconditional data is granted as it is asked for", async () => {
    const open = { dataset: "weather/open", fields: ["date"] };
    const request = await asked("transport", open);
    const row = rows().get(requests, request)!;
    expect(row.stage).toBe("granted");
    expect(rows().get(grants, row.grants[0]!)).toMatchObject({ atOnce: true, onward: true });
  });

  test("a refusal goes to mediation, and a directed grant is owed", async () => {
    const request = await asked("police", { scenario: "an inquiry" });
    await given.done("return-request", "data-bureau", [
      { request, reason: "incomplete", note: "which days?" },
    ]);
    expect(await owes("police")).toEqual(["complete"]);
    await given.done("complete-request", "police", [{ request, note: "all of March" }]);
    await given.done("pass-request", "data-bureau", [{ request }]);
    await given.done("refuse-request", "weather", [{ request, reason: "security" }]);
    await given.done("ask-mediation", "police", [{ request }]);
    expect(await owes("data-bureau")).toEqual(["mediate"]);
    await given.done("direct-grant", "data-bureau", [{ request, note: "the duty is statutory" }]);
    expect(await owes("weather")).toEqual(["grant"]);
    await expect(
      given.done("refuse-request", "weather", [{ request, reason: "other" }]),
    ).rejects.toMatchObject({
      code: "LEDGER_STAGE_NOT_VALID",
    });
    await given.done("issue-grant", "weather", [{ request }]);
    const { steps } = rows().get(requests, request)!;
    expect(steps.map((s) => s.stage)).toEqual([
      ...["review", "returned", "review", "decision", "refused", "mediation", "directed", "granted"],
    ]);
  });

  test("feedback that does not come is recorded by itself, blocks what is ordinary, and is settled by a waiver", async () => {
    const grant = await granted("police", { scenario: "a short one" }, { feedbackHours: 1 / 3600 });
    const waiting = await asked("police", { scenario: "the next one" });
    await given.done("pass-request", "data-bureau", [{ request: waiting }]);
    const delivery = await delivered(grant, "weather/daily@2", "Tuesday");
    await eventually(() => rows().get(deliveries, delivery)?.standing === "overdue");
    expect(rows().get(overdueCounts, organisationId("police"))).toBe(1);

    const blocked = given.done("issue-grant", "weather", [{ request: waiting }]);
    await expect(blocked).rejects.toMatchObject({ code: "LEDGER_CONSUMER_OVERDUE" });
    const gap = { from: 1, until: 3 };
    await given.done("waive-feedback", "data-bureau", [{ delivery, reason: "chain-outage", gap }]);
    await given.done("issue-grant", "weather", [{ request: waiting }]);
    expect(rows().get(requests, waiting)!.stage).toBe("granted");
  });

  test("a directed grant that nobody may give goes back to whoever owes feedback", async () => {
    const request = await asked("police", { scenario: "another inquiry" });
    await given.done("pass-request", "data-bureau", [{ request }]);
    await given.done("refuse-request", "weather", [{ request, reason: "security" }]);
    await given.done("ask-mediation", "police", [{ request }]);
    await given.done("direct-grant", "data-bureau", [{ request }]);
    const back = { request, reason: "other", note: "you owe feedback" };
    const early = given.done("return-request", "weather", [back]);
    await expect(early).rejects.toMatchObject({ code: "LEDGER_STAGE_NOT_VALID" });

    const grant = await granted("police", { scenario: "too short" }, { feedbackHours: 1 / 3600 });
    const delivery = await delivered(grant, "weather/daily@1", "too short");
    await eventually(() => rows().get(deliveries, delivery)?.standing === "overdue");
    await given.done("return-request", "weather", [back]);
    const returned = { stage: "returned", before: "directed", wasReturned: false, deadline: null };
    expect(rows().get(requests, request)).toMatchObject(returned);
    expect(await owes("weather")).toEqual([]);

    await given.done("report-feedback", "police", [{ delivery, outcome: "used" }]);
    await given.done("complete-request", "police", [{ request }]);
    await given.done("issue-grant", "weather", [{ request }]);
    expect(rows().get(requests, request)!.stage).toBe("granted");
  });

  test("other content than what was delivered opens a dispute, and only when that is meant", async () => {
    const grant = await granted("transport", { scenario: "a dispute" });
    const delivery = await delivered(grant, "weather/daily@2", "disputed");
    const content = contentOf("something else");
    await expect(given.done("receive-delivery", "transport", [{ delivery, content }])).rejects.toMatchObject({
      code: "INPUT_NOT_VALID",
      details: { field: "content" },
    });
    await given.done("receive-delivery", "transport", [{ delivery, content, disputed: true }]);
    expect(rows().get(deliveries, delivery)).toMatchObject({
      standing: "disputed",
      received: { matches: false },
    });
    expect(await owes("transport")).toContain("report");
  });

  test("the index says of all of it what the chain says", async () => {
    const { port, index } = given.gateway;
    expect(await fsck(index.store, index.identity, port.node)).toEqual([]);
  });
});
