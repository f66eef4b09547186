import { describe, expect, test } from "vitest";
import { noSecrets, PlainLedger } from "../../../test/support/samples.ts";
import { type Preparation } from "../../core/action.ts";
import { keccakText } from "../../core/hash.ts";
import { ZERO32 } from "../../core/hex.ts";
import { organisationId } from "../../core/ids.ts";
import { issueGrant } from "../grant/actions.ts";
import { documentText, readDocument } from "./document.ts";
import { fileRequest } from "./file.ts";

const ledger = new PlainLedger();
const officer = ledger.as(ledger.department("weather"));
const user = ledger.as(ledger.department("transport"));
const daily = ledger.register("weather/daily");
ledger.supplied(daily);

const asks = {
  dataset: "weather/daily",
  purpose: "law-enforcement",
  scenario: "who was out in the rain",
  fields: ["rain"],
} as const;

const filed = (more: object = {}) => fileRequest.prepare(fileRequest.input.parse({ ...asks, ...more }), user);

describe("a request in confidence", () => {
  test("tells the chain nothing of why, and a name that no guess confirms", () => {
    const e = filed({ confidential: true });
    expect(e).toMatchObject({ purpose: 0, basis: 0, fields: "0", scenario: "" });
    expect(e.commitment).not.toBe(ZERO32);
    expect(e.name).toBe(`request:${e.commitment.slice(2, 18)}`);
    expect(JSON.stringify(e)).not.toMatch(/law-enforcement|out in the rain/);
    expect(filed().name).not.toBe(e.name);
  });

  test("commits to canonical JSON of who asks, for what, on which revision, and why", () => {
    let committed = "";
    const commitText = (_: string, text: string) => ((committed = text), ZERO32);
    const p = { ...user, commitText };
    fileRequest.prepare(
      fileRequest.input.parse({ ...asks, confidential: true, fields: ["rain", "date"] }),
      p,
    );
    expect(readDocument(committed)).toEqual({
      format: "suyuan request document 1",
      consumer: organisationId("transport"),
      dataset: daily.id,
      revision: 1,
      purpose: "law-enforcement",
      basis: "statutory-duty",
      scenario: "who was out in the rain",
      fields: ["date", "rain"],
    });
  });

  test("names only fields that are supplied, in confidence or not", () => {
    expect(() => filed({ confidential: true, fields: ["names"] })).toThrow("is not supplied");
  });
});

describe("a grant of what was asked in confidence", () => {
  const request = { ...ledger.asks("transport", daily, "decision"), mask: "0", commitment: keccakText("c") };
  ledger.requests.set(request.id, request);
  const honest = {
    consumer: request.consumer,
    dataset: daily.id,
    revision: 1,
    purpose: "research",
    basis: "consent",
    scenario: "why",
    fields: ["rain"] as string[],
  } as const;
  const granting = (text: string | undefined, more: object = {}) => {
    const p: Preparation = { ...officer, ...noSecrets, openedText: () => text };
    return issueGrant.prepare(issueGrant.input.parse({ request: request.id, ...more }), p);
  };

  test("is given with its fields hidden as well", () => {
    expect(granting(documentText(honest))).toMatchObject({ fields: "0" });
  });

  test.each([
    ["nobody here has read", undefined, "OPENING_MISSING"],
    ["is no document", "{}", "no document"],
    ["is no JSON", "why", "no document"],
    ["says more than it may", documentText({ ...honest, more: 1 } as never), "no document"],
    [
      "was written for another consumer",
      documentText({ ...honest, consumer: organisationId("police") }),
      "consumer",
    ],
    ["was written for another dataset", documentText({ ...honest, dataset: ZERO32 }), "dataset"],
    ["was written on another revision", documentText({ ...honest, revision: 2 }), "revision"],
    [
      "asks for a field beyond the supply item",
      documentText({ ...honest, fields: ["rain", "names"] }),
      "names",
    ],
    ["asks for no field", documentText({ ...honest, fields: [] }), "no document"],
  ])("is refused where the private part %s", (_, text, word) => {
    const error = expect.objectContaining({ message: expect.stringContaining(word) as string }) as Error;
    const missing = expect.objectContaining({ code: word }) as Error;
    expect(() => granting(text)).toThrow(word.startsWith("OPENING") ? missing : error);
  });

  test("is whole or none: the chain could not tell how much of it was given", () => {
    expect(() => granting(documentText(honest), { fields: ["rain"] })).toThrow("leave them out");
  });
});
