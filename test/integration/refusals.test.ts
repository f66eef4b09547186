import { expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { settled } from "../../src/ops/founding.ts";
import { contentOf } from "../support/samples.ts";
import { Given } from "../support/given.ts";

const name = { zh: "逐日", en: "Daily" };

test("two officers register the same dataset at once: one is refused, and what was built on it is not", async () => {
  const given = await Given.city(["weather"]);
  await given.domain("climate");
  const { desk, keyring, outbox } = given.gateway;
  const second = keyring.ensure("weather-2");
  await given.done("grant-key", "weather", [{ key: second.address }]);

  const register = actionNamed("register-dataset") as Action;
  const publish = actionNamed("publish-version") as Action;
  const registration = [{ code: "daily", domain: "climate", name }];
  // Prepared together, so that neither knows of the other's.
  const elements = [given.keyOf("weather"), second.address].map((key) =>
    desk.prepare(register, key, registration),
  );
  const [first] = await outbox.accept(register, given.keyOf("weather"), elements[0]!);
  const [other] = await outbox.accept(register, second.address, elements[1]!);
  const version = { dataset: "weather/daily", content: contentOf("content") };
  const [built] = await desk.submit(publish, second.address, [version]);

  await settled(outbox, [first!, built!]);
  await expect(settled(outbox, [other!])).rejects.toMatchObject({ code: "LEDGER_SUBJECT_EXISTS" });
  expect([first, built].map((o) => o!.status.state)).toEqual(["final", "final"]);
});
