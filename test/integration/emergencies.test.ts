import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { configFrom } from "../../src/config.ts";
import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { openGateway } from "../../src/gateway.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { deliveries } from "../../src/ledger/delivery/tables.ts";
import { overdueOf } from "../../src/ledger/duty/overdue.ts";
import { duties } from "../../src/ledger/duty/tables.ts";
import { emergencies, lanes, type EmergencyRow } from "../../src/ledger/emergency/tables.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { missedDeliveries, promises } from "../../src/ledger/promise/tables.ts";
import { claims } from "../../src/ledger/claim/tables.ts";
import { responsesTo } from "../../src/ledger/recall/tables.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { facts } from "../../src/ledger/spine/tables.ts";
import { temporaryFolder } from "../support/folder.ts";
import { Given } from "../support/given.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { contentOf } from "../support/samples.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const ends: (() => unknown)[] = [];
let data: string;
let given: Given;

/** The machine's clock is this far ahead of the real one: seconds. */
let ahead = 0;
const real = Date.now.bind(Date);

beforeAll(async () => {
  vi.spyOn(Date, "now").mockImplementation(() => real() + ahead * 1_000);
  data = temporaryFolder((end) => ends.unshift(end));
  await open();
  const names = ["weather", "rescue", "police"].map((code) => ({
    ...{ code, kind: "department", name: { zh: code, en: code } },
  }));
  await foundTiers(given.gateway, names);
  await given.domain("all");
  await given.dataset("weather/daily", "all");
  await given.dataset("rescue/maps", "all");
  await given.done("list-supply", "weather", [
    {
      ...{ dataset: "weather/daily", sharing: "conditional", terms: "for public tasks" },
      ...{ fields: ["date", "rain", "wind"], cadence: "daily" },
    },
  ]);
  await given.versions("weather/daily", [{ text: "Monday" }, { text: "Tuesday" }, { text: "Wednesday" }]);
  await given.done("name-responder", "data-bureau", [{ organisation: "rescue" }, { organisation: "police" }]);
});

afterAll(async () => {
  for (const end of ends) await end();
  vi.restoreAllMocks();
});

async function open(): Promise<void> {
  const config = configFrom({ data, city: "sample", acceptClock: true }, {});
  const gateway = await openGateway(config, () => undefined);
  ends.unshift(() => gateway.close());
  given = Given.at(gateway);
}

/** The gateway rests, and it is so much later when it is opened again: a jump while it runs would stop it. */
async function later(seconds: number): Promise<void> {
  await (ends.shift() as () => Promise<void>)();
  ahead += seconds;
  await open();
}

const rows = () => given.gateway.index.rows;
const now = () => given.gateway.sources.view.now();

async function invoked(as: string, incident: string, more: object = {}): Promise<Hex> {
  const scenario = "which roads flood";
  const input = { dataset: "weather/daily", incident, scenario, fields: ["rain"], ...more };
  const [o] = await given.done("invoke-emergency", as, [input]);
  return (o!.element as { id: Hex }).id;
}

const emergency = (id: Hex): EmergencyRow => rows().get(emergencies, id)!;

async function owes(organisation: string): Promise<string[]> {
  const found = await rows().range(duties, { prefix: organisationId(organisation) });
  return found.map(({ row }) => row.kind);
}

async function eventually(holds: () => unknown): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await sleep(50);
  expect(holds()).toBeTruthy();
}

async function factsNamed(name: string) {
  return (await rows().range(facts)).filter(({ row }) => row.name === name).map(({ row }) => row);
}

const delivery = (o: { element: unknown }[]) => (o[0]!.element as { id: Hex }).id;

