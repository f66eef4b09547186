import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { ZERO32 } from "../../core/hex.ts";
import { instant } from "../../core/instant.ts";
import { deliveryReference, line, toVersion, versionReference } from "../inputs.ts";
import { metadataJson } from "../metadata.ts";
import { deliver, handedOf } from "./deliver.ts";
import { deliveryView, receiveDelivery, requireSide } from "./receive.ts";
import { isOwed, outcomes, waiverReasons } from "./tables.ts";

const report = z.strictObject({
  delivery: deliveryReference(),
  outcome: z.enum(outcomes),
  final: z.boolean().default(true).describe("No: more will follow, within another window."),
  scenario: line(300).optional().describe("What it was used for."),
  effect: line(300).optional().describe("What it changed, measured."),
  derived: z.array(versionReference()).max(64).default([]).describe("Versions that were made of it."),
});

export const reportFeedback = action({
  name: "report-feedback",
  summary: {
    zh: "反馈数据的使用情况与成效。",
    en: "Report what came of a delivery.",
  },
  by: { officer: "use" },
  input: report,
  calls: "Deliveries.report",
  leaves: "FeedbackReported",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    requireSide(delivery, "consumer", i.delivery, p);
    if (delivery.standing === "reported") {
      const details = { field: "delivery", value: i.delivery, delivery: i.delivery };
      throw new SuyuanError("LEDGER_FEEDBACK_ALREADY_FINAL", details);
    }
    return {
      delivery: handedOf(delivery),
      outcome: outcomes.indexOf(i.outcome) + 1,
      isFinal: i.final,
      derived: [...new Set(i.derived.map((v) => toVersion(v, p.view, "derived")))],
      effect: metadataJson({ scenario: i.scenario, effect: i.effect }, "effect"),
      note: ZERO32,
    };
  },
  args: (step, reports) => ({ step, reports }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.delivery.grant, ...e.derived],
});

export const askFeedback = action({
  name: "ask-feedback",
  summary: {
    zh: "请使用方补充反馈（仅一次）。",
    en: "Ask once for more after a final report.",
  },
  by: { officer: "share" },
  input: z.strictObject({ delivery: deliveryReference(), note: line(300).min(1) }),
  calls: "Deliveries.askForMore",
  leaves: "FeedbackAsked",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    requireSide(delivery, "provider", i.delivery, p);
    if (delivery.standing !== "reported" || delivery.asked) {
      const details = { field: "delivery", value: i.delivery, delivery: i.delivery };
      throw new SuyuanError("LEDGER_CANNOT_ASK_FOR_MORE", details);
    }
    return { delivery: handedOf(delivery), note: i.note };
  },
  args: (step, questions) => ({ step, questions }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.delivery.grant],
});

const waiver = z.strictObject({
  delivery: deliveryReference(),
  reason: z.enum(waiverReasons),
  gap: z
    .strictObject({ from: z.int().min(1), until: z.int().min(1) })
    .optional()
    .describe("Of an outage of the chain: the blocks before and after it."),
  note: line(300).default(""),
});

export const waiveFeedback = action({
  name: "waive-feedback",
  summary: {
    zh: "豁免一项逾期反馈，并说明理由。",
    en: "Waive an overdue report, with the reason.",
  },
  by: { officer: "supervise" },
  input: waiver,
  calls: "Deliveries.waive",
  leaves: "FeedbackWaived",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    if (delivery.standing !== "overdue") {
      const details = { field: "delivery", value: i.delivery, delivery: i.delivery };
      throw new SuyuanError("LEDGER_NOTHING_TO_WAIVE", details);
    }
    if (i.gap && i.gap.from >= i.gap.until)
      throw new SuyuanError("INPUT_NOT_VALID", {
        field: "gap.until",
        value: i.gap.until,
        reason: "must be a later block than gap.from",
      });
    if ((i.reason === "chain-outage") !== (i.gap !== undefined))
      throw new SuyuanError("INPUT_NOT_VALID", {
        field: "gap",
        value: i.gap ?? null,
        reason: "goes with the reason chain-outage, which names its blocks",
      });
    return {
      delivery: handedOf(delivery),
      reason: waiverReasons.indexOf(i.reason) + 1,
      gapFrom: i.gap?.from ?? 0,
      gapUntil: i.gap?.until ?? 0,
      note: i.note,
    };
  },
  args: (step, waivers) => ({ step, waivers }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.delivery.grant],
});

export const recordOverdue = action({
  name: "record-overdue",
  summary: {
    zh: "记录某交付的反馈逾期（任何人可做）。",
    en: "Record that a delivery's feedback is overdue (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ delivery: deliveryReference() }),
  calls: "Deliveries.recordOverdue",
  leaves: "FeedbackOverdue",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    const isLate = isOwed(delivery) && p.view.now() > delivery.due;
    if (!isLate && delivery.standing !== "overdue") {
      const details = {
        field: "delivery",
        value: i.delivery,
        delivery: i.delivery,
        due: instant(delivery.due),
      };
      throw new SuyuanError("LEDGER_FEEDBACK_NOT_OVERDUE", details);
    }
    return handedOf(delivery);
  },
  args: (_, deliveries) => ({ deliveries }),
  key: (e) => e.grant + e.version + e.nameHash,
  names: (e) => [e.grant],
});

export const deliveryActions = [
  deliver,
  receiveDelivery,
  reportFeedback,
  askFeedback,
  waiveFeedback,
  recordOverdue,
] as unknown as Action[];
