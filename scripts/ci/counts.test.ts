import { describe, expect, it } from "vitest";
import { countsIn, countsOf } from "./counts.ts";

const vitest = (tests: string) =>
  ` Test Files  1 failed | 30 passed (31)\n      Tests  ${tests}\n   Duration  9 s\n`;
const dyed =
  "\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m12 passed\u001b[39m\u001b[90m (12)\u001b[39m\n";

describe("counting a step's tests", () => {
  it.each([
    { says: "vitest passed", output: vitest("120 passed (120)"), counts: { passed: 120, failed: 0 } },
    {
      says: "vitest failed and skipped some",
      output: vitest("3 failed | 116 passed | 1 skipped (120)"),
      counts: { passed: 116, failed: 3 },
    },
    { says: "vitest in colour", output: dyed, counts: { passed: 12, failed: 0 } },
    { says: "hardhat", output: "\n  14 passing\n  2 failing\n", counts: { passed: 14, failed: 2 } },
    {
      says: "both runners of npm test",
      output: `  14 passing (12s)\n${vitest("5 passed (5)")}`,
      counts: { passed: 19, failed: 0 },
    },
    { says: "a sentence about passing", output: "the 3 passing ships\n", counts: undefined },
    { says: "a type check", output: "", counts: undefined },
  ])("$says", ({ output, counts }) => {
    expect(countsIn(output)).toEqual(counts);
  });

  it.each([
    { says: "a step without counts that succeeded", code: 0, output: "", counts: { passed: 1, failed: 0 } },
    { says: "a step without counts that failed", code: 2, output: "", counts: { passed: 0, failed: 1 } },
    {
      says: "a test file that did not load",
      code: 1,
      output: vitest("9 passed (9)"),
      counts: { passed: 9, failed: 1 },
    },
    {
      says: "failures that were counted",
      code: 1,
      output: vitest("2 failed | 7 passed (9)"),
      counts: { passed: 7, failed: 2 },
    },
  ])("$says", ({ code, output, counts }) => {
    expect(countsOf({ code, output })).toEqual(counts);
  });
});
