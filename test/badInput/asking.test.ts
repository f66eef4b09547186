import { filing, refusals, sharingCity } from "./support/sharing.ts";

const city = sharingCity();
const INPUT = "INPUT_NOT_VALID";
const STAGE = "LEDGER_STAGE_NOT_VALID";

refusals(city, "list-supply", [
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

refusals(city, "publish-calendar", [
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

refusals(city, "set-term", [
  ["no day at all", "data-bureau", { step: "review", workingDays: 0 }, 400, INPUT, "workingDays", 0],
  ["61 working days", "data-bureau", { step: "review", workingDays: 61 }, 400, INPUT, "workingDays", 61],
  ["a step nobody knows", "data-bureau", { step: "sleep", workingDays: 2 }, 400, INPUT, "step", "sleep"],
]);

refusals(city, "file-request", [
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

refusals(city, "pass-request", [
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

refusals(city, "refuse-request", [
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

refusals(city, "complete-request", [
  ["one that was not returned", "transport", { request: "R4" }, 409, STAGE, "request", "R4"],
  ["another's", "meteorology", { request: "R7" }, 403, "LEDGER_NOT_YOUR_TURN", "request", "R7"],
]);

refusals(city, "ask-mediation", [
  ["one that was not refused", "transport", { request: "R4" }, 409, STAGE, "request", "R4"],
]);

refusals(city, "direct-grant", [
  ["a refusal nobody complained of", "data-bureau", { request: "R6" }, 409, STAGE, "request", "R6"],
]);

refusals(city, "record-late-answer", [
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
