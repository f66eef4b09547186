import { expect, test } from "vitest";
import { differences } from "./gas.ts";

const before = { publish: 10_000, recall: 5_000 };

test("figures within the tolerance are no difference", () => {
  expect(differences(before, { publish: 10_200, recall: 4_900 })).toEqual([]);
});

test("a figure that moved by more than 2 % is named with both values, up or down", () => {
  expect(differences(before, { publish: 10_201, recall: 4_000 })).toEqual([
    "publish: 10000 → 10201 gas (2.0 %)",
    "recall: 5000 → 4000 gas (-20.0 %)",
  ]);
});

test("a figure that came or went is named", () => {
  expect(differences(before, { publish: 10_000, spread: 1 })).toEqual([
    "recall: no longer measured",
    "spread: 1 gas, not in the snapshot",
  ]);
});
