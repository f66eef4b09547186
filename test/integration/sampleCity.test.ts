import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { departments } from "../../sample/city.ts";
import { datasets } from "../../sample/datasets.ts";
import { plans } from "../../sample/run.ts";
import { copyOf, deliveries as sampleDeliveries } from "../../sample/sharing/deliveries.ts";
import { requests as sampleRequests } from "../../sample/sharing/requests.ts";
import { startGateway } from "../../src/cli/fixtures/run.ts";
import { sha256OfFile } from "../../src/content/digest.ts";
import { configFrom } from "../../src/config.ts";
import { type Action } from "../../src/core/action.ts";
import { datasetId, organisationId } from "../../src/core/ids.ts";
import { has } from "../../src/core/states.ts";
import { type Table } from "../../src/core/table.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { datasets as datasetRows, versions } from "../../src/ledger/dataset/tables.ts";
import { deliveries, overdueCounts, type DeliveryRow } from "../../src/ledger/delivery/tables.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { duties } from "../../src/ledger/duty/tables.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { requests } from "../../src/ledger/request/tables.ts";
import { facts } from "../../src/ledger/spine/tables.ts";
import { supplyItems, supplyOfProvider } from "../../src/ledger/supply/tables.ts";
import { foundCity } from "../../src/ops/city.ts";
import { Random, seedFrom } from "../faults/random.ts";
import { afterFile, temporaryFolder } from "../support/folder.ts";

const after = afterFile();
let city: Gateway;

async function open(data: string): Promise<Gateway> {
  const gateway = await openGateway(configFrom({ data, city: "sample" }, {}), () => undefined);
  after(() => gateway.close());
  return gateway;
}

beforeAll(async () => {
  city = await open(temporaryFolder(after));
  await foundCity(city);
});

async function all<T>(table: Table<T>, g = city): Promise<T[]> {
  return (await g.index.rows.range(table)).map(({ row }) => row);
}
const requestNamed = async (name: string) => (await all(requests)).find((row) => row.name === name)!;
const deliveryOf = async (request: string): Promise<DeliveryRow> => {
  const [grant] = (await requestNamed(request)).grants;
  return (await all(deliveries)).find((row) => row.grant === grant)!;
};
const codes = departments.map(({ code }) => code);

describe("the sample city", () => {
  test("every department's supply list is all of its datasets, shared as they are registered", async () => {
    for (const code of codes) {
      const listed = await city.index.rows.range(supplyOfProvider, { prefix: organisationId(code) });
      const own = datasets.filter(({ owner }) => owner === code);
      const ids = own.map((d) => datasetId(organisationId(code), d.code));
      expect(listed.map(({ row }) => row).sort(), code).toEqual(ids.sort());
      for (const d of own) {
        const item = city.index.rows.get(supplyItems, datasetId(organisationId(code), d.code))!;
        expect([item.sharing, item.cadence, item.revision]).toEqual([d.sharing, d.cadence ?? "none", 1]);
      }
    }
  });

  test("every request stands where its story ends, its clocks counted by a published calendar", async () => {
    const rows = await all(requests);
    expect(rows).toHaveLength(sampleRequests.length);
    const stages = Object.fromEntries(rows.map(({ name, stage }) => [name, stage]));
    expect(stages).toMatchObject({
      ...{ "signal-timing-gates": "granted", "crop-season": "granted", "family-mediation": "granted" },
      ...{ "health-shopping": "upheld", "audience-survey": "rejected", "playground-sites": "returned" },
      ...{ "site-boundaries": "decision", "chronic-care": "decision", "price-watch": "review" },
    });
    for (const { name, stage, deadline, provisional } of rows) {
      expect(deadline !== null, name).toBe(["review", "decision"].includes(stage));
      expect(provisional, name).toBe(false);
    }
  });

  test("every delivery is of a file that lies there, and what was signed for is the copy's digest", async () => {
    const files = city.directory.folder("files");
    expect(await all(deliveries)).toHaveLength(sampleDeliveries.length);
    for (const { request, version, received } of sampleDeliveries) {
      const plan = plans.find(({ id }) => id === version)!;
      const file = plan.id.replace("@", "/") + plan.extension;
      const row = await deliveryOf(request);
      const held = city.index.rows.get(versions, row.version)!;
      const isCommitted = has(held.state, "personal");
      const sha256 = await sha256OfFile(join(files, file));
      if (!isCommitted) expect(held.content, version).toBe(sha256);
      expect(row.received !== null).toBe(received);
      if (!received) continue;
      const { consumer } = sampleRequests.find(({ name }) => name === request)!;
      expect(await sha256OfFile(join(files, copyOf(consumer, file)))).toBe(sha256);
      expect(row.received).toMatchObject({ matches: true, content: held.content });
    }
  });

  test("signal timing is made under the grants of three owners, stays confined, and is what they are told of", async () => {
    const [made] = (await all(versions)).filter(({ under }) => under.length > 0);
    expect(made!.name).toBe("traffic-police/signal-timing@1");
    expect(has(made!.state, "confined")).toBe(true);
    const { rows } = city.index;
    const owners = made!.under.map((id) => rows.get(grants, id)!.provider);
    expect(new Set(owners).size).toBe(3);
    const parents = made!.parents.map((id) => rows.get(datasetRows, rows.get(versions, id)!.dataset)!.owner);
    expect([...parents].sort()).toEqual([...owners].sort());
    for (const name of ["signal-timing-gates", "signal-timing-buses", "signal-timing-rides"]) {
      const { standing, reports } = await deliveryOf(name);
      expect(standing).toBe("reported");
      expect(reports).toMatchObject([{ outcome: "used", late: false, derived: [made!.id] }]);
    }
  });

  test("unconditional data was granted as it was asked for", async () => {
    for (const name of ["crop-season", "fire-patrol", "respiratory-alert"]) {
      const { grants: given, steps } = await requestNamed(name);
      expect(city.index.rows.get(grants, given[0]!)!.atOnce).toBe(true);
      expect(steps.map(({ event }) => event)).toEqual(["RequestFiled", "GrantIssued"]);
    }
  });

  test("somebody owes each kind of answer", async () => {
    const owed = (await all(duties)).map(({ kind }) => kind);
    expect(new Set(owed)).toEqual(new Set(["review", "reply", "complete", "receive", "report"]));
  });
});