describe("an emergency that is reported in time", () => {
  let id: Hex;

  test("is granted at once, narrowly, and owes one report and one review", async () => {
    id = await invoked("rescue", "2026-117");
    const grant = rows().get(grants, id)!;
    expect(grant).toMatchObject({
      standing: "live",
      fields: ["rain"],
      window: 0,
      onward: false,
      atOnce: true,
    });
    expect(grant.expires - grant.time).toBe(72 * HOUR);
    const request = rows().get(requests, grant.request)!;
    expect(request).toMatchObject({ stage: "granted", purpose: "emergency", basis: "emergency-response" });
    expect(emergency(id)).toMatchObject({ incident: "2026-117", told: "waited", found: "waited" });
    expect(emergency(id).due - emergency(id).time).toBe(DAY);
    expect(await owes("rescue")).toEqual(["report-emergency"]);
    expect(await owes("data-bureau")).toEqual(["review-emergency"]);
  });

  test("a delivery under it waits for a signature, not for feedback of its own", async () => {
    const handed = { grant: id, version: "weather/daily@1", name: "at once" };
    const made = delivery(await given.done("deliver", "weather", [handed]));
    expect(rows().get(deliveries, made)).toMatchObject({ due: 0, standing: "open" });
    expect(await owes("rescue")).toEqual(["report-emergency", "receive"]);
    await given.done("receive-delivery", "rescue", [{ delivery: made, content: contentOf("Monday") }]);
    expect(await owes("rescue")).toEqual(["report-emergency"]);
  });

  test("report and review end it", async () => {
    const report = { grant: id, outcome: "used", effect: "two roads closed in time" };
    await given.done("report-emergency", "rescue", [report]);
    expect(emergency(id).report).toMatchObject({ late: false, outcome: "used" });
    await given.done("review-emergency", "data-bureau", [{ grant: id, justified: true }]);
    expect(emergency(id)).toMatchObject({ told: "reported", found: "justified", review: { late: false } });
    expect([await owes("rescue"), await owes("data-bureau")]).toEqual([[], []]);
    expect(rows().get(lanes, given.keyOf("rescue"))).toBeUndefined();
  });

  test("the same act is not done twice, and twenty others at once", async () => {
    await expect(invoked("rescue", "2026-117")).rejects.toMatchObject({ code: "LEDGER_SUBJECT_EXISTS" });
    const all = Array.from({ length: 20 }, (_, i) => ({
      ...{ dataset: "weather/daily", incident: `flood ${i}`, scenario: "a flood in many places ".repeat(10) },
    }));
    const made = await given.done("invoke-emergency", "rescue", all);
    const reports = made.map((o) => ({ grant: (o.element as { id: Hex }).id, outcome: "used" }));
    await given.done("report-emergency", "rescue", reports);
    const reviews = reports.map(({ grant }) => ({ grant, justified: true }));
    await given.done("review-emergency", "data-bureau", reviews);
    expect(await owes("rescue")).toEqual([]);
  });
});

describe("an emergency that was not justified", () => {
  test("closes its officer's lane until the bureau lifts that", async () => {
    const id = await invoked("police", "a parade");
    await given.done("report-emergency", "police", [{ grant: id, outcome: "not-used" }]);
    const finding = { grant: id, justified: false, reason: "no-emergency", note: "a parade is none" };
    await given.done("review-emergency", "data-bureau", [finding]);
    const officer = given.keyOf("police");
    expect(rows().get(lanes, officer)).toMatchObject({ grant: id, lifted: null });
    expect(emergency(id).review).toMatchObject({ justified: false, closed: officer, reason: "no-emergency" });
    await expect(invoked("police", "another")).rejects.toMatchObject({ code: "LEDGER_LANE_CLOSED" });
    await given.done("lift-lane", "data-bureau", [{ officer, note: "instructed" }]);
    const again = await invoked("police", "another");
    await given.done("report-emergency", "police", [{ grant: again, outcome: "used" }]);
    await given.done("review-emergency", "data-bureau", [{ grant: again, justified: true }]);
  });
});

describe("what is recalled", () => {
  test("is owed an answer by each consumer: one deletes, one goes on for a reason and replaces later", async () => {
    const version = "weather/daily@3";
    const ids = [await invoked("rescue", "for a recall"), await invoked("police", "for a recall")];
    const handed = ids.flatMap((grant) => [{ grant, version, name: `to ${grant.slice(0, 8)}` }]);
    const made = await given.done("deliver", "weather", handed);
    const [ofRescue, ofPolice] = made.map((o) => (o.element as { id: Hex }).id) as [Hex, Hex];
    await given.done("recall-version", "weather", [{ version, reason: "quality" }]);
    expect(await owes("rescue")).toContain("acknowledge");
    expect(await owes("police")).toContain("acknowledge");
    await given.done("acknowledge-recall", "rescue", [{ delivery: ofRescue, response: "deleted" }]);
    expect(await owes("rescue")).not.toContain("acknowledge");
    expect(await owes("police")).toContain("acknowledge");
    const inUse = { delivery: ofPolice, response: "in-use", reason: "legal", note: "a pending case" };
    await given.done("acknowledge-recall", "police", [inUse]);
    await given.done("acknowledge-recall", "police", [{ delivery: ofPolice, response: "replaced" }]);
    expect(rows().get(responsesTo, ofPolice)).toMatchObject([
      { response: "in-use", reason: "legal", note: "a pending case" },
      { response: "replaced" },
    ]);
    expect(await owes("police")).not.toContain("acknowledge");
    for (const [i, as] of ["rescue", "police"].entries())
      await given.done("report-emergency", as, [{ grant: ids[i], outcome: "used" }]);
  });
});

describe("data that came without a delivery on record", () => {
  test("is claimed by whoever got it", async () => {
    const claim = { dataset: "weather/daily", content: contentOf("by post"), note: "on a disk" };
    await given.done("claim-receipt", "police", [claim]);
    const [found] = await rows().range(claims);
    const police = organisationId("police");
    expect(found!.row).toMatchObject({ number: 1, consumer: police, grant: null, note: "on a disk" });
    expect(found!.row.content).toBe(contentOf("by post").sha256);
  });
});

