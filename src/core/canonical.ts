import canonicalize from "canonicalize";
import { SuyuanError } from "./errors.ts";

export const JSON_DEPTH = 32;

/** RFC 8785. `value` holds only JSON's own types. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new SuyuanError("INPUT_NOT_JSON", { field: "body", value: typeof value });
  return text;
}

/**
 * Parses JSON that means one thing only: no repeated member names, no lone surrogates, at most `JSON_DEPTH`
 * deep. Text is returned as it came; names that must be comparable are normalised where they are defined.
 */
export function parseJson(text: string, field = "body"): unknown {
  const scan = new Scanner(text, field);
  scan.run();
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SuyuanError("INPUT_NOT_JSON", { field, value: text.slice(0, 40) }, { cause });
  }
}

/** Finds what JSON.parse would pass over. Anything malformed is left for JSON.parse to refuse. */
class Scanner {
  readonly text: string;
  readonly field: string;
  #open: (Set<string> | null)[] = [];
  constructor(text: string, field: string) {
    this.text = text;
    this.field = field;
  }

  run(): void {
    let atName = false;
    for (let i = 0; i < this.text.length; i++) {
      const c = this.text[i];
      if (c === "{" || c === "[") {
        this.#enter(c === "{");
        atName = c === "{";
      } else if (c === "}" || c === "]") {
        this.#open.pop();
        atName = false;
      } else if (c === ",") {
        atName = this.#open.at(-1) instanceof Set;
      } else if (c === '"') {
        const end = this.#endOfString(i);
        this.#string(this.text.slice(i, end + 1), atName);
        atName = false;
        i = end;
      }
    }
  }

  #enter(isObject: boolean): void {
    this.#open.push(isObject ? new Set() : null);
    if (this.#open.length > JSON_DEPTH) {
      throw new SuyuanError("INPUT_TOO_DEEP", {
        field: this.field,
        value: this.#open.length,
        limit: JSON_DEPTH,
      });
    }
  }

  #endOfString(start: number): number {
    for (let i = start + 1; i < this.text.length; i++) {
      if (this.text[i] === "\\") i++;
      else if (this.text[i] === '"') return i;
    }
    return this.text.length;
  }

  #string(literal: string, isName: boolean): void {
    let value: string;
    try {
      value = JSON.parse(literal) as string;
    } catch {
      return;
    }
    if (!value.isWellFormed()) {
      throw new SuyuanError("INPUT_LONE_SURROGATE", {
        field: this.field,
        value: JSON.stringify(value.slice(0, 40)),
      });
    }
    if (!isName) return;
    const names = this.#open.at(-1);
    if (names?.has(value)) throw new SuyuanError("INPUT_REPEATED_NAME", { field: this.field, value });
    names?.add(value);
  }
}
