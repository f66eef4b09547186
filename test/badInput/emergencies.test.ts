import { emergencyCity, invocation } from "./support/emergencies.ts";
import { refusals } from "./support/sharing.ts";

const city = emergencyCity();
const INPUT = "INPUT_NOT_VALID";
const asked = invocation("another");

refusals(city, "name-responder", [
  [
    "whoever is not the bureau",
    "meteorology",
    { organisation: "health" },
    403,
    "LEDGER_NOT_THE_BUREAU",
    "as",
    "meteorology",
    [],
  ],
  [
    "an organisation nobody admitted",
    "data-bureau",
    { organisation: "nobody" },
    404,
    "THING_UNKNOWN",
    "organisation",
    "nobody",
  ],
  [
    "what is named already",
    "data-bureau",
    { organisation: "police" },
    409,
    "LEDGER_RESPONDER_UNCHANGED",
    "organisation",
    "police",
  ],
  [
    "taking back what was never given",
    "data-bureau",
    { organisation: "health", named: false },
    409,
    "LEDGER_RESPONDER_UNCHANGED",
    "organisation",
    "health",
  ],
]);

refusals(city, "invoke-emergency", [
  ["no incident", "transport", { ...asked, incident: undefined }, 400, INPUT, "incident", null],
  ["an empty incident", "transport", { ...asked, incident: "" }, 400, INPUT, "incident", ""],
  ["a blank incident", "transport", { ...asked, incident: "   " }, 400, INPUT, "incident", "   ", ["blank"]],
  ["no scenario", "transport", { ...asked, scenario: "" }, 400, INPUT, "scenario", ""],
  ["one in confidence", "transport", { ...asked, confidential: true }, 400, INPUT, "confidential", true],
  ["sharing onward", "transport", { ...asked, onward: true }, 400, INPUT, "onward", true],
  ["a recipient abroad", "transport", { ...asked, abroad: true }, 400, INPUT, "abroad", true],
  ["a department not named", "health", asked, 403, "LEDGER_NOT_A_RESPONDER", "as", "health", []],
  [
    "an officer whose lane is closed",
    "police-desk",
    asked,
    403,
    "LEDGER_LANE_CLOSED",
    "as",
    undefined,
    ["0x"],
  ],
  [
    "one's own data",
    "transport",
    { ...asked, dataset: "transport/own" },
    404,
    "LEDGER_DATASET_NOT_SUPPLIED",
    "dataset",
    "transport/own",
    [],
  ],
  [
    "data that is listed as not shared",
    "transport",
    { ...asked, dataset: "meteorology/important" },
    403,
    "LEDGER_DATASET_NOT_SHARED",
    "dataset",
    "meteorology/important",
    [],
  ],
  ["a field that is not supplied", "transport", { ...asked, fields: ["wind"] }, 400, INPUT, "fields", "wind"],
  [
    "the same act again",
    "transport",
    invocation("a flood"),
    409,
    "LEDGER_SUBJECT_EXISTS",
    "incident",
    "a flood",
    [],
  ],
]);

refusals(city, "report-emergency", [
  [
    "another department",
    "police",
    { grant: "G1", outcome: "used" },
    403,
    "LEDGER_EMERGENCY_NOT_YOURS",
    "grant",
    "G1",
    ["police"],
  ],
  [
    "a second report",
    "police",
    { grant: "G2", outcome: "used" },
    409,
    "LEDGER_EMERGENCY_ALREADY_REPORTED",
    "grant",
    "G2",
    [],
  ],
  [
    "an ordinary grant",
    "transport",
    { grant: "G6", outcome: "used" },
    404,
    "LEDGER_EMERGENCY_UNKNOWN",
    "grant",
    "G6",
    [],
  ],
  ["no outcome", "transport", { grant: "G1" }, 400, INPUT, "outcome", null],
  [
    "a grant nobody gave",
    "transport",
    { grant: "G99", outcome: "used" },
    404,
    "THING_UNKNOWN",
    "grant",
    "G99",
  ],
]);

refusals(city, "review-emergency", [
  [
    "whoever is not the bureau",
    "meteorology",
    { grant: "G1", justified: true },
    403,
    "LEDGER_NOT_THE_BUREAU",
    "as",
    "meteorology",
    [],
  ],
  ["no finding", "data-bureau", { grant: "G1" }, 400, INPUT, "justified", null],
  [
    "what was not justified, without a reason",
    "data-bureau",
    { grant: "G1", justified: false },
    422,
    "LEDGER_REVIEW_REASON_MISSING",
    "reason",
    undefined,
    ["G1"],
  ],
  [
    "a second review",
    "data-bureau",
    { grant: "G2", justified: true },
    409,
    "LEDGER_EMERGENCY_ALREADY_REVIEWED",
    "grant",
    "G2",
    [],
  ],
]);

