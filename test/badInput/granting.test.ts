import { refusals, sharingCity } from "./support/sharing.ts";

const city = sharingCity();
const INPUT = "INPUT_NOT_VALID";
const STAGE = "LEDGER_STAGE_NOT_VALID";

refusals(city, "issue-grant", [
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

refusals(city, "revoke-grant", [
  ["a grant twice", "meteorology", { grant: "G3", ...because }, 409, "LEDGER_GRANT_ENDED", "grant", "G3"],
  ["the consumer", "transport", { grant: "G1", ...because }, 403, "LEDGER_GRANT_NOT_YOURS", "grant", "G1"],
]);

refusals(city, "suspend-grant", [
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

refusals(city, "resume-grant", [
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

refusals(city, "terminate-grant", [
  ["the provider", "meteorology", { grant: "G1", ...because }, 403, "LEDGER_GRANT_NOT_YOURS", "grant", "G1"],
]);

const version = "meteorology/closed@1";

refusals(city, "deliver", [
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

refusals(city, "receive-delivery", [
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

refusals(city, "report-feedback", [
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

refusals(city, "ask-feedback", [
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

refusals(city, "waive-feedback", [
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

refusals(city, "record-overdue", [
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

refusals(city, "publish-version", [
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
