import { type Hex, ZERO32 } from "../../../src/core/hex.ts";
import { datasetId, hashOfIds, organisationId } from "../../../src/core/ids.ts";
import { bits } from "../../../src/core/states.ts";
import { actionNamed } from "../../../src/ledger/definitions.ts";
import { versions } from "../../../src/ledger/dataset/tables.ts";
import { contentOf, noSecrets } from "../../support/samples.ts";
import { type City } from "./city.ts";

export type Element = Record<string, unknown>;

/** An element nobody checked before: right but for one thing, which the contract refuses by its name. */
export interface Wrong {
  name: string;
  change: (c: City, e: Element) => Element;
  error: string;
  code: string;
}

export const id = (kind: string, byte: string) => `0x${kind}${byte.repeat(31)}` as Hex;
const ours = (code: string) => datasetId(organisationId("meteorology"), code);
const MEMBER_OF_GRADE = { general1: 1, important: 5 };

function preimageOf(c: City, reference: string) {
  const { dataset, content, run, parents, under } = c.gateway.index.rows.get(versions, c.ids[reference]!)!;
  return { dataset, content, run, parentsHash: hashOfIds(parents), underHash: hashOfIds(under) };
}

const row = (name: string, error: string, code: string, change: Wrong["change"]): Wrong => ({
  name,
  error,
  code: `LEDGER_${code}`,
  change,
});
const parent =
  (reference: string): Wrong["change"] =>
  (c) => ({ parents: [c.ids[reference]] });

const publications: Wrong[] = [
  row("an unknown dataset", "DatasetUnknown", "DATASET_UNKNOWN", () => ({ dataset: id("03", "ab") })),
  row("another department's dataset", "DatasetNotYours", "DATASET_NOT_YOURS", () => ({
    dataset: datasetId(organisationId("transport"), "own"),
  })),
  row("a state without a grade", "StateNotValid", "STATE_NOT_VALID", () => ({ state: bits.unconditional })),
  row("a state bit it may not set", "StateNotValid", "STATE_NOT_VALID", (_, e) => ({
    state: (e["state"] as number) | bits.recalled,
  })),
  row("no SM3", "ContentMissing", "CONTENT_MISSING", () => ({ sm3: ZERO32 })),
  row("the size of important data, told", "SizeNotHidden", "SIZE_NOT_HIDDEN", () => ({
    dataset: ours("important"),
    state: MEMBER_OF_GRADE.important,
    size: 5,
  })),
  row("257 parents", "TooManyParents", "TOO_MANY_PARENTS", () => ({
    parents: Array.from({ length: 257 }, (_, i) => `0x04${i.toString(16).padStart(62, "0")}`),
  })),
  row("parents in another order", "ParentsOutOfOrder", "PARENTS_OUT_OF_ORDER", (c) => ({
    parents: [c.ids["meteorology/open@1"]!, c.ids["meteorology/open@4"]!].sort().reverse(),
  })),
  row("a parent twice", "ParentsOutOfOrder", "PARENTS_OUT_OF_ORDER", (c) => ({
    parents: Array(2).fill(c.ids["meteorology/open@1"]),
  })),
  row("a dataset for a parent", "ParentUnknown", "PARENT_UNKNOWN", () => ({ parents: [ours("open")] })),
  row("a parent nobody published", "SubjectUnknown", "SUBJECT_UNKNOWN", () => ({
    parents: [id("04", "ab")],
  })),
  row("a recalled parent", "ParentRecalled", "PARENT_RECALLED", parent("meteorology/open@2")),
  row("a withdrawn parent", "ParentWithdrawn", "PARENT_WITHDRAWN", parent("meteorology/open@3")),
  row("another's conditional parent", "GrantRequired", "GRANT_REQUIRED", parent("transport/own@1")),
  row("another's parent, shown as one's own", "GrantRequired", "GRANT_REQUIRED", (c) => ({
    parents: [c.ids["transport/own@1"]],
    shown: [preimageOf(c, "meteorology/closed@1")],
  })),
  row(
    "one's own parent that is not shown",
    "GrantRequired",
    "GRANT_REQUIRED",
    parent("meteorology/closed@1"),
  ),
  row("a grant there is not", "SubjectUnknown", "SUBJECT_UNKNOWN", (c) => ({
    parents: [c.ids["meteorology/open@1"]],
    under: [id("05", "ab")],
    shown: [preimageOf(c, "meteorology/open@1")],
  })),
  row("a grade below its dataset's", "GradeTooLow", "GRADE_TOO_LOW", () => ({
    dataset: ours("graded"),
    state: MEMBER_OF_GRADE.general1,
  })),
  row("a grade below its parent's", "GradeTooLow", "GRADE_TOO_LOW", (c) => ({
    parents: [c.ids["meteorology/graded@1"]],
    shown: [preimageOf(c, "meteorology/graded@1")],
  })),
  row("personal data that is not declared", "PersonalNotDeclared", "PERSONAL_NOT_DECLARED", () => ({
    dataset: ours("personal"),
    state: MEMBER_OF_GRADE.general1,
  })),
  row("another way of sharing than its dataset's", "SharingDiffers", "SHARING_DIFFERS", () => ({
    dataset: ours("closed"),
  })),
  row("a correction of another dataset's", "CorrectsOtherDataset", "CORRECTS_OTHER_DATASET", (c) => ({
    corrects: c.ids["meteorology/closed@1"],
    shown: [preimageOf(c, "meteorology/closed@1")],
  })),
  row("a correction that is not shown", "CorrectsOtherDataset", "CORRECTS_OTHER_DATASET", (c) => ({
    corrects: c.ids["meteorology/open@1"],
  })),
  row("a version that is there", "SubjectExists", "SUBJECT_EXISTS", (c) => {
    const { content, sm3, run } = c.gateway.index.rows.get(versions, c.ids["meteorology/open@1"]!)!;
    return { content, sm3, run: firstRun(c), runId: run };
  }),
  row("metadata of 5,000 bytes", "TextTooLong", "TEXT_TOO_LONG", () => ({ metadata: "m".repeat(5_000) })),
  row("a job of 129 bytes", "TextTooLong", "TEXT_TOO_LONG", (_, e) => ({
    run: { ...(e["run"] as object), job: "j".repeat(129) },
    runId: id("07", "ab"),
  })),
];