refusals(city, "lift-lane", [
  [
    "a lane that is open",
    "data-bureau",
    { officer: `0x${"12".repeat(20)}` },
    409,
    "LEDGER_LANE_NOT_CLOSED",
    "officer",
    `0x${"12".repeat(20)}`,
    [],
  ],
  ["what is no key", "data-bureau", { officer: "police" }, 400, INPUT, "officer", "police"],
]);

refusals(city, "record-emergency-overdue", [
  ["a day early", "health", { grant: "G1" }, 409, "LEDGER_EMERGENCY_NOT_OVERDUE", "grant", "G1", []],
  ["what was reported", "health", { grant: "G2" }, 409, "LEDGER_EMERGENCY_NOT_OVERDUE", "grant", "G2", []],
]);

refusals(city, "record-late-review", [
  ["days early", "health", { grant: "G1" }, 409, "LEDGER_EMERGENCY_REVIEW_NOT_LATE", "grant", "G1", []],
  [
    "what was reviewed",
    "health",
    { grant: "G2" },
    409,
    "LEDGER_EMERGENCY_REVIEW_NOT_LATE",
    "grant",
    "G2",
    [],
  ],
]);

refusals(city, "issue-grant", [
  [
    "new terms for an emergency's grant",
    "meteorology",
    { request: "R1", amends: "G1" },
    422,
    "LEDGER_AMENDS_EMERGENCY",
    "amends",
    "G1",
    [],
  ],
  [
    "a promise without a cadence",
    "meteorology",
    { request: "R7", promised: true },
    422,
    "LEDGER_CADENCE_NOT_PROMISABLE",
    "promised",
    undefined,
    ["none"],
  ],
]);

const early = "LEDGER_DELIVERY_NOT_MISSED";

refusals(city, "record-missed-delivery", [
  ["a day early", "health", { grant: "G4" }, 409, early, "grant", "G4", []],
  ["while the grant is suspended", "health", { grant: "G5" }, 409, early, "grant", "G5", []],
  ["a grant that promises none", "health", { grant: "G6" }, 404, "LEDGER_PROMISE_UNKNOWN", "grant", "G6", []],
  ["an emergency's", "health", { grant: "G1" }, 404, "LEDGER_PROMISE_UNKNOWN", "grant", "G1", []],
]);

const deleted = { response: "deleted" };

refusals(city, "acknowledge-recall", [
  [
    "a version that stands",
    "transport",
    { delivery: "D3", ...deleted },
    409,
    "LEDGER_NOTHING_TO_ACKNOWLEDGE",
    "delivery",
    "D3",
    [],
  ],
  [
    "another's delivery",
    "police",
    { delivery: "D1", ...deleted },
    403,
    "LEDGER_DELIVERY_NOT_YOURS",
    "delivery",
    "D1",
    ["police"],
  ],
  [
    "use of what was deleted",
    "transport",
    { delivery: "D1", response: "in-use", reason: "legal" },
    409,
    "LEDGER_ALREADY_ACKNOWLEDGED",
    "delivery",
    "D1",
    ["deleted"],
  ],
  [
    "a second reason for the same use",
    "police",
    { delivery: "D2", response: "in-use", reason: "other" },
    409,
    "LEDGER_ALREADY_ACKNOWLEDGED",
    "delivery",
    "D2",
    ["in-use"],
  ],
  [
    "an answer nobody knows",
    "transport",
    { delivery: "D1", response: "hidden" },
    400,
    INPUT,
    "response",
    "hidden",
  ],
  [
    "a delivery nobody made",
    "transport",
    { delivery: "D99", ...deleted },
    404,
    "THING_UNKNOWN",
    "delivery",
    "D99",
  ],
]);

const content = { sha256: `0x${"ab".repeat(32)}`, sm3: `0x${"cd".repeat(32)}`, size: 1 };
const claim = { dataset: "meteorology/closed", content };

refusals(city, "claim-receipt", [
  ["one's own data", "meteorology", claim, 422, "LEDGER_CLAIM_OF_YOURS", "dataset", "meteorology/closed", []],
  [
    "a dataset nobody registered",
    "transport",
    { ...claim, dataset: "meteorology/none" },
    404,
    "THING_UNKNOWN",
    "dataset",
    "meteorology/none",
  ],
  [
    "no digest",
    "transport",
    { ...claim, content: { ...content, sha256: `0x${"00".repeat(32)}` } },
    422,
    "LEDGER_CLAIM_EMPTY",
    "content",
    undefined,
    ["meteorology/closed"],
  ],
  [
    "another's grant",
    "transport",
    { ...claim, grant: "G2" },
    403,
    "LEDGER_GRANT_NOT_YOURS",
    "grant",
    "G2",
    ["transport"],
  ],
  [
    "a grant of another dataset",
    "transport",
    { ...claim, dataset: "meteorology/graded", grant: "G6" },
    403,
    "LEDGER_GRANT_OF_OTHER_DATASET",
    "grant",
    "G6",
    ["meteorology/graded"],
  ],
]);
