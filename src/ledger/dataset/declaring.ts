import { type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type EvidenceView } from "../../core/gateViews.ts";
import { evidenceId } from "../../core/ids.ts";
import { declare, type Grade, gradeNumber, gradeOf, grades, has, isCommitted } from "../../core/states.ts";
import { type Identified, identify, type made, type Making, type Named, THIS } from "./making.ts";
import type { z } from "zod";

/** What a publication says of its protection. Members left out are inherited. */
export interface Stated {
  grade?: Grade | undefined;
  personal?: boolean | undefined;
  least?: boolean | undefined;
}

export interface Declaration {
  grade: Grade;
  personal: boolean;
  least: boolean;
}

type Declared = Declaration & { made: Identified };
type Given = z.infer<typeof made> & Stated;

/** What the version is declared as, and the id it has then. Below its parents, only with approved evidence. */
export function declareVersion(i: Given, m: Making, p: Preparation): Declared {
  const all = [m.dataset.state, ...m.parents.map((v) => v.state)];
  refuseBelow(i, [m.dataset.state], highest(all));
  const isBelow =
    whichBelow(
      i,
      m.parents.map((v) => v.state),
    ) !== undefined;
  const declared = isBelow ? lowered(i, m, highest(all), p) : inherited(i, m, all, p);
  if (has(m.dataset.state, "unconditional"))
    for (const flag of ["personal", "least"] as const) if (declared[flag]) refuseOpen(flag, i, m.parents);
  return declared;
}

function inherited(i: Given, m: Making, all: number[], p: Preparation): Declared {
  const declared = {
    grade: i.grade ?? highest(all),
    personal: i.personal ?? all.some((s) => has(s, "personal")),
    least: i.least ?? all.some((s) => has(s, "least")),
  };
  return { ...declared, made: identify(i, m, isCommitted(declared.grade, declared.personal), p) };
}

function highest(states: number[]): Grade {
  return grades[Math.max(...states.map((s) => gradeNumber(gradeOf(s)))) - 1]!;
}

/** In which respect it is declared below a source. */
function whichBelow({ grade, personal, least }: Stated, sources: number[]): keyof Stated | undefined {
  const isLower = (s: number) => grade !== undefined && gradeNumber(grade) < gradeNumber(gradeOf(s));
  if (sources.some(isLower)) return "grade";
  if (personal === false && sources.some((s) => has(s, "personal"))) return "personal";
  return least === false && sources.some((s) => has(s, "least")) ? "least" : undefined;
}

function refuseBelow(i: Given, sources: number[], required: Grade): void {
  const which = whichBelow(i, sources);
  const about = { field: which, value: which && i[which], version: THIS };
  if (which === "grade")
    throw new SuyuanError("LEDGER_GRADE_TOO_LOW", { ...about, declared: i.grade, required });
  if (which === "personal") throw new SuyuanError("LEDGER_PERSONAL_NOT_DECLARED", about);
  if (which === "least") throw new SuyuanError("LEDGER_LEAST_NOT_DECLARED", about);
}

/** As far as approved evidence about exactly this version goes. What is not said is what the evidence allows. */
function lowered(i: Given, m: Making, required: Grade, p: Preparation): Declared {
  const grade = i.grade ?? required;
  const mayBe = has(m.dataset.state, "personal") ? [true] : [false, true];
  const personal = i.personal === undefined ? mayBe : [i.personal];
  for (const committed of new Set(personal.map((b) => isCommitted(grade, b)))) {
    const found = identify(i, m, committed, p);
    const evidence = p.view.evidence(evidenceId(found.id));
    if (!evidence) continue;
    const declared = {
      grade,
      personal: i.personal ?? has(evidence.state, "personal"),
      least: i.least ?? has(evidence.state, "least"),
    };
    requireAllowed(evidence, declared, committed, p);
    return { ...declared, made: found };
  }
  refuseBelow(
    i,
    m.parents.map((v) => v.state),
    required,
  );
  throw new Error("unreachable: it is below its parents");
}

function requireAllowed(e: EvidenceView, declared: Declaration, committed: boolean, p: Preparation): void {
  const about = { field: "grade", value: declared.grade, evidence: e.name };
  if (e.decision !== "approved") throw new SuyuanError("LEDGER_EVIDENCE_NOT_APPROVED", about);
  if (e.approver === p.key) throw new SuyuanError("LEDGER_OWN_EVIDENCE", { ...about, officer: p.key });
  const state = declare({ ...declared, unconditional: false });
  if (state === e.state && isCommitted(declared.grade, declared.personal) === committed) return;
  const details = { allowed: sayState(e.state), declared: sayState(state) };
  throw new SuyuanError("LEDGER_EVIDENCE_OF_OTHER_STATE", { ...about, ...details });
}

/** `general-2`; `important, personal, least`. */
function sayState(state: number): string {
  const flags = (["personal", "least"] as const).filter((flag) => has(state, flag));
  return [gradeOf(state), ...flags].join(", ");
}

function refuseOpen(flag: "personal" | "least", i: Given, parents: Named[]): never {
  const from = parents.find((v) => has(v.state, flag));
  const about = i[flag] || !from ? { field: flag, value: true } : { field: "parents", value: from.given };
  const what = flag === "personal" ? "personal data" : "data of least authorisation";
  const reason = `${what} cannot be a version of ${i.dataset}, which is shared unconditionally`;
  throw new SuyuanError("INPUT_NOT_VALID", { ...about, reason });
}
