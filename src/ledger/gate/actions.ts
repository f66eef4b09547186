import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { gradeNumber } from "../../core/states.ts";
import { code, line, requireKnown, seconds, toOrganisation } from "../inputs.ts";
import { purposes } from "../request/tables.ts";

const clearance = z.strictObject({
  organisation: code(),
  purpose: z
    .enum(purposes)
    .optional()
    .describe("Left out, any that has no clearance of its own, also what is asked in confidence."),
  grade: z
    .enum(["general-4", "important", "core"])
    .describe(
      "The highest that it may be granted. General data needs no clearance: general-4 takes one back.",
    ),
  until: seconds().optional().describe("The last second in which it holds. Left out, until it is set anew."),
  note: line(300).default(""),
});

export const setClearance = action({
  name: "set-clearance",
  summary: {
    zh: "设定某部门就某用途可获授权的最高级别。",
    en: "Set how highly graded data a department may be granted for a purpose.",
  },
  by: { officer: "supervise" },
  input: clearance,
  calls: "Gates.setClearances",
  leaves: "ClearanceSet",
  prepare(i, p) {
    const organisation = requireKnown(toOrganisation(i.organisation), i.organisation, "organisation", p);
    if (i.until !== undefined && i.until < p.view.now()) {
      const details = { field: "until", value: i.until, organisation: i.organisation, grade: i.grade };
      throw new SuyuanError("LEDGER_CLEARANCE_NOT_VALID", details);
    }
    return {
      organisation,
      purpose: i.purpose === undefined ? 0 : purposes.indexOf(i.purpose) + 1,
      grade: gradeNumber(i.grade),
      until: i.until ?? 0,
      note: i.note,
    };
  },
  args: (step, clearances) => ({ step, clearances }),
  key: (e) => JSON.stringify(e),
  names: (e) => [e.organisation],
});

export const gateActions = [setClearance] as unknown as Action[];
