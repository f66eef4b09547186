import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { assessmentId } from "../../core/ids.ts";
import {
  assessmentReference,
  code,
  datasetReference,
  digest,
  line,
  NAME_BYTES,
  requireKnown,
  requireNew,
  seconds,
  toAssessment,
  toDataset,
  toOrganisation,
} from "../inputs.ts";
import { revocationReasons } from "./tables.ts";

const assessment = z.strictObject({
  code: line(60, NAME_BYTES).min(1).describe("The assessing authority's reference."),
  consumer: code().describe("The department that may hand the data on."),
  dataset: datasetReference(),
  until: seconds().describe("The last second in which it holds."),
  recipient: line(300).min(1).describe("Who gets it, abroad."),
  document: digest().describe("SHA-256 of the assessment, or its salted commitment."),
});

export const recordAssessment = action({
  name: "record-assessment",
  summary: {
    zh: "登记数据出境安全评估。",
    en: "Record an assessment under which data may go abroad.",
  },
  by: { officer: "supervise" },
  input: assessment,
  calls: "Assessments.recordAssessments",
  leaves: "AssessmentRecorded",
  prepare(i, p) {
    const id = requireNew(assessmentId(i.code), i.code, p);
    const consumer = requireKnown(toOrganisation(i.consumer), i.consumer, "consumer", p);
    const dataset = requireKnown(toDataset(i.dataset), i.dataset, "dataset", p);
    if (i.until < p.view.now()) {
      const details = { field: "until", value: i.until, assessment: i.code };
      throw new SuyuanError("LEDGER_ASSESSMENT_NOT_VALID", details);
    }
    const { code, until, recipient, document } = i;
    return { id, code, consumer, dataset, until, recipient, document };
  },
  args: (step, assessments) => ({ step, assessments }),
  key: (e) => JSON.stringify(e),
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.consumer, e.dataset],
});

const revocation = z.strictObject({
  assessment: assessmentReference(),
  reason: z.enum(revocationReasons),
  note: line(300).default(""),
});

export const revokeAssessment = action({
  name: "revoke-assessment",
  summary: {
    zh: "撤销出境安全评估，据此的交付随即停止。",
    en: "Take an assessment back: deliveries under it stop.",
  },
  by: { officer: "supervise" },
  input: revocation,
  calls: "Assessments.revokeAssessments",
  leaves: "AssessmentRevoked",
  prepare(i, p) {
    const found = p.view.assessment(toAssessment(i.assessment));
    const about = { field: "assessment", value: i.assessment, assessment: i.assessment };
    if (!found) throw new SuyuanError("THING_UNKNOWN", about);
    if (found.standing === "revoked") throw new SuyuanError("LEDGER_ASSESSMENT_ALREADY_REVOKED", about);
    return { assessment: found.id, reason: revocationReasons.indexOf(i.reason) + 1, note: i.note };
  },
  args: (step, steps) => ({ step, steps }),
  key: (e) => `${e.assessment} ${e.reason} ${e.note}`,
  names: (e) => [e.assessment],
});

export const assessmentActions = [recordAssessment, revokeAssessment] as unknown as Action[];
