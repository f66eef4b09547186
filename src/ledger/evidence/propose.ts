import { z } from "zod";
import { action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { evidenceId } from "../../core/ids.ts";
import { declare, isCommitted } from "../../core/states.ts";
import { identify, made, makingOf } from "../dataset/making.ts";
import { digest, grade, line } from "../inputs.ts";
import { methods } from "./tables.ts";

const proposal = made.extend({
  grade: grade().describe("What the version is to be declared as."),
  personal: z.boolean().default(false).describe("It is still about people."),
  least: z.boolean().default(false).describe("It is still for named officers only."),
  method: z.enum(methods),
  report: digest().describe("SHA-256 of the report on what was done and what risk is left."),
  note: line(300).default(""),
});

/** About a version that is not published yet: its id follows from the same members as a publication's. */
export const proposeDesensitisation = action({
  name: "propose-desensitisation",
  summary: {
    zh: "就待发布的版本提交脱敏证据，由另一名数据官认可。",
    en: "Propose evidence that lowers the grade of a version to be published, for another officer to approve.",
  },
  by: { officer: "publish" },
  input: proposal,
  calls: "Desensitisations.propose",
  leaves: "DesensitisationProposed",
  prepare(i, p) {
    const version = identify(i, makingOf(i, p), isCommitted(i.grade, i.personal), p);
    const id = evidenceId(version.id);
    if (p.view.recorded(version.id)) {
      const details = { field: "content", value: version.id, subject: version.id };
      throw new SuyuanError("LEDGER_SUBJECT_EXISTS", details);
    }
    const before = p.view.evidence(id);
    if (before && before.decision !== "rejected") {
      const details = { field: "content", value: before.name, evidence: before.name };
      throw new SuyuanError("LEDGER_EVIDENCE_EXISTS", details);
    }
    const state = declare({ grade: i.grade, personal: i.personal, least: i.least, unconditional: false });
    return {
      id,
      versionId: version.id,
      version: version.preimage,
      state,
      method: methods.indexOf(i.method) + 1,
      report: i.report,
      note: i.note,
    };
  },
  args: (step, proposals) => ({ step, proposals }),
  key: (e) => JSON.stringify(e),
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.version.dataset],
});
