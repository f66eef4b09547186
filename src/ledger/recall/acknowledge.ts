import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { has } from "../../core/states.ts";
import { handedOf } from "../delivery/deliver.ts";
import { deliveryView, requireSide } from "../delivery/receive.ts";
import { deliveryReference, line } from "../inputs.ts";
import { responses, useReasons } from "./tables.ts";

const acknowledgement = z.strictObject({
  delivery: deliveryReference(),
  response: z.enum(responses).describe("What was done with the data."),
  reason: z.enum(useReasons).optional().describe("Why it stays in use."),
  note: line(300).default(""),
});

const fallen = ["recalled", "withdrawn", "affected"] as const;

export const acknowledgeRecall = action({
  name: "acknowledge-recall",
  summary: {
    zh: "确认召回：所收数据已删除、已替换或因故仍在使用。",
    en: "Say what was done with data that was recalled: deleted, replaced, or in use for a reason.",
  },
  by: { officer: "use" },
  input: acknowledgement,
  calls: "Recalls.acknowledge",
  leaves: "RecallAcknowledged",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    requireSide(delivery, "consumer", i.delivery, p);
    const about = { field: "delivery", value: i.delivery, delivery: i.delivery };
    const state = p.view.version(delivery.version)?.state ?? 0;
    if (!fallen.some((bit) => has(state, bit)))
      throw new SuyuanError("LEDGER_NOTHING_TO_ACKNOWLEDGE", { ...about, state });
    const last = p.view.responseTo(delivery.id);
    const goesOn = last === undefined || (last === "in-use" && i.response !== "in-use");
    if (!goesOn) throw new SuyuanError("LEDGER_ALREADY_ACKNOWLEDGED", { ...about, response: last });
    if (i.response === "in-use" && i.reason === undefined)
      throw new SuyuanError("LEDGER_USE_REASON_MISSING", { ...about, field: "reason", value: null });
    return {
      delivery: handedOf(delivery),
      response: responses.indexOf(i.response) + 1,
      reason: i.reason === undefined ? 0 : useReasons.indexOf(i.reason) + 1,
      note: i.note,
    };
  },
  args: (step, acknowledgements) => ({ step, acknowledgements }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.delivery.grant, e.delivery.version],
});

export const recallActions = [acknowledgeRecall] as unknown as Action[];
