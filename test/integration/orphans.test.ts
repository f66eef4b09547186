import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { SuyuanError } from "../../src/core/errors.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { isOpen, type Operation } from "../../src/outbox/operation.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

const PATIENCE_MS = 15_000;
const name = { zh: "逐日", en: "Daily" };
const registration = (code: string) => ({ code, domain: "climate", name });

async function ended(operations: readonly Operation[]): Promise<string[]> {
  const until = performance.now() + PATIENCE_MS;
  while (operations.some((o) => isOpen(o.status)) && performance.now() < until) await wait(20);
  return operations.map((o) => o.status.state);
}

test("what is refused with its ancestor while it is being signed takes nothing behind it along", async () => {
  const given = await Given.city(["weather"]);
  await given.domain("climate");
  const { desk, keyring, outbox, port, worker } = given.gateway;
  const first = given.keyOf("weather");
  const second = keyring.ensure("weather-2").address;
  await given.done("grant-key", "weather", [{ key: second }]);
  const [register, publish] = ["register-dataset", "publish-version"].map((n) => actionNamed(n) as Action);

  // With something on its way, the next batch is signed without a trial.
  const submit = port.submit;
  port.submit = () => Promise.resolve({ outcome: "unknown", reason: "held back by a test" });
  const [sent] = await desk.submit(register!, second, [registration("sent")]);
  while (sent!.status.state !== "sent") await wait(5);

  // Until the ancestor's refusal is told, the record of the batch that holds its orphan is not on disk.
  const told = once(outbox, "orphaned");
  const record = outbox.recordBatch.bind(outbox);
  const signed: string[][] = [];
  outbox.recordBatch = async (batch) => {
    signed.push(batch.operations);
    if (batch.operations.includes(orphan!.id)) await told;
    return record(batch);
  };
  // The refusal waits until all of them are in their lanes.
  let lapsed = true;
  keyring.problem = () => (lapsed ? new SuyuanError("OUTBOX_LEASE_STALE", { value: 30 }) : null);
  const [element] = desk.prepare(register!, first, [registration("daily")]) as object[];
  const nowhere = { ...element, domain: `0x02${"5".repeat(62)}` };
  const [ancestor] = await outbox.accept(register!, first, [nowhere]);
  const version = { dataset: "weather/daily", content: contentOf("content") };
  const [orphan] = await desk.submit(publish!, second, [version]);
  const [behind] = await desk.submit(register!, second, [registration("behind")]);
  lapsed = false;
  await worker.resume();
  await told;
  await expect.poll(() => signed).toContainEqual([orphan!.id]);
  port.submit = submit;
  expect(await ended([ancestor!, orphan!, sent!, behind!])).toEqual(["refused", "refused", "final", "final"]);
});
