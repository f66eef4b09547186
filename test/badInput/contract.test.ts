import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { SuyuanError } from "../../src/core/errors.ts";
import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { interfaces } from "../../src/chain/abi/contracts.ts";
import { type Call, encodeBatch, encodeVerb } from "../../src/chain/encode.ts";
import { explainRevert, Reverted } from "../../src/chain/reverts.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { isOpen, type Operation } from "../../src/outbox/operation.ts";
import { type City, foundCity } from "./support/city.ts";
import { leaksIn } from "./support/leaks.ts";
import { storeOf } from "./support/store.ts";
import { type Element, id, type Verb, verbs, type Wrong } from "./support/wrongElements.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

function elements({ action, good }: Verb, count: number): { action: Action; key: Hex; list: Element[] } {
  const { desk, keyring } = city.gateway;
  const key = keyring.named("meteorology")!.address;
  const found = actionNamed(action)!;
  const inputs = Array.from({ length: count }, (_, n) => good(n));
  return { action: found, key, list: desk.prepare(found, key, inputs) as Element[] };
}

/** What the contract says to a call from this key. */
async function refusalOf(from: Hex, call: Call) {
  const answer = await city.gateway.port.node.call({ from, ...call }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(answer).toBeInstanceOf(Reverted);
  const { data } = answer as Reverted;
  const all = Object.values(interfaces).map((i) => i.parseError(data));
  const { error } = explainRevert(data);
  for (const language of ["en", "zh"] as const) {
    expect(leaksIn(error.say(language))).toEqual([]);
    expect(error.say(language)).not.toContain("—");
  }
  return { name: all.find((found) => found !== null)?.name, code: error.code };
}

async function stepOf(key: Hex): Promise<bigint> {
  const data = interfaces.Agents.encodeFunctionData("keyOf", [key]) as Hex;
  const answer = await city.gateway.port.node.call({
    from: key,
    to: city.gateway.contracts.contract("agents"),
    data,
  });
  return interfaces.Agents.decodeFunctionResult("keyOf", answer)[4] as bigint;
}

describe.each(verbs)("the contract itself refuses to $action with", (verb) => {
  test.each(verb.rows.map((r) => [r.name, r] as const))("%s", async (_, r) => {
    const before = await storeOf(city);
    const { action, key, list } = elements(verb, 1);
    const bad = { ...list[0], ...r.change(city, list[0]!) };
    const call = encodeBatch(action, (await stepOf(key)) + 1n, [bad], city.gateway.contracts, "none");
    expect(await refusalOf(key, call)).toEqual({ name: r.error, code: r.code });
    expect(await storeOf(city)).toEqual(before);
  });
});

describe("the contract itself refuses an act", () => {
  const register = (change: object = {}) => {
    const { list } = elements(verbs[1]!, 1);
    return { ...list[0], ...change };
  };
  const key = (as: string) => city.gateway.keyring.named(as)!.address;
  const contracts = () => city.gateway.contracts;
  const acts: [string, string, string, () => Promise<{ from: Hex; call: Call }>][] = [
    ["with a stale step", "LaneOutOfStep", "LEDGER_LANE_OUT_OF_STEP", () => by("meteorology", 1n)],
    ["with a step to come", "LaneOutOfStep", "LEDGER_LANE_OUT_OF_STEP", () => by("meteorology", 999n)],
    ["of a key nobody granted", "KeyUnknown", "LEDGER_KEY_UNKNOWN", () => by("keeper", 1n)],
    ["of a key whose time is over", "KeyNotInForce", "LEDGER_KEY_NOT_IN_FORCE", () => by("lapsed-key", 1n)],
    ["of a key whose time will come", "KeyNotInForce", "LEDGER_KEY_NOT_IN_FORCE", () => by("future-key", 1n)],
    ["of a suspended key", "KeyNotInForce", "LEDGER_KEY_NOT_IN_FORCE", () => by("suspended-key", 1n)],
    ["without its permission", "PermissionMissing", "LEDGER_PERMISSION_MISSING", () => by("recall-only", 1n)],
    [
      "of a suspended organisation",
      "OrganisationIsSuspended",
      "LEDGER_ORGANISATION_IS_SUSPENDED",
      async () => by("culture", (await stepOf(key("culture"))) + 1n),
    ],
    [
      "for the bureau's catalogue by a department",
      "NotTheBureau",
      "LEDGER_NOT_THE_BUREAU",
      async () => {
        const entry = { code: "rain", metadata: "{}" };
        const args = { step: (await stepOf(key("meteorology"))) + 1n, entries: [entry] };
        return direct("meteorology", "Datasets", "registerDomains", args);
      },
    ],
    [
      "for a run that the batch does not have",
      "RunNotValid",
      "LEDGER_RUN_NOT_VALID",
      async () => {
        const { list } = elements(verbs[0]!, 1);
        const args = {
          step: (await stepOf(key("meteorology"))) + 1n,
          runs: [],
          publications: [{ ...list[0], run: 3 }],
        };
        return direct("meteorology", "Datasets", "publishVersions", args);
      },
    ],
    [
      "of the council by an officer",
      "NotTheCouncil",
      "LEDGER_NOT_THE_COUNCIL",
      () =>
        direct("meteorology", "Agents", "suspend", {
          organisations: [organisationId("transport")],
          reason: "a coup",
        }),
    ],
    [
      "on the spine by an officer",
      "NotAdmitted",
      "LEDGER_NOT_ADMITTED",
      async () => {
        const data = interfaces.FactLog.encodeFunctionData("requireWriter", [key("meteorology")]) as Hex;
        return { from: key("meteorology"), call: { to: city.gateway.index.identity.factLog, data } };
      },
    ],
  ];

  async function by(as: string, step: bigint) {
    const action = actionNamed("register-dataset")!;
    return { from: key(as), call: encodeBatch(action, step, [register()], contracts(), "none") };
  }

  async function direct(
    as: string,
    contract: "Agents" | "Datasets",
    verb: string,
    args: Record<string, unknown>,
  ) {
    const to = contracts().contract(contract.toLowerCase());
    return { from: key(as), call: { to, data: encodeVerb(contract, verb, args) } };
  }

  test.each(acts)("%s", async (_, error, code, make) => {
    const before = await storeOf(city);
    const { from, call } = await make();
    expect(await refusalOf(from, call)).toEqual({ name: error, code });
    expect(await storeOf(city)).toEqual(before);
  });
});

describe("accepted nevertheless, bad elements are refused one by one and their neighbours go through in order:", () => {
  // Recalls change what the publications build on, so they come last.
  test.each(verbs.filter((v) => v.action !== "recall-version"))("$action", async (verb) => {
    const { action, key, list } = elements(verb, 2 * verb.rows.length + 1);
    const mixed = list.map((e, i) => (i % 2 === 0 ? e : spoilt(e, verb.rows[(i - 1) / 2]!, i)));
    const operations = await city.gateway.outbox.accept(action, key, mixed);
    await city.rest();
    const states = operations.map(outcomeOf);
    const expected = verb.rows.flatMap((r) => ["final", r.code]);
    expect(states).toEqual([...expected, "final"]);
    const places = operations.filter((_, i) => i % 2 === 0).map(placeOf);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(city.failures()).toEqual([]);
  });

  /** Under an id of its own, so that nothing takes it for another. */
  function spoilt(e: Element, { change }: Wrong, i: number): Element {
    return { ...e, id: id("04", (0x80 + i).toString(16)), ...change(city, e) };
  }

  function outcomeOf({ status }: Operation): string {
    expect(isOpen(status)).toBe(false);
    if (status.state !== "refused") return status.state;
    const error = new SuyuanError(status.code, status.details);
    expect(leaksIn(error.say("en") + error.say("zh"))).toEqual([]);
    return status.code;
  }

  /** Where a version stands in the lineage; for others, the block. */
  function placeOf(o: Operation): number {
    const made = (o.element as { id?: Hex }).id;
    const version = made && city.gateway.index.rows.get(versions, made);
    return version ? version.ordinal : o.status.state === "final" ? o.status.block : Number.NaN;
  }
});
