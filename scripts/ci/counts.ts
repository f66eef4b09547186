import { stripVTControlCharacters } from "node:util";

/** What a step's output says it counted. */
export interface Counts {
  passed: number;
  failed: number;
}

/** Vitest: `Tests  1 failed | 11 passed (12)`. Not `Test Files`, whose tests are counted here already. */
const VITEST = /^\s*Tests\s+(.*)\(\d+\)\s*$/gm;
/** Hardhat: `14 passing` and `2 failing`, each on a line of its own, maybe with a time behind it. */
const HARDHAT = /^\s*(\d+) (passing|failing)(?: \(.*\))?\s*$/gm;

/** Undefined when the output holds no count at all. */
export function countsIn(output: string): Counts | undefined {
  const plain = stripVTControlCharacters(output);
  const found = [...vitestCounts(plain), ...hardhatCounts(plain)];
  if (found.length === 0) return undefined;
  return found.reduce((sum, c) => ({ passed: sum.passed + c.passed, failed: sum.failed + c.failed }));
}

/**
 * What a step adds to the sum. One without counts is one test, and an exit code that no counted failure
 * explains (a file that did not load, a crash) is a failure of its own.
 */
export function countsOf(step: { code: number; output: string }): Counts {
  const counted = countsIn(step.output);
  if (!counted) return step.code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (step.code !== 0 && counted.failed === 0) return { ...counted, failed: 1 };
  return counted;
}

function vitestCounts(plain: string): Counts[] {
  return [...plain.matchAll(VITEST)].map(([, said = ""]) => ({
    passed: numberBefore(said, "passed"),
    failed: numberBefore(said, "failed"),
  }));
}

function hardhatCounts(plain: string): Counts[] {
  return [...plain.matchAll(HARDHAT)].map(([, number, what]) => ({
    passed: what === "passing" ? Number(number) : 0,
    failed: what === "failing" ? Number(number) : 0,
  }));
}

function numberBefore(text: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
}
