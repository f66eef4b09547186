import { addressOf, contentOf } from "../support/samples.ts";
import { gatedCity, records } from "./support/gating.ts";
import { refusals, type Row } from "./support/sharing.ts";

const city = gatedCity();
const INPUT = "INPUT_NOT_VALID";
const UNKNOWN = "THING_UNKNOWN";
const DIGEST = `0x${"11".repeat(32)}`;
const by = "data-bureau";
const NOT_BUREAU = "LEDGER_NOT_THE_BUREAU";

const cleared = { organisation: "police", grade: "important" };
refusals(city, "set-clearance", [
  ["whoever is not the bureau", "meteorology", cleared, 403, NOT_BUREAU, "as", "meteorology"],
  [
    "an end in the past",
    by,
    { ...cleared, until: 1 },
    422,
    "LEDGER_CLEARANCE_NOT_VALID",
    "until",
    undefined,
    ["police", "important"],
  ],
  [
    "an organisation nobody knows",
    by,
    { ...cleared, organisation: "nobody" },
    404,
    UNKNOWN,
    "organisation",
    "nobody",
  ],
  [
    "a grade that needs no clearance",
    by,
    { ...cleared, grade: "general-1" },
    400,
    INPUT,
    "grade",
    "general-1",
  ],
  ["a purpose nobody knows", by, { ...cleared, purpose: "mood" }, 400, INPUT, "purpose", "mood"],
]);

const assessment = {
  code: "DSA-9",
  consumer: "transport",
  dataset: "meteorology/closed",
  until: 2 ** 40,
  recipient: "abroad",
  document: DIGEST,
};
refusals(city, "record-assessment", [
  ["whoever is not the bureau", "meteorology", assessment, 403, NOT_BUREAU, "as", "meteorology"],
  [
    "one that is over",
    by,
    { ...assessment, until: 1 },
    422,
    "LEDGER_ASSESSMENT_NOT_VALID",
    "until",
    undefined,
    ["DSA-9"],
  ],
  [
    "a reference that is taken",
    by,
    { ...assessment, code: "DSA-1" },
    409,
    "LEDGER_SUBJECT_EXISTS",
    "code",
    "DSA-1",
  ],
  [
    "a department nobody knows",
    by,
    { ...assessment, consumer: "nobody" },
    404,
    UNKNOWN,
    "consumer",
    "nobody",
  ],
  ["a document that is no digest", by, { ...assessment, document: "paper" }, 400, INPUT, "document", "paper"],
]);

refusals(city, "revoke-assessment", [
  [
    "one that is revoked already",
    by,
    { assessment: "DSA-2", reason: "legal" },
    409,
    "LEDGER_ASSESSMENT_ALREADY_REVOKED",
    "assessment",
    "DSA-2",
  ],
  ["one nobody knows", by, { assessment: "DSA-99", reason: "legal" }, 404, UNKNOWN, "assessment", "DSA-99"],
]);

