import { contentOf } from "../support/samples.ts";
import { figures, gatedCity, proposal, records } from "./support/gating.ts";
import { refusals } from "./support/sharing.ts";

const city = gatedCity();
const INPUT = "INPUT_NOT_VALID";
const UNKNOWN = "THING_UNKNOWN";
const by = "data-bureau";
const YOURS = "LEDGER_DATASET_NOT_YOURS";

const consent = { dataset: records, name: "three", statement: "for research" };
refusals(city, "record-consent", [
  ["a consent for another's dataset", "transport", consent, 403, YOURS, "dataset", records],
  [
    "a dataset that is about nobody",
    "meteorology",
    { ...consent, dataset: "meteorology/closed" },
    422,
    "LEDGER_DATASET_NOT_PERSONAL",
    "dataset",
    "meteorology/closed",
  ],
  [
    "a name that is taken",
    "meteorology",
    { ...consent, name: "one" },
    409,
    "LEDGER_SUBJECT_EXISTS",
    "name",
    "one",
  ],
  ["a consent to nothing", "meteorology", { ...consent, statement: "" }, 400, INPUT, "statement", ""],
]);

const withdrawal = { consent: "C1", reason: "lapsed" };
refusals(city, "withdraw-consent", [
  ["whoever it was not given to", "transport", withdrawal, 403, YOURS, "consent", undefined, ["meteorology"]],
  [
    "one that is withdrawn already",
    "meteorology",
    { ...withdrawal, consent: "C2" },
    409,
    "LEDGER_CONSENT_ALREADY_WITHDRAWN",
    "consent",
    "C2",
  ],
  ["one nobody knows", "meteorology", { ...withdrawal, consent: "C99" }, 404, UNKNOWN, "consent", "C99"],
  ["no reason", "meteorology", { consent: "C1" }, 400, INPUT, "reason", undefined],
]);

const cites = { version: `${records}@3`, consent: "C1" };
refusals(city, "cite-consent", [
  ["another's version", "transport", cites, 403, YOURS, "version", undefined, ["meteorology"]],
  [
    "a version that is about nobody",
    "meteorology",
    { ...cites, version: "meteorology/figures@1" },
    422,
    "LEDGER_VERSION_NOT_PERSONAL",
    "version",
    "meteorology/figures@1",
  ],
  [
    "a consent of another dataset",
    "meteorology",
    { ...cites, version: "meteorology/people@1" },
    422,
    "LEDGER_CONSENT_OF_OTHER_DATASET",
    "consent",
    "C1",
  ],
  [
    "a parent that does not cite it",
    "meteorology",
    { ...cites, through: `${records}@1` },
    422,
    "LEDGER_CONSENT_NOT_CITED",
    "through",
    `${records}@1`,
  ],
  [
    "what it cites already",
    "meteorology",
    { ...cites, version: `${records}@1` },
    409,
    "LEDGER_CONSENT_ALREADY_CITED",
    "consent",
    "C1",
  ],
  [
    "a consent that was withdrawn",
    "meteorology",
    { ...cites, consent: "C2" },
    409,
    "LEDGER_CONSENT_ALREADY_WITHDRAWN",
    "consent",
    "C2",
  ],
  ["a consent nobody knows", "meteorology", { ...cites, consent: "C99" }, 404, UNKNOWN, "consent", "C99"],
  ["what is no consent", "meteorology", { ...cites, consent: "R1" }, 400, INPUT, "consent", "R1"],
]);

const spread = { version: `${records}@2`, consent: "C2" };
refusals(city, "spread-consent-withdrawal", [
  [
    "a version that does not cite it",
    "police",
    { ...spread, version: `${records}@1` },
    422,
    "LEDGER_CONSENT_NOT_CITED",
    "consent",
    "C2",
  ],
  [
    "a consent that stands",
    "police",
    { ...spread, consent: "C1" },
    409,
    "LEDGER_CONSENT_NOT_WITHDRAWN",
    "consent",
    "C1",
  ],
]);

