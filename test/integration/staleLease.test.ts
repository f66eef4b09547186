import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeVerb } from "../../src/chain/encode.ts";
import { type Action } from "../../src/core/action.ts";
import { SuyuanError } from "../../src/core/errors.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { BUREAU } from "../../src/ops/founding.ts";
import { isOpen, type Operation } from "../../src/outbox/operation.ts";
import { actionOf, RAW, type RawElement } from "../../src/outbox/raw.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

const PATIENCE_MS = 10_000;
/** Longer than the worker takes to look at its lanes again. */
const A_WHILE_MS = 1_300;
const name = { zh: "逐日", en: "Daily" };

/** A lease on the keys that lapses and comes back when the test says so; the refusals it caused are counted. */
class FlakyLease {
  lapsed = false;
  asked = 0;

  /** The lane has come back this often, and was told that it may not act. */
  async isAsked(times: number): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (this.asked < times && performance.now() < until) await wait(20);
    expect(this.asked).toBeGreaterThanOrEqual(times);
    await wait(A_WHILE_MS);
  }

  over({ gateway }: Given): void {
    gateway.keyring.problem = () => {
      if (!this.lapsed) return null;
      this.asked++;
      return new SuyuanError("OUTBOX_LEASE_STALE", { value: 30 });
    };
  }
}

async function refused(o: Operation): Promise<unknown> {
  const until = performance.now() + PATIENCE_MS;
  while (isOpen(o.status) && performance.now() < until) await wait(20);
  return o.status;
}

function outOfReach({ gateway: g }: Given, nonce: number, gas: bigint, code: string): RawElement {
  const bureau = g.keyring.named(BUREAU)!;
  const to = g.contracts.contract("datasets");
  const data = encodeVerb("Datasets", "registerDomains", { step: 0n, entries: [{ code, metadata: "{}" }] });
  const signed = bureau.sign({ chainId: g.port.chainId, nonce, gas, to, data });
  const rest = { nonce, to, data, gas: gas.toString(), calls: "Datasets.registerDomains" };
  return { ...signed, from: bureau.address, ...rest };
}

test("a lease that lapses while bytes that came to nothing are taken back forgets none of them", async () => {
  const lease = new FlakyLease();
  const crashAt = (point: string) => void (lease.lapsed ||= point === "batch-voided");
  const given = await Given.city(["weather"], { crashAt });
  lease.over(given);
  const { outbox, port, keyring } = given.gateway;
  const key = keyring.named(BUREAU)!.address;
  const nonce = await port.node.nonce(key);
  const [waiting] = await outbox.accept(actionOf(RAW) as Action, key, [
    outOfReach(given, nonce, 40_000_000_000n, "never"),
  ]);
  await port.submit(outOfReach(given, nonce, 2_000_000n, "instead"));
  await lease.isAsked(2);
  expect(waiting!.status.state).toBe("accepted");
  lease.lapsed = false;
  expect(await refused(waiting!)).toMatchObject({ state: "refused", code: "CHAIN_REFUSED" });
});

test("a lease that lapses at a refusal, or before what built on it is refused, leaves both to be refused later", async () => {
  const lease = new FlakyLease();
  const given = await Given.city(["weather"]);
  await given.domain("climate");
  const { desk, keyring, outbox } = given.gateway;
  const second = keyring.ensure("weather-2").address;
  await given.done("grant-key", "weather", [{ key: second }]);
  lease.over(given);

  lease.lapsed = true;
  const register = actionNamed("register-dataset") as Action;
  const first = given.keyOf("weather");
  const [element] = desk.prepare(register, first, [{ code: "daily", domain: "climate", name }]) as object[];
  const nowhere = { ...element, domain: `0x02${"5".repeat(62)}` };
  const [registration] = await outbox.accept(register, first, [nowhere]);
  const version = { dataset: "weather/daily", content: contentOf("content") };
  const [built] = await desk.submit(actionNamed("publish-version") as Action, second, [version]);
  await lease.isAsked(2);
  expect([registration, built].map((o) => o!.status.state)).toEqual(["accepted", "accepted"]);

  const orphaned = new Promise<void>((resolve) => {
    outbox.on("orphaned", () => {
      [lease.lapsed, lease.asked] = [true, 0];
      resolve();
    });
  });
  lease.lapsed = false;
  expect(await refused(registration!)).toMatchObject({ code: "LEDGER_SUBJECT_UNKNOWN" });
  await orphaned;
  await lease.isAsked(1);
  expect(built!.status.state).toBe("accepted");
  lease.lapsed = false;
  expect(await refused(built!)).toMatchObject({ code: "OUTBOX_ANCESTOR_REFUSED" });
});