const LEAST = "LEDGER_LEAST_AUTHORISATION";
const grants: Row[] = [
  [
    "a purpose without clearance",
    "meteorology",
    { request: "R10" },
    403,
    "LEDGER_CLEARANCE_MISSING",
    "request",
    "R10",
    ["important", "general-4", "set-clearance"],
  ],
  [
    "a clearance that has lapsed",
    "meteorology",
    { request: "R11" },
    403,
    "LEDGER_CLEARANCE_MISSING",
    "request",
    "R11",
    ["important", "general-4"],
  ],
  [
    "a ceiling above the clearance",
    "meteorology",
    { request: "R10", ceiling: "core" },
    403,
    "LEDGER_CLEARANCE_MISSING",
    "request",
    "R10",
    ["core"],
  ],
  [
    "people's data without a consent",
    "meteorology",
    { request: "R7" },
    409,
    "LEDGER_CONSENT_MISSING",
    "request",
    undefined,
    ["record-consent"],
  ],
  [
    "the highest grade to nobody by name",
    "meteorology",
    { request: "R5", onward: false },
    422,
    LEAST,
    "officers",
    undefined,
    ["R5"],
  ],
  [
    "the highest grade with onward sharing",
    "meteorology",
    { request: "R5", onward: true, officers: [addressOf("x")] },
    422,
    LEAST,
    "onward",
    undefined,
    ["R5"],
  ],
  [
    "the highest grade in confidence",
    "meteorology",
    { request: "R6", officers: [addressOf("x")] },
    422,
    LEAST,
    "request",
    "R6",
  ],
  [
    "nine officers",
    "meteorology",
    { request: "R5", officers: Array.from({ length: 9 }, (_, i) => addressOf(`${i}`)) },
    400,
    INPUT,
    "officers",
    undefined,
  ],
  [
    "an officer who is nobody's",
    "meteorology",
    { request: "R5", officers: [addressOf("x")] },
    422,
    "LEDGER_OFFICER_NOT_OF_CONSUMER",
    "officers",
    addressOf("x"),
  ],
  [
    "a recipient abroad without an assessment",
    "meteorology",
    { request: "R8" },
    422,
    "LEDGER_ASSESSMENT_MISSING",
    "assessment",
    undefined,
    ["R8", "record-assessment"],
  ],
  [
    "an assessment where nobody is abroad",
    "meteorology",
    { request: "R9", assessment: "DSA-1" },
    422,
    "LEDGER_ASSESSMENT_NOT_NEEDED",
    "assessment",
    "DSA-1",
  ],
  [
    "an assessment nobody knows",
    "meteorology",
    { request: "R8", assessment: "DSA-99" },
    404,
    "LEDGER_ASSESSMENT_UNKNOWN",
    "assessment",
    "DSA-99",
  ],
  [
    "an assessment for another recipient",
    "meteorology",
    { request: "R8", assessment: "DSA-3" },
    422,
    "LEDGER_ASSESSMENT_OF_OTHER",
    "assessment",
    "DSA-3",
  ],
  [
    "an assessment of another dataset",
    "meteorology",
    { request: "R8", assessment: "DSA-4" },
    422,
    "LEDGER_ASSESSMENT_OF_OTHER",
    "assessment",
    "DSA-4",
  ],
  [
    "a grant that outlives its assessment",
    "meteorology",
    { request: "R8", assessment: "DSA-5" },
    422,
    "LEDGER_ASSESSMENT_EXPIRED",
    "assessment",
    "DSA-5",
  ],
  [
    "an assessment that was revoked",
    "meteorology",
    { request: "R8", assessment: "DSA-2" },
    409,
    "LEDGER_ASSESSMENT_ALREADY_REVOKED",
    "assessment",
    "DSA-2",
  ],
];
refusals(city, "issue-grant", grants);

const WITHOUT = "LEDGER_VERSION_WITHOUT_CONSENT";
refusals(city, "deliver", [
  [
    "a version that cites no consent",
    "meteorology",
    { grant: "G1", version: `${records}@3` },
    409,
    WITHOUT,
    "version",
    `${records}@3`,
    ["cite-consent"],
  ],
  [
    "a version that cites a withdrawn one",
    "meteorology",
    { grant: "G1", version: `${records}@2` },
    409,
    WITHOUT,
    "version",
    `${records}@2`,
    ["true"],
  ],
  [
    "what is for named officers, to anybody",
    "meteorology",
    { grant: "G3", version: "meteorology/closed@2" },
    403,
    "LEDGER_VERSION_NEEDS_LEAST",
    "version",
    "meteorology/closed@2",
  ],
  [
    "to whom the clearance has lapsed",
    "meteorology",
    { grant: "G4", version: "meteorology/important@1" },
    403,
    "LEDGER_CLEARANCE_MISSING",
    "grant",
    "G4",
  ],
  [
    "abroad after the assessment was revoked",
    "meteorology",
    { grant: "G2", version: "meteorology/closed@1" },
    409,
    "LEDGER_ASSESSMENT_ALREADY_REVOKED",
    "grant",
    undefined,
  ],
]);

refusals(city, "receive-delivery", [
  [
    "an officer whom the grant does not name",
    "transport-desk",
    { delivery: "D1", content: contentOf("r1") },
    403,
    "LEDGER_OFFICER_NOT_NAMED",
    "key",
    undefined,
  ],
]);
