import { beforeAll, describe, expect, test } from "vitest";
import { organisationId } from "../../src/core/ids.ts";
import { compareStores } from "../../src/indexer/compare.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { deliveries, overdueCounts } from "../../src/ledger/delivery/tables.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { facts } from "../../src/ledger/spine/tables.ts";
import { type SigningAnswer, signingOf } from "../../src/ledger/agent/signing.ts";
import { afterFile } from "../support/folder.ts";
import { FOUNDER, Gates, until } from "../support/gates.ts";
import { contentOf } from "../support/samples.ts";

const after = afterFile();
let gates: Gates;

beforeAll(async () => {
  gates = await Gates.open(["weather", "transport"], after);
  await gates.done("register-domain", FOUNDER, [{ code: "all", name: { zh: "全部", en: "all" } }]);
  const name = { zh: "日观测", en: "daily" };
  await gates.done("register-dataset", "weather", [{ code: "daily", domain: "all", name }]);
  const supply = { dataset: "weather/daily", sharing: "conditional", terms: "for public tasks" };
  await gates.done("list-supply", "weather", [{ ...supply, fields: ["date", "rain"] }]);
  await gates.done("publish-version", "weather", [
    { dataset: "weather/daily", content: contentOf("Monday"), parents: [] },
    { dataset: "weather/daily", content: contentOf("Tuesday"), parents: [] },
  ]);
}, 120_000);

const signs = (name: string): SigningAnswer[] => {
  const { sources } = gates.at(name);
  return sources.signers().map((signer) => signingOf(signer, sources.rows, sources.head().time));
};

const factsNamed = async (gate: string, name: string) =>
  (await gates.at(gate).index.rows.range(facts)).filter(({ row }) => row.name === name);

/** Asked, passed and granted, each at its own gateway. */
async function granted(scenario: string, terms: object = {}): Promise<string> {
  const asks = { dataset: "weather/daily", purpose: "public-service", scenario, fields: ["rain"] };
  const request = await gates.made("file-request", "transport", asks);
  await gates.done("pass-request", FOUNDER, [{ request }]);
  return gates.made("issue-grant", "weather", { request, ...terms });
}

describe("three gateways on one chain", () => {
  test("each signs for its own organisation and has no key of another's", () => {
    expect(signs("weather")).toMatchObject([{ organisation: "weather", standing: "in-force" }]);
    expect(signs("transport")).toMatchObject([{ organisation: "transport", standing: "in-force" }]);
    expect(
      signs(FOUNDER)
        .map((s) => s.organisation)
        .sort(),
    ).toEqual([FOUNDER, "leading-group"]);
    expect(gates.at("weather").keyring.names().sort()).toEqual(["keeper", "weather"]);
    const keepers = gates.names.map((name) => gates.at(name).keyring.named("keeper")!.address);
    expect(new Set(keepers).size).toBe(3);
  });

  test("request, review, grant, delivery, receipt and feedback, each signed at its own gateway", async () => {
    const grant = await granted("signal timing");
    const delivery = await gates.made("deliver", "weather", {
      grant,
      version: "weather/daily@1",
      name: "Mon",
    });
    await gates.done("receive-delivery", "transport", [{ delivery, content: contentOf("Monday") }]);
    await gates.done("report-feedback", "transport", [{ delivery, outcome: "used", effect: "12 % less" }]);
    for (const name of gates.names) {
      const row = gates.at(name).index.rows.get(deliveries, delivery);
      expect([name, row]).toMatchObject([name, { standing: "reported", received: { matches: true } }]);
    }
  });

  test("what is overdue is recorded once, whichever keeper comes first, and blocks at every gateway", async () => {
    const grant = await granted("a short one", { feedbackHours: 1 / 3600 });
    await gates.made("deliver", "weather", { grant, version: "weather/daily@2", name: "Tue" });
    const owed = (name: string) => gates.at(name).index.rows.get(overdueCounts, organisationId("transport"));
    await until(() => gates.names.every((name) => owed(name) === 1), "the overdue feedback, everywhere");
    expect(await factsNamed("transport", "FeedbackOverdue")).toHaveLength(1);
    await gates.done("waive-feedback", FOUNDER, [{ delivery: "D2", reason: "other", note: "a trial" }]);
    expect(gates.at("weather").index.rows.get(overdueCounts, organisationId("transport"))).toBe(0);
  });

  test("an officer's key that another organisation has is of no use at one's own gateway", async () => {
    const { given } = gates.gate("transport");
    const [grant] = [...(await given.gateway.index.rows.range(grants))];
    const input = { grant: grant!.row.id, version: "weather/daily@1", name: "not mine" };
    await expect(given.done("deliver", "transport", [input])).rejects.toMatchObject({
      code: expect.stringMatching(/^LEDGER_/) as string,
    });
  });

  test("a recall spreads through every department, whoever's keeper does it", async () => {
    const grant = await granted("a derived one");
    await gates.made("deliver", "weather", { grant, version: "weather/daily@1", name: "again" });
    const name = { zh: "信号", en: "signals" };
    await gates.done("register-dataset", "transport", [{ code: "signals", domain: "all", name }]);
    const derived = { dataset: "transport/signals", content: contentOf("signals"), under: [grant] };
    const child = await gates.made("publish-version", "transport", {
      ...derived,
      parents: ["weather/daily@1"],
    });
    await gates.done("recall-version", "weather", [{ version: "weather/daily@1", reason: "quality" }]);
    await until(
      () => gates.at(FOUNDER).index.rows.get(versions, child)!.affected !== null,
      "the recall at what was made of it",
    );
    expect((await factsNamed(FOUNDER, "VersionAffected")).length).toBe(1);
  });

  test("all three indexes are the same, entry by entry, and what the chain says", async () => {
    for (const name of gates.names) await until(() => gates.at(name).outbox.size.operations === 0, "an end");
    await gates.standStill();
    for (const name of ["weather", "transport"]) {
      const { differences, entries } = await compareStores(
        gates.at(FOUNDER).index.store,
        gates.at(name).index.store,
      );
      expect([name, differences]).toEqual([name, []]);
      expect(entries).toBeGreaterThan(100);
    }
    const { index, port } = gates.at(FOUNDER);
    expect(await fsck(index.store, index.identity, port.node)).toEqual([]);
  });
});
