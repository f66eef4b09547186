import { z } from "zod";
import {
  action,
  type Action,
  type LedgerView,
  type Preparation,
  type VersionView,
} from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { datasetId, domainId, hashOfIds, type Preimage } from "../../core/ids.ts";
import { declare, has, isCommitted } from "../../core/states.ts";
import {
  actor,
  bilingual,
  code,
  grade,
  line,
  NAME_BYTES,
  requireKnown,
  requireNew,
  toDomain,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { metadataJson } from "../metadata.ts";
import { preimageOf, publishVersion } from "./publish.ts";
import { recallReasons, sharings, withdrawalReasons } from "./tables.ts";

export const registerDomain = action({
  name: "register-domain",
  summary: { zh: "在城市目录中登记一个领域。", en: "Register a domain of the city's catalogue." },
  by: { officer: "catalogue" },
  input: z.strictObject({ code: code(), name: bilingual(100) }),
  calls: "Datasets.registerDomains",
  leaves: "DomainRegistered",
  prepare(i, p) {
    requireNew(domainId(i.code), i.code, p);
    return { code: i.code, metadata: metadataJson({ name: i.name }) };
  },
  args: (step, entries) => ({ step, entries }),
  key: (e) => e.code,
  makes: (e) => [{ id: domainId(e.code) }],
});

const registration = z.strictObject({
  code: code(),
  domain: code(),
  name: bilingual(200),
  description: bilingual(600).optional(),
  category: line(60, NAME_BYTES).min(1).default("raw"),
  grade: grade().default("general-1"),
  personal: z.boolean().default(false),
  least: z
    .boolean()
    .default(false)
    .describe("Least authorisation: to named officers only, and not onward. Core data always has it."),
  sharing: z.enum(sharings).default("conditional"),
  cadence: line(60).optional(),
  licence: line(200).optional(),
});

export const registerDataset = action({
  name: "register-dataset",
  summary: { zh: "为本组织登记一个数据集。", en: "Register a dataset of one's organisation." },
  by: { officer: "register" },
  input: registration,
  calls: "Datasets.registerDatasets",
  leaves: "DatasetRegistered",
  prepare(i, p) {
    const owner = actor(p);
    if (i.sharing === "unconditional" && (i.least || isCommitted(i.grade, i.personal))) {
      throw new SuyuanError("INPUT_NOT_VALID", {
        field: "sharing",
        value: i.sharing,
        reason: "personal, important and core data, and what is for named officers, cannot be unconditional",
      });
    }
    requireNew(datasetId(owner.id, i.code), i.code, p);
    const { name, description, sharing, cadence, licence } = i;
    return {
      owner: owner.id,
      code: i.code,
      domain: requireKnown(toDomain(i.domain), i.domain, "domain", p),
      state: declare({
        grade: i.grade,
        personal: i.personal,
        least: i.least,
        unconditional: sharing === "unconditional",
      }),
      category: i.category,
      metadata: metadataJson({ name, description, sharing, cadence, licence }),
    };
  },
  args: (step, registrations) => ({ step, registrations }),
  key: (e) => e.owner + e.code,
  makes(e) {
    const id = datasetId(e.owner, e.code);
    return [{ id, dataset: { id, owner: e.owner, state: e.state } }];
  },
  names: (e) => [e.domain],
});

interface Ending {
  id: Hex;
  version: Preimage;
  reason: number;
  note: string;
}

function ending<R extends readonly [string, ...string[]]>(reasons: R) {
  return z.strictObject({
    version: versionReference(),
    reason: z.enum(reasons as unknown as [string, ...string[]]),
    note: line(300).default(""),
  });
}

function prepareEnding(reasons: readonly string[], ended: "withdrawn" | "recalled") {
  return (i: { version: string; reason: string; note: string }, p: Preparation): Ending => {
    const v = ownVersion(toVersion(i.version, p.view, "version"), p);
    if (has(v.state, ended)) {
      const code =
        ended === "withdrawn" ? "LEDGER_VERSION_ALREADY_WITHDRAWN" : "LEDGER_VERSION_ALREADY_RECALLED";
      throw new SuyuanError(code, { field: "version", value: i.version, version: i.version });
    }
    return { id: v.id, version: preimageOf(v), reason: reasons.indexOf(i.reason) + 1, note: i.note };
  };
}

function ownVersion(id: Hex, p: Preparation): VersionView {
  const v = p.view.version(id);
  if (!v) throw new SuyuanError("THING_UNKNOWN", { field: "version", value: id });
  const owner = p.view.dataset(v.dataset)?.owner;
  if (owner === actor(p).id) return v;
  const code = (owner && p.view.organisation(owner)?.code) ?? owner;
  throw new SuyuanError("LEDGER_DATASET_NOT_YOURS", {
    field: "version",
    value: id,
    dataset: v.dataset,
    owner: code,
  });
}

const endingArgs = (step: bigint, endings: Ending[]) => ({ step, endings });

export const withdrawVersion = action({
  name: "withdraw-version",
  summary: {
    zh: "撤回一个版本：保留记录，不得再被引用。",
    en: "Withdraw a version: it stays on record, nothing new derives from it.",
  },
  by: { officer: "recall" },
  input: ending(withdrawalReasons),
  calls: "Datasets.withdrawVersions",
  leaves: "VersionWithdrawn",
  prepare: prepareEnding(withdrawalReasons, "withdrawn"),
  args: endingArgs,
  key: (e) => e.id,
  names: (e) => [e.id],
});

export const recallVersion = action({
  name: "recall-version",
  summary: {
    zh: "召回一个版本：其所有派生数据均受影响。",
    en: "Recall a version: everything derived from it is affected.",
  },
  by: { officer: "recall" },
  input: ending(recallReasons),
  calls: "Datasets.recallVersions",
  leaves: "VersionRecalled",
  prepare: prepareEnding(recallReasons, "recalled"),
  args: endingArgs,
  key: (e) => e.id,
  names: (e) => [e.id],
});

export const spreadRecall = action({
  name: "spread-recall",
  summary: {
    zh: "将召回沿一条血缘边传递给派生版本（任何人可做）。",
    en: "Spread a recall along one edge to a derived version (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ child: versionReference(), parent: versionReference() }),
  calls: "Datasets.spreadRecalls",
  leaves: "VersionAffected",
  prepare(i, { view }) {
    const child = known(toVersion(i.child, view, "child"), view, "child");
    const parent = toVersion(i.parent, view, "parent");
    const through = child.parents.indexOf(parent);
    if (through < 0) {
      throw new SuyuanError("INPUT_NOT_VALID", {
        field: "parent",
        value: i.parent,
        reason: "is not a parent of the child",
      });
    }
    const { id, dataset, content, run, parents } = child;
    return { id, parent, dataset, content, run, parents, underHash: hashOfIds(child.under), through };
  },
  args: (_, spreads) => ({ spreads }),
  key: (e) => e.id,
  names: (e) => [e.id, e.parent],
});

function known(id: Hex, view: LedgerView, field: string): VersionView {
  const v = view.version(id);
  if (!v) throw new SuyuanError("THING_UNKNOWN", { field, value: id });
  return v;
}

export const datasetActions = [
  registerDomain,
  registerDataset,
  publishVersion,
  withdrawVersion,
  recallVersion,
  spreadRecall,
] as unknown as Action[];
