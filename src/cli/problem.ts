import { ContentError } from "../content/errors.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Language } from "../core/text.ts";
import {
  ClockStepped,
  DirectoryRefused,
  HaltedError,
  HashMismatch,
  JournalDamaged,
} from "../chain/embedded/errors.ts";
import { knownError, problemOf } from "../http/problem.ts";
import { visible } from "../ledger/lineage/drawing.ts";
import { type Problem, SuyuanProblem } from "../sdk/client.ts";

/** Whatever went wrong, in the form the gateway would tell it. */
export function toProblem(error: unknown, language: Language): Problem {
  if (error instanceof SuyuanProblem) return error.problem;
  // First: a person's file that cannot be read is no fault of the data directory's disk.
  if (error instanceof ContentError) return fromContent(error, language);
  const known = knownError(error) ?? ofTheChain(error);
  if (known) return problemOf(known, language);
  const message = error instanceof Error ? error.message : String(error);
  const base = { type: "/docs/errors#INTERNAL", title: "INTERNAL", status: 500, retry: "later" } as const;
  return { ...base, detail: message, code: "INTERNAL" };
}

/** What keeps the embedded chain from being opened or from going on. */
function ofTheChain(error: unknown): SuyuanError | null {
  if (!(error instanceof Error)) return null;
  const { message: value } = error;
  if (error instanceof DirectoryRefused)
    return new SuyuanError(
      "DATA_DIRECTORY_FOREIGN",
      { field: "data", value: "chain", reason: value },
      { cause: error },
    );
  if (error instanceof ClockStepped)
    return new SuyuanError("CHAIN_CLOCK_STEPPED", { value }, { cause: error });
  const halts = [HaltedError, HashMismatch, JournalDamaged].some((kind) => error instanceof kind);
  return halts ? new SuyuanError("CHAIN_HALTED", { value }, { cause: error }) : null;
}

function fromContent(error: ContentError, language: Language): Problem {
  const reason = error.details["how"] ?? error.message;
  const details = { ...error.details, field: error.field, value: error.value, reason };
  return problemOf(new SuyuanError(error.code, details), language);
}

export const FAILED = 1;
export const NOT_VALID = 2;

/** Statuses that say: what was given is at fault, and nothing was changed. */
const atFault = new Set([400, 404, 413, 415, 422]);

export function exitCodeOf(problem: Problem): number {
  return atFault.has(problem.status) ? NOT_VALID : FAILED;
}

/** So much of a long value is in the sentence, if it is there at all. */
const TOLD_BY = 100;

/** One sentence and the code, for stderr. */
export function sentenceOf(problem: Problem): string {
  const { detail, field, value } = problem;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const untold = shown !== undefined && value !== null && !detail.includes(shown.slice(0, TOLD_BY));
  const about = untold ? ` (${field ?? "value"}: ${shown})` : "";
  const reference = problem.code === "INTERNAL" && problem.instance ? ` ${problem.instance}` : "";
  return visible(`suyuan: ${detail}${about} [${problem.code}]${reference}`);
}
