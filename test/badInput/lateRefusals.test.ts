import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type City, foundCity } from "./support/city.ts";
import { leaksIn } from "./support/leaks.ts";
import { storeOf } from "./support/store.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const name = { zh: "名称", en: "Name" };

describe("what only the contract can know is answered to who waits for it:", () => {
  const council = "?as=council-member&wait=final";
  const reason = "for the tests";
  const key = (byte: string) => `0x${byte.repeat(20)}`;
  const late: [string, string, object, number, string][] = [
    [
      "an execution team of nobody",
      `admit-organisation${council}`,
      { code: "team", kind: "execution-team", parent: "nobody", name, dataOfficer: key("12") },
      404,
      "LEDGER_ORGANISATION_UNKNOWN",
    ],
    [
      "a department below another",
      `admit-organisation${council}`,
      { code: "below", parent: "transport", name, dataOfficer: key("12") },
      422,
      "LEDGER_PARENT_NOT_VALID",
    ],
    [
      "the end of no suspension",
      `resume-organisation${council}`,
      { organisation: "transport", reason },
      409,
      "LEDGER_ORGANISATION_NOT_SUSPENDED",
    ],
    [
      "a department as the bureau",
      `appoint-bureau${council}`,
      { organisation: "transport", reason },
      422,
      "LEDGER_NOT_A_BUREAU",
    ],
    [
      "the bureau's suspension",
      `suspend-organisation${council}`,
      { organisation: "data-bureau", reason },
      422,
      "LEDGER_ORGANISATION_INDISPENSABLE",
    ],
    [
      "the data officer's own key, suspended",
      "suspend-key?as=transport&wait=final",
      { key: "transport", reason },
      422,
      "LEDGER_KEY_IS_DATA_OFFICER",
    ],
    [
      "a key nobody granted, suspended",
      "suspend-key?as=transport&wait=final",
      { key: key("77"), reason },
      403,
      "LEDGER_KEY_UNKNOWN",
    ],
    [
      "a key that ends before it begins",
      "grant-key?as=transport&wait=final",
      { key: key("78"), from: 9, until: 5 },
      422,
      "LEDGER_INTERVAL_NOT_VALID",
    ],
  ];

  test.each(late)("%s", async (_, path, body, status, code) => {
    const given = body as { key?: string };
    const named =
      given.key === "transport" ? { ...body, key: city.gateway.keyring.named("transport")!.address } : body;
    const { head, city: cityHead, facts } = await storeOf(city);
    for (const language of ["en", "zh"]) {
      const headers = { "Accept-Language": language };
      const answer = await city.ask(`/v1/actions/${path}`, { body: named, headers });
      expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([status, code]);
      expect(answer.body.detail).not.toContain("—");
      expect(leaksIn(JSON.stringify(answer.body))).toEqual([]);
    }
    await city.rest();
    const after = await storeOf(city);
    expect({ head: after.head, city: after.city, facts: after.facts }).toEqual({
      head,
      city: cityHead,
      facts,
    });
    expect(city.failures()).toEqual([]);
  });
});