const low = { grade: "general-2" };
const study = {
  dataset: "transport/studies",
  content: contentOf("study"),
  parents: [`${records}@1`],
  under: ["G1"],
};
refusals(city, "publish-version", [
  [
    "an officer whom the grant does not name",
    "transport-desk",
    study,
    403,
    "LEDGER_OFFICER_NOT_NAMED",
    "key",
    undefined,
  ],
  [
    "less than the parents without evidence",
    "meteorology",
    figures("none", low),
    422,
    "LEDGER_GRADE_TOO_LOW",
    "grade",
    "general-2",
    ["important", "propose-desensitisation"],
  ],
  [
    "no people where there were, without evidence",
    "meteorology",
    figures("none", { personal: false }),
    422,
    "LEDGER_PERSONAL_NOT_DECLARED",
    "personal",
    undefined,
    [],
  ],
  [
    "no named officers where there were, without evidence",
    "meteorology",
    figures("none", { least: false }),
    422,
    "LEDGER_LEAST_NOT_DECLARED",
    "least",
    undefined,
    [],
  ],
  [
    "evidence that nobody approved",
    "meteorology",
    figures("waits", low),
    409,
    "LEDGER_EVIDENCE_NOT_APPROVED",
    "grade",
    undefined,
    ["E1", "approve-desensitisation"],
  ],
  [
    "who approved it and publishes it",
    "spare-key",
    figures("approved", low),
    403,
    "LEDGER_OWN_EVIDENCE",
    "grade",
    undefined,
    ["E2"],
  ],
  [
    "still less than was approved",
    "meteorology",
    figures("approved", { grade: "general-1" }),
    422,
    "LEDGER_EVIDENCE_OF_OTHER_STATE",
    "grade",
    undefined,
    ["general-2", "general-1"],
  ],
  [
    "other content than was approved",
    "meteorology",
    figures("changed", low),
    422,
    "LEDGER_GRADE_TOO_LOW",
    "grade",
    "general-2",
  ],
  [
    "less than its own dataset, whatever was approved",
    "meteorology",
    { ...figures("approved", low), dataset: records },
    422,
    "LEDGER_GRADE_TOO_LOW",
    "grade",
    "general-2",
  ],
]);

refusals(city, "propose-desensitisation", [
  [
    "what is proposed already",
    "meteorology",
    proposal("waits"),
    409,
    "LEDGER_EVIDENCE_EXISTS",
    "content",
    "E1",
  ],
  [
    "what is published already",
    "meteorology",
    { ...proposal("closed"), dataset: "meteorology/closed", parents: [] },
    409,
    "LEDGER_SUBJECT_EXISTS",
    "content",
    undefined,
  ],
  ["another's dataset", "transport", proposal("foreign"), 403, YOURS, "dataset", "meteorology/figures"],
  ["a method nobody knows", "meteorology", proposal("x", { method: "magic" }), 400, INPUT, "method", "magic"],
  ["no report", "meteorology", proposal("x", { report: undefined }), 400, INPUT, "report", undefined],
]);

refusals(city, "approve-desensitisation", [
  [
    "the officer who made it",
    "meteorology",
    { evidence: "E1" },
    403,
    "LEDGER_OWN_EVIDENCE",
    "evidence",
    "E1",
  ],
  [
    "an officer of another department",
    "transport",
    { evidence: "E1" },
    403,
    "LEDGER_EVIDENCE_NOT_YOURS",
    "evidence",
    "E1",
    ["transport"],
  ],
  [
    "what is decided already",
    by,
    { evidence: "E2" },
    409,
    "LEDGER_EVIDENCE_ALREADY_DECIDED",
    "evidence",
    "E2",
  ],
  ["evidence nobody knows", by, { evidence: "E99" }, 404, UNKNOWN, "evidence", "E99"],
]);

refusals(city, "reject-desensitisation", [
  [
    "the officer who made it",
    "meteorology",
    { evidence: "E1" },
    403,
    "LEDGER_OWN_EVIDENCE",
    "evidence",
    "E1",
  ],
  [
    "what is decided already",
    by,
    { evidence: "E2" },
    409,
    "LEDGER_EVIDENCE_ALREADY_DECIDED",
    "evidence",
    "E2",
  ],
]);
