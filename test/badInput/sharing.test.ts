import { afterAll, beforeAll, describe } from "vitest";
import { type City, foundCity } from "./support/city.ts";
import { type Refusal, refuses } from "./support/refusals.ts";
import { filing, furnishSharing } from "./support/sharing.ts";

let city: City;
beforeAll(async () => {
  city = await foundCity();
  await furnishSharing(city);
  await city.rest();
});
afterAll(() => city.close());

type Row = [
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

function refusals(action: string, rows: Row[]): void {
  const all = rows.map((row) => refusal(action, row));
  describe(`${action} refuses`, () => refuses(() => city, all));
}

/** A body may leave a member out by giving it as undefined. */
function refusal(action: string, [name, as, body, status, code, field, value, says]: Row): Refusal {
  const path = `/v1/actions/${action}?as=${as}`;
  return { name, path, body, status, code, field, value, says: says ?? [] };
}

const INPUT = "INPUT_NOT_VALID";

refusals("list-supply", [
  [
    "a dataset nobody registered",
    "meteorology",
    { dataset: "meteorology/none", sharing: "conditional", terms: "x", fields: ["a"] },
    404,
    "THING_UNKNOWN",
    "dataset",
    "meteorology/none",
  ],
  [
    "another's dataset",
    "transport",
    { dataset: "meteorology/closed", sharing: "conditional", terms: "x", fields: ["a"] },
    403,
    "LEDGER_DATASET_NOT_YOURS",
    "dataset",
    "meteorology/closed",
  ],
  [
    "a condition that is not said",
    "meteorology",
    { dataset: "meteorology/closed", sharing: "conditional", fields: ["a"] },
    422,
    "LEDGER_TERMS_MISSING",
    "terms",
    "",
  ],
  [
    "conditional data as unconditional",
    "meteorology",
    { dataset: "meteorology/closed", sharing: "unconditional", fields: ["a"] },
    422,
    "LEDGER_SHARING_NOT_AS_REGISTERED",
    "sharing",
    "unconditional",
  ],
  [
    "no field",
    "meteorology",
    { dataset: "meteorology/closed", sharing: "conditional", terms: "x", fields: [] },
    400,
    INPUT,
    "fields",
    [],
  ],
  [
    "a field named twice",
    "meteorology",
    { dataset: "meteorology/closed", sharing: "conditional", terms: "x", fields: ["a", "b", "a"] },
    400,
    INPUT,
    "fields",
    "a",
  ],
  [
    "a cadence nobody knows",
    "meteorology",
    { dataset: "meteorology/closed", sharing: "conditional", terms: "x", fields: ["a"], cadence: "often" },
    400,
    INPUT,
    "cadence",
    "often",
  ],
]);

refusals("publish-calendar", [
  ["a year before 1970", "data-bureau", { year: 1969, source: "x" }, 400, INPUT, "year", 1969],
  [
    "a day of another year",
    "data-bureau",
    { year: 2026, holidays: ["2025-10-01"], source: "x" },
    400,
    INPUT,
    "holidays.0",
    "2025-10-01",
  ],
  [
    "a day that does not exist",
    "data-bureau",
    { year: 2026, holidays: ["2026-02-30"], source: "x" },
    400,
    INPUT,
    "holidays.0",
    "2026-02-30",
  ],
  [
    "a made-up workday that is no weekend",
    "data-bureau",
    { year: 2026, workdays: ["2026-11-23"], source: "x" },
    400,
    INPUT,
    "workdays.0",
    "2026-11-23",
  ],
  ["no source", "data-bureau", { year: 2026, source: "" }, 400, INPUT, "source", ""],
  [
    "whoever is not the bureau",
    "transport",
    { year: 2026, source: "x" },
    403,
    "LEDGER_NOT_THE_BUREAU",
    "as",
    "transport",
  ],
]);

refusals("set-term", [
  ["no day at all", "data-bureau", { step: "review", workingDays: 0 }, 400, INPUT, "workingDays", 0],
  ["61 working days", "data-bureau", { step: "review", workingDays: 61 }, 400, INPUT, "workingDays", 61],
  ["a step nobody knows", "data-bureau", { step: "sleep", workingDays: 2 }, 400, INPUT, "step", "sleep"],
]);

refusals("file-request", [
  [
    "a field outside the supply item",
    "transport",
    { ...filing, fields: ["rain", "sun"] },
    400,
    INPUT,
    "fields",
    "sun",
    ["date, rain, wind"],
  ],
  [
    "a purpose nobody knows",
    "transport",
    { ...filing, purpose: "curiosity" },
    400,
    INPUT,
    "purpose",
    "curiosity",
  ],
  ["no scenario", "transport", { ...filing, scenario: "" }, 400, INPUT, "scenario", ""],
  ["a duration of eleven years", "transport", { ...filing, duration: 4000 }, 400, INPUT, "duration", 4000],
  [
    "what is not shared",
    "transport",
    { ...filing, dataset: "meteorology/important" },
    403,
    "LEDGER_DATASET_NOT_SHARED",
    "dataset",
    "meteorology/important",
  ],
  [
    "what is on no supply list",
    "transport",
    { ...filing, dataset: "meteorology/personal" },
    404,
    "LEDGER_DATASET_NOT_SUPPLIED",
    "dataset",
    "meteorology/personal",
  ],
  ["one's own data", "meteorology", filing, 422, "LEDGER_DATASET_IS_YOURS", "dataset", "meteorology/closed"],
  [
    "the same request again",
    "transport",
    { ...filing, name: "1" },
    409,
    "LEDGER_SUBJECT_EXISTS",
    "name",
    "1",
  ],
]);

const STAGE = "LEDGER_STAGE_NOT_VALID";

refusals("pass-request", [
  ["a request nobody filed", "data-bureau", { request: "R99" }, 404, "THING_UNKNOWN", "request", "R99"],
  ["a number that is none", "data-bureau", { request: "17" }, 400, INPUT, "request", "17"],
  ["one that was passed", "data-bureau", { request: "R4" }, 409, STAGE, "request", "R4", ["decision"]],
  [
    "a provider's officer",
    "meteorology",
    { request: "R5" },
    403,
    "LEDGER_NOT_THE_BUREAU",
    "as",
    "meteorology",
  ],
]);

refusals("refuse-request", [
  ["no reason", "meteorology", { request: "R4" }, 400, INPUT, "reason", null],
  ["a reason nobody knows", "meteorology", { request: "R4", reason: "whim" }, 400, INPUT, "reason", "whim"],
  [
    "somebody who is not asked",
    "transport",
    { request: "R4", reason: "other" },
    403,
    "LEDGER_NOT_YOUR_TURN",
    "request",
    "R4",
  ],
  ["what is still in review", "meteorology", { request: "R5", reason: "other" }, 409, STAGE, "request", "R5"],
]);

refusals("complete-request", [
  ["one that was not returned", "transport", { request: "R4" }, 409, STAGE, "request", "R4"],
  ["another's", "meteorology", { request: "R7" }, 403, "LEDGER_NOT_YOUR_TURN", "request", "R7"],
]);

refusals("ask-mediation", [
  ["one that was not refused", "transport", { request: "R4" }, 409, STAGE, "request", "R4"],
]);

refusals("direct-grant", [
  ["a refusal nobody complained of", "data-bureau", { request: "R6" }, 409, STAGE, "request", "R6"],
]);

refusals("record-late-answer", [
  [
    "an answer that is not late",
    "transport",
    { request: "R4" },
    409,
    "LEDGER_ANSWER_NOT_LATE",
    "request",
    "R4",
  ],
  [
    "a request that waits for nobody",
    "transport",
    { request: "R1" },
    409,
    "LEDGER_ANSWER_NOT_LATE",
    "request",
    "R1",
  ],
]);

refusals("issue-grant", [
  [
    "whoever is not the provider",
    "transport",
    { request: "R4" },
    403,
    "LEDGER_REQUEST_NOT_YOURS",
    "request",
    "R4",
  ],
  ["what is not passed yet", "meteorology", { request: "R5" }, 409, STAGE, "request", "R5"],
  ["what is granted already", "meteorology", { request: "R1" }, 409, STAGE, "request", "R1"],
  [
    "a field that was not requested",
    "meteorology",
    { request: "R4", fields: ["wind"] },
    400,
    INPUT,
    "fields",
    "wind",
    ["date, rain"],
  ],
  [
    "an end in the past",
    "meteorology",
    { request: "R4", expires: 1 },
    422,
    "LEDGER_EXPIRY_NOT_VALID",
    "expires",
    1,
  ],
  [
    "an end after the duration",
    "meteorology",
    { request: "R4", expires: 2 ** 40 },
    422,
    "LEDGER_EXPIRY_NOT_VALID",
    "expires",
    undefined,
  ],
  [
    "onward sharing nobody asked for",
    "meteorology",
    { request: "R4", onward: true },
    422,
    "LEDGER_ONWARD_NOT_REQUESTED",
    "onward",
    undefined,
  ],
  [
    "no time for feedback",
    "meteorology",
    { request: "R4", feedbackHours: 0 },
    400,
    INPUT,
    "feedbackHours",
    0,
  ],
  [
    "a consumer that owes feedback",
    "meteorology",
    { request: "R9" },
    409,
    "LEDGER_CONSUMER_OVERDUE",
    "request",
    undefined,
    ["police", "1"],
  ],
  [
    "terms for another request's grant",
    "meteorology",
    { request: "R1", amends: "G2" },
    422,
    "LEDGER_AMENDS_OTHER_REQUEST",
    "amends",
    "G2",
  ],
  [
    "terms for a grant that ended",
    "meteorology",
    { request: "R3", amends: "G3" },
    409,
    "LEDGER_GRANT_ENDED",
    "amends",
    "G3",
  ],
]);

const because = { reason: "other", note: "for the tests" };

refusals("revoke-grant", [
  ["a grant twice", "meteorology", { grant: "G3", ...because }, 409, "LEDGER_GRANT_ENDED", "grant", "G3"],
  ["the consumer", "transport", { grant: "G1", ...because }, 403, "LEDGER_GRANT_NOT_YOURS", "grant", "G1"],
]);

refusals("suspend-grant", [
  [
    "one that is suspended",
    "meteorology",
    { grant: "G2", ...because },
    409,
    "LEDGER_GRANT_SUSPENDED_ALREADY",
    "grant",
    "G2",
  ],
]);

refusals("resume-grant", [
  [
    "one that is not suspended",
    "meteorology",
    { grant: "G1", ...because },
    409,
    "LEDGER_GRANT_NOT_SUSPENDED",
    "grant",
    "G1",
  ],
]);

refusals("terminate-grant", [
  ["the provider", "meteorology", { grant: "G1", ...because }, 403, "LEDGER_GRANT_NOT_YOURS", "grant", "G1"],
]);

const version = "meteorology/closed@1";

refusals("deliver", [
  ["a grant nobody gave", "meteorology", { grant: "G99", version }, 404, "THING_UNKNOWN", "grant", "G99"],
  [
    "a grant of another's",
    "transport",
    { grant: "G1", version },
    403,
    "LEDGER_GRANT_NOT_YOURS",
    "grant",
    "G1",
  ],
  [
    "a suspended grant",
    "meteorology",
    { grant: "G2", version },
    409,
    "LEDGER_GRANT_SUSPENDED_ALREADY",
    "grant",
    "G2",
  ],
  ["a revoked grant", "meteorology", { grant: "G3", version }, 409, "LEDGER_GRANT_ENDED", "grant", "G3"],
  [
    "another dataset's version",
    "meteorology",
    { grant: "G1", version: "meteorology/graded@1" },
    403,
    "LEDGER_VERSION_NOT_COVERED",
    "version",
    "meteorology/graded@1",
  ],
  [
    "the same delivery again",
    "meteorology",
    { grant: "G1", version, name: "open" },
    409,
    "LEDGER_DELIVERY_EXISTS",
    "name",
    "open",
  ],
  [
    "many parts without a manifest",
    "meteorology",
    { grant: "G1", version, name: "parts", parts: 3 },
    422,
    "LEDGER_MANIFEST_NOT_VALID",
    "parts",
    undefined,
  ],
]);

const other = { sha256: `0x${"ab".repeat(32)}`, sm3: `0x${"cd".repeat(32)}`, size: 1 };

refusals("receive-delivery", [
  [
    "other content, when no dispute is meant",
    "transport",
    { delivery: "D1", content: other },
    400,
    INPUT,
    "content",
    other.sha256,
    ["disputed"],
  ],
  [
    "a second receipt",
    "transport",
    { delivery: "D3", content: other },
    409,
    "LEDGER_DELIVERY_ALREADY_RECEIVED",
    "delivery",
    "D3",
  ],
  [
    "another's delivery",
    "police",
    { delivery: "D1", content: other },
    403,
    "LEDGER_DELIVERY_NOT_YOURS",
    "delivery",
    "D1",
  ],
]);

refusals("report-feedback", [
  [
    "feedback on somebody else's delivery",
    "police",
    { delivery: "D1", outcome: "used" },
    403,
    "LEDGER_DELIVERY_NOT_YOURS",
    "delivery",
    "D1",
  ],
  [
    "a report after the final one",
    "transport",
    { delivery: "D2", outcome: "used" },
    409,
    "LEDGER_FEEDBACK_ALREADY_FINAL",
    "delivery",
    "D2",
  ],
  ["no outcome", "transport", { delivery: "D1" }, 400, INPUT, "outcome", null],
  [
    "a derived version nobody published",
    "transport",
    { delivery: "D1", outcome: "used", derived: ["transport/own@9"] },
    404,
    "THING_UNKNOWN",
    "derived",
    "transport/own@9",
  ],
]);

refusals("ask-feedback", [
  [
    "before there is a final report",
    "meteorology",
    { delivery: "D1", note: "how many?" },
    409,
    "LEDGER_CANNOT_ASK_FOR_MORE",
    "delivery",
    "D1",
  ],
]);

refusals("waive-feedback", [
  [
    "what is not overdue",
    "data-bureau",
    { delivery: "D1", reason: "other" },
    409,
    "LEDGER_NOTHING_TO_WAIVE",
    "delivery",
    "D1",
  ],
  [
    "an outage without its blocks",
    "data-bureau",
    { delivery: "D4", reason: "chain-outage" },
    400,
    INPUT,
    "gap",
    null,
  ],
  [
    "a gap that ends before it begins",
    "data-bureau",
    { delivery: "D4", reason: "chain-outage", gap: { from: 9, until: 9 } },
    400,
    INPUT,
    "gap.until",
    9,
  ],
]);

refusals("record-overdue", [
  [
    "what is not overdue yet",
    "transport",
    { delivery: "D1" },
    409,
    "LEDGER_FEEDBACK_NOT_OVERDUE",
    "delivery",
    "D1",
  ],
  [
    "what was reported",
    "transport",
    { delivery: "D2" },
    409,
    "LEDGER_FEEDBACK_NOT_OVERDUE",
    "delivery",
    "D2",
  ],
]);

const derived = { dataset: "transport/own", content: other, parents: [version] };

refusals("publish-version", [
  ["a parent without its grant", "transport", derived, 403, "LEDGER_GRANT_REQUIRED", "parents", version],
  [
    "a grant of another consumer",
    "transport",
    { ...derived, under: ["G4"] },
    403,
    "LEDGER_GRANT_NOT_YOURS",
    "under",
    "G4",
  ],
  [
    "a suspended grant",
    "transport",
    { ...derived, under: ["G2"] },
    409,
    "LEDGER_GRANT_SUSPENDED_ALREADY",
    "under",
    "G2",
  ],
  [
    "a grant that covers no parent",
    "transport",
    { ...derived, parents: [], under: ["G1"] },
    400,
    INPUT,
    "under",
    "G1",
  ],
  [
    "confined data in an unconditional dataset",
    "transport",
    { ...derived, dataset: "transport/trips", under: ["G1"] },
    403,
    "LEDGER_ONWARD_FORBIDDEN",
    "dataset",
    undefined,
  ],
]);
