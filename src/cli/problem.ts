import { ContentError } from "../content/errors.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Language } from "../core/text.ts";
import { problemOf, type Problem } from "../http/problem.ts";

export { type Problem } from "../http/problem.ts";

/** The gateway's refusal, passed on as it came. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** Whatever went wrong, in the form the gateway would tell it. */
export function toProblem(error: unknown, language: Language): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof SuyuanError) return problemOf(error, language);
  if (error instanceof ContentError) return fromContent(error, language);
  const message = error instanceof Error ? error.message : String(error);
  const base = { type: "/docs/errors#INTERNAL", title: "INTERNAL", status: 500, retry: "later" } as const;
  return { ...base, detail: message, code: "INTERNAL" };
}

function fromContent(error: ContentError, language: Language): Problem {
  const details = { ...error.details, field: error.field, value: error.value, reason: error.message };
  return problemOf(new SuyuanError(error.code, details), language);
}

export const FAILED = 1;
export const NOT_VALID = 2;

/** Statuses that say: what was given is at fault, and nothing was changed. */
const atFault = new Set([400, 404, 413, 415, 422]);

export function exitCodeOf(problem: Problem): number {
  return atFault.has(problem.status) ? NOT_VALID : FAILED;
}

/** One sentence and the code, for stderr. */
export function sentenceOf(problem: Problem): string {
  const { detail, field, value } = problem;
  const told = [field, value].every((part) => part === undefined || detail.includes(String(part)));
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const about = told
    ? ""
    : ` (${[field, value === undefined ? undefined : shown].filter(Boolean).join(": ")})`;
  const reference = problem.code === "INTERNAL" && problem.instance ? ` ${problem.instance}` : "";
  return `suyuan: ${detail}${about} [${problem.code}]${reference}`;
}
