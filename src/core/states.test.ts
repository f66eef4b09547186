import fc from "fast-check";
import { expect, test } from "vitest";
import { permissionBits, permissionNames, permissionsOf } from "./permissions.ts";
import { bits, declare, gradeNumber, gradeOf, grades, has, isCommitted } from "./states.ts";

test("a declared state says its grade and flags again", () => {
  const declared = fc.record({
    grade: fc.constantFrom(...grades),
    personal: fc.boolean(),
    unconditional: fc.boolean(),
  });
  fc.assert(
    fc.property(declared, (d) => {
      const state = declare(d);
      expect(gradeOf(state)).toBe(d.grade);
      expect(has(state, "personal")).toBe(d.personal);
      expect(has(state, "unconditional")).toBe(d.unconditional);
      expect(gradeOf(state | bits.recalled | bits.affected | bits.corrected)).toBe(d.grade);
    }),
  );
});

test("a grade that is none counts as the highest", () => {
  expect(gradeOf(0)).toBe("core");
  expect(gradeOf(7)).toBe("core");
});

test.each(grades.map((g) => [g, gradeNumber(g)] as const))("%s is number %i", (grade, number) => {
  expect(gradeOf(number)).toBe(grade);
  expect(isCommitted(grade, false)).toBe(number >= 5);
  expect(isCommitted(grade, true)).toBe(true);
});

test("permissions become bits and names again; an unknown bit keeps its number", () => {
  fc.assert(
    fc.property(fc.subarray(permissionNames), (names) => {
      expect(permissionsOf(permissionBits(names))).toEqual(names);
    }),
  );
  expect(permissionsOf(permissionBits(["publish"]) | (1n << 63n))).toEqual(["publish", "bit-63"]);
  expect(permissionsOf(0n)).toEqual([]);
});