describe("promised deliveries", () => {
  let grant: Hex;

  test("are waited for by the supply item's cadence, from the grant and from each delivery", async () => {
    const filing = { dataset: "weather/daily", purpose: "public-service", scenario: "signals" };
    const [asked] = await given.done("file-request", "police", [{ ...filing, fields: ["rain"] }]);
    const request = (asked!.element as { id: Hex }).id;
    await given.done("pass-request", "data-bureau", [{ request }]);
    const terms = { request, promised: true, feedbackHours: 24 * 60 };
    const [issued] = await given.done("issue-grant", "weather", [terms]);
    grant = (issued!.element as { id: Hex }).id;
    const { time, cadence } = rows().get(grants, grant)!;
    expect(cadence).toBe("daily");
    expect(rows().get(promises, grant)).toMatchObject({ due: time + DAY, missed: 0 });
    expect(await owes("weather")).toEqual(["deliver"]);
    await given.done("deliver", "weather", [{ grant, version: "weather/daily@1", name: "promised" }]);
    const { row } = (await rows().range(duties, { prefix: organisationId("weather") }))[0]!;
    const handed = (await rows().range(deliveries)).find((d) => d.row.name === "promised")!.row;
    expect(row.deadline).toBe(handed.time + DAY);
  });

  test("rest while the grant is suspended, and begin anew after it", async () => {
    const because = { grant, reason: "quality" };
    await given.done("suspend-grant", "weather", [because]);
    expect(await owes("weather")).toEqual([]);
    await given.done("resume-grant", "weather", [because]);
    expect(await owes("weather")).toEqual(["deliver"]);
    const resumed = rows().get(grants, grant)!.steps.at(-1)!.time;
    expect(rows().get(promises, grant)!.due).toBe(resumed + DAY);
  });

  test("that stay away are recorded by themselves, each one once", async () => {
    await later(2 * DAY + HOUR);
    await eventually(() => rows().get(promises, grant)!.missed === 2);
    const missed = (await rows().range(missedDeliveries)).map(({ row }) => row);
    expect(missed.map((m) => m.missed)).toEqual([1, 2]);
    expect(missed[1]!.due - missed[0]!.due).toBe(DAY);
    expect(rows().get(promises, grant)!.due).toBe(missed[1]!.due + DAY);
    expect(await owes("weather")).toEqual(["deliver"]);
    await given.done("deliver", "weather", [{ grant, version: "weather/daily@2", name: "late" }]);
    expect(rows().get(promises, grant)).toMatchObject({ missed: 0, missedInAll: 2 });
    const early = given.done("record-missed-delivery", "police", [{ grant }]);
    await expect(early).rejects.toMatchObject({ code: "LEDGER_DELIVERY_NOT_MISSED" });
  });
});

describe("an emergency that nobody reports", () => {
  let id: Hex;

  test("is in time in the last second, and overdue in the next, which its own gateway records", async () => {
    id = await invoked("rescue", "unreported");
    await later(DAY - 60);
    const { due } = emergency(id);
    ahead += due - now();
    expect(now()).toBe(due);
    await expect(given.done("record-emergency-overdue", "police", [{ grant: id }])).rejects.toMatchObject({
      code: "LEDGER_EMERGENCY_NOT_OVERDUE",
    });
    await eventually(() => emergency(id).told === "overdue");
    const [fact] = await factsNamed("EmergencyOverdue");
    expect(fact!.time).toBeGreaterThan(due);
    // Two seconds from the first one in which it was late.
    expect(fact!.time).toBeLessThanOrEqual(due + 3);
  });

  test("is on record once, whoever else records it", async () => {
    const record = (as: string) => given.done("record-emergency-overdue", as, [{ grant: id }]);
    await Promise.all(["police", "weather", "data-bureau"].map(record));
    expect(await factsNamed("EmergencyOverdue")).toHaveLength(1);
    expect(overdueOf(organisationId("rescue"), rows())).toBe(1);
  });

  test("blocks ordinary grants, not further emergencies, until it is reported", async () => {
    expect(overdueOf(organisationId("rescue"), rows())).toBe(1);
    const filing = { dataset: "weather/daily", purpose: "public-service", scenario: "maps" };
    const [asked] = await given.done("file-request", "rescue", [filing]);
    const request = (asked!.element as { id: Hex }).id;
    await given.done("pass-request", "data-bureau", [{ request }]);
    await expect(given.done("issue-grant", "weather", [{ request }])).rejects.toMatchObject({
      code: "LEDGER_CONSUMER_OVERDUE",
    });
    const other = await invoked("rescue", "meanwhile");
    const reports = [id, other].map((grant) => ({ grant, outcome: "used" }));
    await given.done("report-emergency", "rescue", reports);
    expect(emergency(id).report).toMatchObject({ late: true });
    expect(overdueOf(organisationId("rescue"), rows())).toBe(0);
    await given.done("issue-grant", "weather", [{ request }]);
  });

  test("a review that does not come is on record too, and late when it does", async () => {
    await later(20 * DAY);
    await eventually(() => emergency(id).reviewLate !== null);
    await given.done("review-emergency", "data-bureau", [{ grant: id, justified: true }]);
    expect(emergency(id).review).toMatchObject({ justified: true, late: true });
  });
});

test("the index says of all of it what the chain says", async () => {
  const { port, index } = given.gateway;
  expect(await fsck(index.store, index.identity, port.node)).toEqual([]);
});