/** Facts by event, without what keepers record when its time has come. */
async function happened(g: Gateway): Promise<Record<string, number>> {
  const kept = ["FeedbackOverdue", "AnswerLate", "VersionAffected"];
  const rows = await all(facts, g);
  const named = Map.groupBy(rows, ({ name }) => name ?? "unknown");
  return Object.fromEntries([...named].flatMap(([n, f]) => (kept.includes(n) ? [] : [[n, f.length]])));
}

const KILLS = 8;

test("a founding that is killed again and again goes on where it stopped, and does nothing twice", async () => {
  const seed = seedFrom();
  const random = new Random(seed);
  const data = join(temporaryFolder(after), "data");
  let kills = 0;
  // A founding makes a hundred blocks and more, of which sharing makes the last twenty.
  for (;;) {
    const blocks = kills < 2 ? 25 + random.below(15) : 3 + random.below(7);
    const env = kills < KILLS ? { SUYUAN_CRASH_AT: `index-applied:${blocks}` } : {};
    const started = await startGateway(data, [], { env }).catch((error: unknown) => String(error));
    if (typeof started !== "string") {
      await started.stop();
      break;
    }
    expect(started, `seed ${seed}`).toContain("crash point index-applied");
    kills++;
  }
  expect(kills, `seed ${seed}`).toBeGreaterThan(3);
  const again = await open(data);
  expect(await happened(again), `seed ${seed}`).toEqual(await happened(city));
  const stages = async (g: Gateway) =>
    (await all(requests, g)).map(({ name, steps }) => [name, ...steps.map((s) => s.stage)]);
  expect((await stages(again)).sort()).toEqual((await stages(city)).sort());
  expect(await fsck(again.index.store, again.index.identity, again.port.node)).toEqual([]);
});

test("the minute passes: the keeper records it by itself, and the consumer is granted nothing", async () => {
  const { rows } = city.index;
  const consumer = organisationId("urban-construction");
  for (let i = 0; i < 90 && rows.get(overdueCounts, consumer) !== 1; i++) await sleep(1_000);
  expect(rows.get(overdueCounts, consumer)).toBe(1);
  expect((await deliveryOf("site-complaints")).standing).toBe("overdue");
  const { id } = await requestNamed("site-boundaries");
  const key = city.keyring.named("planning-resources")!.address;
  const asked = city.desk.submit(actionNamed("issue-grant") as Action, key, [{ request: id }]);
  await expect(asked).rejects.toMatchObject({ code: "LEDGER_CONSUMER_OVERDUE" });
});
