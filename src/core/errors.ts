import { catalogue, type ErrorCode, type ErrorRow } from "./catalogue.ts";
import { type Language } from "./text.ts";

export type { ErrorCode } from "./catalogue.ts";

/** What an error is about: the field, the value it had, and whatever else its sentence names. */
export type Details = Record<string, unknown> & { field?: string; value?: unknown };

const LONGEST_VALUE = 200;

/** An error a person can act on. Its code is stable, its sentence is in the catalogue. */
export class SuyuanError extends Error {
  readonly code: ErrorCode;
  readonly details: Details;

  constructor(code: ErrorCode, details: Details = {}, options?: { cause?: unknown }) {
    super(sentence(code, details, "en"), options);
    this.name = "SuyuanError";
    this.code = code;
    this.details = details;
  }

  get row(): ErrorRow {
    return catalogue[this.code];
  }

  say(language: Language): string {
    return sentence(this.code, this.details, language);
  }
}

function sentence(code: ErrorCode, details: Details, language: Language): string {
  return catalogue[code][language].replace(/\{(\w+)\}/g, (_, name: string) => show(details[name]));
}

function show(value: unknown): string {
  const word = wordFor(value);
  return shorten(typeof word === "string" ? word : asJson(word));
}

/** As much of a text as a line holds. A character cut in two is no text. */
export function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE).toWellFormed()}…` : text;
}

/** What JSON has no word for: bigints, and numbers that would read as null. */
export function wordFor(value: unknown): unknown {
  const isNoNumber = typeof value === "number" && !Number.isFinite(value);
  return typeof value === "bigint" || isNoNumber ? String(value) : value;
}

function asJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? v.toString() : v)) ?? "—";
}

/** `VersionAlreadyRecalled` → `LEDGER_VERSION_ALREADY_RECALLED`, when the catalogue has it. */
export function ledgerCode(contractError: string): ErrorCode | undefined {
  // The second boundary is after a one-letter word: `NotAContract` → `NOT_A_CONTRACT`.
  const words = contractError.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/([A-Z])([A-Z][a-z])/g, "$1_$2");
  const code = `LEDGER_${words.toUpperCase()}`;
  return code in catalogue ? (code as ErrorCode) : undefined;
}
