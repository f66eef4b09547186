import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe } from "vitest";
import { contentOf } from "../../support/samples.ts";
import { type City, foundCity } from "./city.ts";
import { type Refusal, refuses } from "./refusals.ts";

const fields = ["date", "rain", "wind"];

/**
 * Requests in every stage, grants and deliveries in every standing. R1 to R9 are transport's for meteorology's
 * data, in this order: granted (G1, live), granted (G2, suspended), granted (G3, revoked), in decision, in
 * review, refused, returned, granted to police (G4), police's next one, in decision.
 */
async function furnishSharing({ act, gateway }: City): Promise<void> {
  const dataOfficer = gateway.keyring.ensure("police").address;
  const police = { code: "police", name: { zh: "公安局", en: "Police" }, dataOfficer };
  await act("admit-organisation", "council-member", police);
  const list = (code: string, sharing: string) => ({
    dataset: `meteorology/${code}`,
    sharing,
    fields,
    ...(sharing === "unconditional" ? {} : { terms: "for public tasks" }),
  });
  await act(
    "list-supply",
    "meteorology",
    list("closed", "conditional"),
    list("graded", "conditional"),
    list("open", "unconditional"),
    list("important", "not-shared"),
  );
  const asks = (name: string) => ({ ...filing, name });
  await act("file-request", "transport", ...["1", "2", "3", "4", "5", "6", "7"].map(asks));
  await act("file-request", "police", asks("8"), asks("9"));
  const passed = ["R1", "R2", "R3", "R4", "R6", "R7", "R8", "R9"].map((request) => ({ request }));
  await act("pass-request", "data-bureau", ...passed);
  await act("refuse-request", "meteorology", { request: "R6", reason: "security" });
  await act("return-request", "meteorology", { request: "R7", reason: "incomplete" });
  await act(
    "issue-grant",
    "meteorology",
    ...["R1", "R2", "R3"].map((request) => ({ request, fields: ["rain"], ceiling: "general-2" })),
    { request: "R8", feedbackHours: 1 / 3600 },
  );
  await act("suspend-grant", "meteorology", { grant: "G2", reason: "security" });
  await act("revoke-grant", "meteorology", { grant: "G3", reason: "breach" });
  await deliverAll(act);
}

export const filing = {
  dataset: "meteorology/closed",
  purpose: "public-service",
  scenario: "signal timing",
  fields: ["date", "rain"],
};

/** D1 is open, D2 reported to the end, D3 signed for, D4 (police's) overdue. */
async function deliverAll(act: City["act"]): Promise<void> {
  const version = "meteorology/closed@1";
  const names = ["open", "reported", "signed"].map((name) => ({ grant: "G1", version, name }));
  await act("deliver", "meteorology", ...names, { grant: "G4", version });
  const content = contentOf("closed");
  await act("receive-delivery", "transport", { delivery: "D3", content });
  await act("report-feedback", "transport", { delivery: "D2", outcome: "used" });
  await sleep(2_100);
  await act("record-overdue", "transport", { delivery: "D4" });
}

/** A city with all of this, for the tests of one file. */
export function sharingCity(): () => City {
  let city: City;
  beforeAll(async () => {
    city = await foundCity();
    await furnishSharing(city);
    await city.rest();
  });
  afterAll(() => city.close());
  return () => city;
}

export type Row = [
  name: string,
  as: string,
  body: object,
  status: number,
  code: string,
  field: string,
  /** Left undefined where the sentence does not name it. */
  value: unknown,
  says?: string[],
];

/** Each of these acts is refused as its row says. */
export function refusals(city: () => City, action: string, rows: Row[]): void {
  const all = rows.map((row) => refusal(action, row));
  describe(`${action} refuses`, () => refuses(city, all));
}

/** A body may leave a member out by giving it as undefined. */
function refusal(action: string, [name, as, body, status, code, field, value, says]: Row): Refusal {
  const path = `/v1/actions/${action}?as=${as}`;
  return { name, path, body, status, code, field, value, says: says ?? [] };
}
