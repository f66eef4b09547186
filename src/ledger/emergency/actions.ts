import { z } from "zod";
import { action, type Action, type EmergencyView, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { instant } from "../../core/instant.ts";
import {
  actor,
  address,
  code,
  grantReference,
  line,
  requireKnown,
  toNumbered,
  toOrganisation,
} from "../inputs.ts";
import { outcomes } from "../delivery/tables.ts";
import { metadataJson } from "../metadata.ts";
import { invokeEmergency } from "./invoke.ts";
import { reviewReasons } from "./tables.ts";

export const nameResponder = action({
  name: "name-responder",
  summary: {
    zh: "指定应急部门，或取消指定。",
    en: "Name a department that gets data at once in emergencies, or take that back.",
  },
  by: { officer: "supervise" },
  input: z.strictObject({
    organisation: code(),
    named: z.boolean().default(true).describe("No: it does so no longer."),
    note: line(300).default(""),
  }),
  calls: "Emergencies.nameResponders",
  leaves: "ResponderNamed",
  prepare(i, p) {
    const organisation = requireKnown(toOrganisation(i.organisation), i.organisation, "organisation", p);
    if (p.view.isResponder(organisation) === i.named) {
      const about = { field: "organisation", value: i.organisation, organisation: i.organisation };
      throw new SuyuanError("LEDGER_RESPONDER_UNCHANGED", { ...about, named: i.named });
    }
    return { organisation, named: i.named, note: i.note };
  },
  args: (step, responders) => ({ step, responders }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.organisation],
});

export const reportEmergency = action({
  name: "report-emergency",
  summary: { zh: "报告应急数据的使用情况与成效。", en: "Report what came of an emergency's data." },
  by: { officer: "use" },
  input: z.strictObject({
    grant: grantReference(),
    outcome: z.enum(outcomes),
    scenario: line(300).optional().describe("What it was used for."),
    effect: line(300).optional().describe("What it changed, measured."),
  }),
  calls: "Emergencies.report",
  leaves: "EmergencyReported",
  prepare(i, p) {
    const emergency = emergencyView(i.grant, p);
    const { id, code: organisation } = actor(p);
    if (id !== emergency.consumer)
      throw new SuyuanError("LEDGER_EMERGENCY_NOT_YOURS", { ...about(i), organisation });
    if (emergency.told === "reported") throw new SuyuanError("LEDGER_EMERGENCY_ALREADY_REPORTED", about(i));
    const effect = metadataJson({ scenario: i.scenario, effect: i.effect }, "effect");
    return { grant: emergency.id, outcome: outcomes.indexOf(i.outcome) + 1, effect };
  },
  args: (step, reports) => ({ step, reports }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.grant],
});

export const reviewEmergency = action({
  name: "review-emergency",
  summary: {
    zh: "核查应急使用是否正当；不正当的，关闭该数据官的应急通道。",
    en: "Judge an emergency afterwards; what was not justified closes its officer's lane.",
  },
  by: { officer: "supervise" },
  input: z.strictObject({
    grant: grantReference(),
    justified: z.boolean(),
    reason: z.enum(reviewReasons).optional().describe("Why it was not justified."),
    note: line(300).default(""),
  }),
  calls: "Emergencies.review",
  leaves: "EmergencyReviewed",
  prepare(i, p) {
    const emergency = emergencyView(i.grant, p);
    if (emergency.found !== "waited") throw new SuyuanError("LEDGER_EMERGENCY_ALREADY_REVIEWED", about(i));
    if (!i.justified && i.reason === undefined)
      throw new SuyuanError("LEDGER_REVIEW_REASON_MISSING", { field: "reason", value: null, grant: i.grant });
    const reason = i.reason === undefined ? 0 : reviewReasons.indexOf(i.reason) + 1;
    return { grant: emergency.id, justified: i.justified, reason, note: i.note };
  },
  args: (step, reviews) => ({ step, reviews }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.grant],
});

export const liftLane = action({
  name: "lift-lane",
  summary: { zh: "重新开放某数据官的应急通道。", en: "Open an officer's emergency lane again." },
  by: { officer: "supervise" },
  input: z.strictObject({
    officer: address().describe("The officer's key, as `closed-lanes` lists it."),
    note: line(300).default(""),
  }),
  calls: "Emergencies.liftLanes",
  leaves: "LaneLifted",
  prepare(i, p) {
    const organisation = p.view.organisationOfKey(i.officer);
    if (!organisation || !p.view.isLaneClosed(i.officer)) {
      const details = { field: "officer", value: i.officer, officer: i.officer };
      throw new SuyuanError("LEDGER_LANE_NOT_CLOSED", details);
    }
    return { officer: i.officer, organisation: organisation.id, note: i.note };
  },
  args: (step, lifts) => ({ step, lifts }),
  key: (e) => `${e.officer} ${e.note}`,
  names: (e) => [e.organisation],
});

export const recordEmergencyOverdue = action({
  name: "record-emergency-overdue",
  summary: {
    zh: "记录某次应急的报告逾期（任何人可做）。",
    en: "Record that an emergency's report is overdue (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ grant: grantReference() }),
  calls: "Emergencies.recordOverdue",
  leaves: "EmergencyOverdue",
  prepare(i, p) {
    const { id, told, due } = emergencyView(i.grant, p);
    const isOverdue = told === "overdue" || (told === "waited" && p.view.now() > due);
    if (!isOverdue) throw new SuyuanError("LEDGER_EMERGENCY_NOT_OVERDUE", { ...about(i), due: instant(due) });
    return { grant: id };
  },
  args: (_, grants) => ({ grants: grants.map((g) => g.grant) }),
  key: (e) => e.grant,
  names: (e) => [e.grant],
});

export const recordLateReview = action({
  name: "record-late-review",
  summary: {
    zh: "记录某次应急的核查逾期（任何人可做）。",
    en: "Record that an emergency's review is late (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ grant: grantReference() }),
  calls: "Emergencies.recordLateReviews",
  leaves: "EmergencyReviewLate",
  prepare(i, p) {
    const { id, found, reviewDue, reviewLate } = emergencyView(i.grant, p);
    const isLate = reviewLate || (found === "waited" && p.view.now() > reviewDue);
    if (!isLate)
      throw new SuyuanError("LEDGER_EMERGENCY_REVIEW_NOT_LATE", { ...about(i), due: instant(reviewDue) });
    return { grant: id };
  },
  args: (_, grants) => ({ grants: grants.map((g) => g.grant) }),
  key: (e) => e.grant,
  names: (e) => [e.grant],
});

const about = ({ grant }: { grant: string }) => ({ field: "grant", value: grant, grant });

function emergencyView(reference: string, { view }: Preparation): EmergencyView {
  const id = toNumbered("grant", reference, view, "grant");
  if (!view.grant(id)) throw new SuyuanError("THING_UNKNOWN", { field: "grant", value: reference });
  const found = view.emergency(id);
  if (!found) throw new SuyuanError("LEDGER_EMERGENCY_UNKNOWN", about({ grant: reference }));
  return found;
}

export const emergencyActions = [
  nameResponder,
  invokeEmergency,
  reportEmergency,
  reviewEmergency,
  liftLane,
  recordEmergencyOverdue,
  recordLateReview,
] as unknown as Action[];
