import { z } from "zod";
import { action, type Action, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type ConsentView } from "../../core/gateViews.ts";
import { type Hex } from "../../core/hex.ts";
import { consentId } from "../../core/ids.ts";
import { has } from "../../core/states.ts";
import {
  actor,
  consentReference,
  content,
  datasetReference,
  line,
  NAME_BYTES,
  toDataset,
  toNumbered,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { citeConsent } from "./cite.ts";
import { documentText } from "./document.ts";
import { consentReasons } from "./tables.ts";

const consent = z.strictObject({
  dataset: datasetReference(),
  name: line(60, NAME_BYTES)
    .min(1)
    .describe("Tells it from the dataset's other consents; stands on the chain."),
  statement: line(2000)
    .min(1)
    .describe("Who consented to what. It stays at this gateway; the chain gets a salted commitment."),
  document: content().optional().describe("Digests and size of the signed document, committed to likewise."),
});

export const recordConsent = action({
  name: "record-consent",
  summary: {
    zh: "为含个人信息的数据集登记同意（仅存加盐承诺）。",
    en: "Record a consent for one's personal dataset, as a salted commitment.",
  },
  by: { officer: "share" },
  input: consent,
  calls: "Consents.recordConsents",
  leaves: "ConsentRecorded",
  prepare(i, p) {
    const dataset = toDataset(i.dataset);
    requireOwnPersonal(dataset, i.dataset, p);
    const id = consentId(dataset, i.name);
    // An identical one that is still open is joined instead.
    if (p.view.recorded(id))
      throw new SuyuanError("LEDGER_SUBJECT_EXISTS", { field: "name", value: i.name, subject: i.name });
    const text = documentText({
      dataset,
      name: i.name,
      statement: i.statement,
      document: i.document ?? null,
    });
    return { id, dataset, name: i.name, commitment: p.commitText(dataset, text) };
  },
  args: (step, consents) => ({ step, consents }),
  key: (e) => JSON.stringify(e),
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.dataset],
});

function requireOwnPersonal(id: Hex, given: string, p: Preparation): void {
  const found = p.view.dataset(id);
  const about = { field: "dataset", value: given, dataset: given };
  if (!found) throw new SuyuanError("THING_UNKNOWN", about);
  requireOwner(found.owner, about, p);
  if (!has(found.state, "personal")) throw new SuyuanError("LEDGER_DATASET_NOT_PERSONAL", about);
}

function requireOwner(
  owner: Hex,
  about: { field: string; value: string; dataset: string },
  p: Preparation,
): void {
  if (owner === actor(p).id) return;
  const code = p.view.organisation(owner)?.code ?? owner;
  throw new SuyuanError("LEDGER_DATASET_NOT_YOURS", { ...about, owner: code });
}

export function consentView(reference: string, { view }: Preparation): ConsentView {
  const found = view.consent(toNumbered("consent", reference, view, "consent"));
  if (!found) throw new SuyuanError("THING_UNKNOWN", { field: "consent", value: reference });
  return found;
}

export const withdrawConsent = action({
  name: "withdraw-consent",
  summary: {
    zh: "撤回同意：以其为依据的数据及派生数据不再交付。",
    en: "Take a consent back: what rests on it, and what was derived from that, is not delivered any more.",
  },
  by: { officer: "share" },
  input: z.strictObject({
    consent: consentReference(),
    reason: z.enum(consentReasons),
    note: line(300).default(""),
  }),
  calls: "Consents.withdrawConsents",
  leaves: "ConsentWithdrawn",
  prepare(i, p) {
    const found = consentView(i.consent, p);
    requireOwner(found.owner, { field: "consent", value: i.consent, dataset: found.dataset }, p);
    if (found.standing === "withdrawn") {
      const details = { field: "consent", value: i.consent, consent: i.consent };
      throw new SuyuanError("LEDGER_CONSENT_ALREADY_WITHDRAWN", details);
    }
    return { consent: found.id, reason: consentReasons.indexOf(i.reason) + 1, note: i.note };
  },
  args: (step, steps) => ({ step, steps }),
  key: (e) => `${e.consent} ${e.reason} ${e.note}`,
  names: (e) => [e.consent],
});

export const spreadConsentWithdrawal = action({
  name: "spread-consent-withdrawal",
  summary: {
    zh: "标记以已撤回同意为依据的版本为受影响（任何人可做）。",
    en: "Mark a version as affected that rests on a withdrawn consent (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ version: versionReference(), consent: consentReference() }),
  calls: "Consents.spreadWithdrawals",
  leaves: "ConsentLost",
  prepare(i, p) {
    const version = toVersion(i.version, p.view, "version");
    if (!p.view.version(version))
      throw new SuyuanError("THING_UNKNOWN", { field: "version", value: i.version });
    const found = consentView(i.consent, p);
    const about = { field: "consent", value: i.consent, consent: i.consent };
    if (!p.view.citedBy(version).includes(found.id))
      throw new SuyuanError("LEDGER_CONSENT_NOT_CITED", { ...about, version: i.version });
    if (found.standing !== "withdrawn") throw new SuyuanError("LEDGER_CONSENT_NOT_WITHDRAWN", about);
    return { version, consent: found.id };
  },
  args: (_, bereft) => ({ bereft }),
  key: (e) => e.version,
  names: (e) => [e.version, e.consent],
});

export const consentActions = [
  recordConsent,
  withdrawConsent,
  citeConsent,
  spreadConsentWithdrawal,
] as unknown as Action[];
