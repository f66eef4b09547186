import { z } from "zod";
import { action, type Preparation, type VersionView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type ConsentView } from "../../core/gateViews.ts";
import { type Hex } from "../../core/hex.ts";
import { hashOfIds } from "../../core/ids.ts";
import { has } from "../../core/states.ts";
import { actor, consentReference, toNumbered, toVersion, versionReference } from "../inputs.ts";
import { MAX_CITED } from "./tables.ts";

const citation = z.strictObject({
  version: versionReference(),
  consent: consentReference(),
  through: versionReference()
    .optional()
    .describe("The parent that cites it. Left out: none for the dataset's own, else the first that does."),
});
type Cited = z.infer<typeof citation>;

/** One consent at a time: `version-consents` answers with all that a version could cite. */
export const citeConsent = action({
  name: "cite-consent",
  summary: {
    zh: "说明一个含个人信息的版本以哪项同意为依据。",
    en: "Say on which consent a personal version rests: its dataset's own, or one that a parent cites.",
  },
  by: { officer: "publish" },
  input: citation,
  calls: "Consents.cite",
  leaves: "ConsentCited",
  prepare(i, p) {
    const version = ownVersion(i, p);
    const about = { field: "consent", value: i.consent, version: i.version, consent: i.consent };
    const consent = p.view.consent(toNumbered("consent", i.consent, p.view, "consent"));
    if (!consent) throw new SuyuanError("THING_UNKNOWN", about);
    const through = throughOf(i, version, consent, p);
    const cited = p.view.citedBy(version.id);
    if (cited.includes(consent.id)) throw new SuyuanError("LEDGER_CONSENT_ALREADY_CITED", about);
    if (cited.length === MAX_CITED) throw new SuyuanError("LEDGER_TOO_MANY_CONSENTS", about);
    if (!has(version.state, "personal"))
      throw new SuyuanError("LEDGER_VERSION_NOT_PERSONAL", { ...about, field: "version", value: i.version });
    if (consent.standing === "withdrawn") throw new SuyuanError("LEDGER_CONSENT_ALREADY_WITHDRAWN", about);
    const { id, dataset, content, run, parents } = version;
    const underHash = hashOfIds(version.under);
    return { id, consent: consent.id, dataset, content, run, parents, underHash, through };
  },
  args: (step, citations) => ({ step, citations }),
  key: (e) => e.id + e.consent,
  names: (e) => [e.id, e.consent],
});

function ownVersion(i: Cited, p: Preparation): VersionView {
  const version = p.view.version(toVersion(i.version, p.view, "version"));
  if (!version) throw new SuyuanError("THING_UNKNOWN", { field: "version", value: i.version });
  const owner = p.view.dataset(version.dataset)?.owner;
  if (owner === actor(p).id) return version;
  const code = (owner && p.view.organisation(owner)?.code) ?? owner;
  const details = { field: "version", value: i.version, dataset: version.dataset, owner: code };
  throw new SuyuanError("LEDGER_DATASET_NOT_YOURS", details);
}

/** The parent that cites it, counted from 1; 0 when it is the dataset's own. */
function throughOf(i: Cited, version: VersionView, consent: ConsentView, p: Preparation): number {
  const isOwn = consent.dataset === version.dataset;
  if (isOwn && i.through === undefined) return 0;
  const cites = (parent: Hex) => p.view.citedBy(parent).includes(consent.id);
  const about = { value: i.consent, version: i.version, consent: i.consent };
  if (i.through === undefined) {
    const at = version.parents.findIndex(cites);
    if (at >= 0) return at + 1;
    throw new SuyuanError("LEDGER_CONSENT_OF_OTHER_DATASET", { field: "consent", ...about });
  }
  const parent = toVersion(i.through, p.view, "through");
  const at = version.parents.indexOf(parent);
  if (at >= 0 && cites(parent)) return at + 1;
  const named = { field: "through", value: i.through, version: i.through, consent: i.consent };
  throw new SuyuanError("LEDGER_CONSENT_NOT_CITED", named);
}
