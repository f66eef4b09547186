import { z } from "zod";
import { action, type Action, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type EvidenceView } from "../../core/gateViews.ts";
import { type Hex } from "../../core/hex.ts";
import { type Text } from "../../core/text.ts";
import { actor, evidenceReference, line, toNumbered } from "../inputs.ts";
import { proposeDesensitisation } from "./propose.ts";

function verdict<const N extends string>(s: { name: N; summary: Text; verb: string; leaves: string }) {
  return action({
    name: s.name,
    summary: s.summary,
    by: { officer: "approve" },
    input: z.strictObject({ evidence: evidenceReference(), note: line(300).default("") }),
    calls: `Desensitisations.${s.verb}`,
    leaves: s.leaves,
    prepare(i, p): { evidence: Hex; note: string } {
      const found = evidenceView(i.evidence, p);
      requireAnother(found, i.evidence, p);
      return { evidence: found.id, note: i.note };
    },
    args: (step, verdicts) => ({ step, verdicts }),
    key: (e) => `${e.evidence} ${e.note}`,
    names: (e) => [e.evidence],
  });
}

function evidenceView(reference: string, { view }: Preparation): EvidenceView {
  const found = view.evidence(toNumbered("evidence", reference, view, "evidence"));
  if (!found) throw new SuyuanError("THING_UNKNOWN", { field: "evidence", value: reference });
  return found;
}

/** Another officer than its maker, of its organisation or of the bureau. */
function requireAnother(found: EvidenceView, given: string, p: Preparation): void {
  const about = { field: "evidence", value: given, evidence: given };
  const { id, code } = actor(p);
  if (id !== found.organisation && id !== p.view.bureau())
    throw new SuyuanError("LEDGER_EVIDENCE_NOT_YOURS", { ...about, organisation: code });
  if (p.key === found.maker) throw new SuyuanError("LEDGER_OWN_EVIDENCE", { ...about, officer: p.key });
  if (found.decision !== "waited") throw new SuyuanError("LEDGER_EVIDENCE_ALREADY_DECIDED", about);
}

export const approveDesensitisation = verdict({
  name: "approve-desensitisation",
  summary: {
    zh: "认可另一名数据官提交的脱敏证据。",
    en: "Approve another officer's evidence of desensitisation.",
  },
  verb: "approve",
  leaves: "DesensitisationApproved",
});

export const rejectDesensitisation = verdict({
  name: "reject-desensitisation",
  summary: {
    zh: "不认可另一名数据官提交的脱敏证据。",
    en: "Reject another officer's evidence of desensitisation.",
  },
  verb: "reject",
  leaves: "DesensitisationRejected",
});

export const evidenceActions = [
  proposeDesensitisation,
  approveDesensitisation,
  rejectDesensitisation,
] as unknown as Action[];