/** The run of the fixture's first version, as its publisher named it. */
function firstRun({ gateway }: City): unknown {
  const publish = actionNamed("publish-version")!;
  const input = publish.input.parse({ dataset: "meteorology/open", content: contentOf("open") });
  // The early check is what is bypassed here, so it may not see what is there.
  const view = { ...gateway.sources.view, recorded: () => false };
  const commit = () => ({ sha256: ZERO32, sm3: ZERO32 });
  const key = gateway.keyring.named("meteorology")!.address;
  return (publish.prepare(input, { key, view, ...noSecrets, commit }) as Element)["run"];
}

const registrations: Wrong[] = [
  row("a code in capitals", "CodeNotValid", "CODE_NOT_VALID", () => ({ code: "Rain" })),
  row("an empty code", "CodeNotValid", "CODE_NOT_VALID", () => ({ code: "" })),
  row("a code that ends in a hyphen", "CodeNotValid", "CODE_NOT_VALID", () => ({ code: "rain-" })),
  row("a category of 129 bytes", "TextTooLong", "TEXT_TOO_LONG", () => ({ category: "c".repeat(129) })),
  row("metadata of 4,097 bytes", "TextTooLong", "TEXT_TOO_LONG", () => ({ metadata: "m".repeat(4_097) })),
  row("open personal data", "StateNotValid", "STATE_NOT_VALID", () => ({
    state: 1 | bits.personal | bits.unconditional,
  })),
  row("a domain nobody registered", "SubjectUnknown", "SUBJECT_UNKNOWN", () => ({ domain: id("02", "ab") })),
  row("an organisation for a domain", "SubjectUnknown", "SUBJECT_UNKNOWN", () => ({
    domain: organisationId("meteorology"),
  })),
  row("a dataset that is there", "SubjectExists", "SUBJECT_EXISTS", () => ({ code: "open" })),
];

const recalls: Wrong[] = [
  row("no reason", "ReasonNotValid", "REASON_NOT_VALID", () => ({ reason: 0 })),
  row("another department's version", "DatasetNotYours", "DATASET_NOT_YOURS", (c) => ({
    version: preimageOf(c, "transport/own@1"),
  })),
  row("a version nobody published", "SubjectUnknown", "SUBJECT_UNKNOWN", (c) => ({
    version: { ...preimageOf(c, "meteorology/open@1"), content: id("aa", "ab") },
  })),
  row("a version that is recalled", "VersionAlreadyRecalled", "VERSION_ALREADY_RECALLED", (c) => ({
    version: preimageOf(c, "meteorology/open@2"),
  })),
  row("a note of 1,025 bytes", "TextTooLong", "TEXT_TOO_LONG", () => ({ note: "n".repeat(1_025) })),
];

const grants: Wrong[] = [
  row("another organisation's key", "KeyTaken", "KEY_TAKEN", (c) => ({
    key: c.gateway.keyring.named("transport")!.address,
  })),
  row("the key of nobody", "KeyNotValid", "KEY_NOT_VALID", () => ({ key: `0x${"00".repeat(20)}` })),
  row("an interval that ends before it begins", "IntervalNotValid", "INTERVAL_NOT_VALID", () => ({
    from: 9,
    until: 5,
  })),
  row("the data officer's own permission", "PermissionNotGrantable", "PERMISSION_NOT_GRANTABLE", () => ({
    permissions: "1",
  })),
];

export interface Verb {
  action: string;
  good: (n: number) => object;
  rows: Wrong[];
}

const name = { zh: "名称", en: "Name" };
export const verbs: Verb[] = [
  {
    action: "publish-version",
    good: (n) => ({ dataset: "meteorology/open", content: contentOf(`good ${n}`) }),
    rows: publications,
  },
  {
    action: "register-dataset",
    good: (n) => ({ code: `good-${n}`, domain: "climate", name }),
    rows: registrations,
  },
  {
    action: "recall-version",
    good: (n) => ({
      version: n % 2 ? "meteorology/open@1" : "meteorology/open@4",
      reason: "quality",
      note: `${n}`,
    }),
    rows: recalls,
  },
  {
    action: "grant-key",
    good: (n) => ({ key: `0x${(n + 1).toString(16).padStart(40, "a")}`, permissions: ["publish"] }),
    rows: grants,
  },
];
