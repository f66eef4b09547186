import { describe, expect, test } from "vitest";
import { type Hex } from "../../core/hex.ts";
import { bits, declare, type Grade } from "../../core/states.ts";
import { type Access, isDeliverable, reaches } from "./access.ts";
import { byGravity, covered, highest, newTo, tally } from "./decide.ts";

const id = (byte: string): Hex => `0x${byte.repeat(32)}`;
const [provider, consumer] = [id("a1"), id("a2")];
const [rain, wind] = [id("31"), id("32")];

function version(grade: Grade, mark = 0, is: { dataset?: Hex; owner?: Hex; personal?: boolean } = {}) {
  const state = declare({ grade, personal: is.personal ?? false, unconditional: false }) | mark;
  return { dataset: is.dataset ?? rain, owner: is.owner ?? provider, state };
}

const nobody: Access = { organisation: consumer, holds: [] };
const holding = (dataset: Hex, ceiling: Grade): Access => ({
  organisation: consumer,
  holds: [{ dataset, ceiling }],
});

describe("an organisation gets to a version", () => {
  test.each<[string, Access, ReturnType<typeof version>, boolean]>([
    ["of another's not by itself", nobody, version("general-1"), false],
    ["of its own", nobody, version("core", 0, { owner: consumer }), true],
    ["that is shared unconditionally", nobody, version("general-1", bits.unconditional), true],
    ["under a grant of its dataset", holding(rain, "general-2"), version("general-2"), true],
    ["not above that grant's ceiling", holding(rain, "general-2"), version("general-3"), false],
    ["not under a grant of another dataset", holding(wind, "core"), version("general-1"), false],
    [
      "of its own even when it was recalled",
      nobody,
      version("core", bits.recalled, { owner: consumer }),
      true,
    ],
  ])("%s", (_, access, v, expected) => expect(reaches(access, v)).toBe(expected));
});

describe("a version is delivered", () => {
  test.each<[string, number, boolean]>([
    ["as it is", 0, true],
    ["when it was corrected since", bits.corrected, true],
    ["not when it was withdrawn", bits.withdrawn, false],
    ["not when it was recalled", bits.recalled, false],
    ["not when a recall affects it", bits.affected, false],
    ["not when it is confined to its department", bits.confined, false],
  ])("%s", (_, mark, expected) => expect(isDeliverable(version("general-1", mark))).toBe(expected));
});

describe("a grant", () => {
  const all = [
    version("general-1"),
    version("general-3"),
    version("important"),
    version("general-1", bits.recalled),
    version("general-2", 0, { personal: true }),
  ];

  test("covers what may be delivered, up to its ceiling", () => {
    const of = (ceiling: Grade) => covered(all, ceiling).map((v) => all.indexOf(v));
    expect(of("general-1")).toEqual([0]);
    expect(of("general-2")).toEqual([0, 4]);
    expect(of("core")).toEqual([0, 1, 2, 4]);
  });

  test("adds nothing where another grant reaches as far", () => {
    const given = covered(all, "general-3");
    expect(newTo(nobody, given)).toHaveLength(3);
    expect(newTo(holding(rain, "general-1"), given).map((v) => all.indexOf(v))).toEqual([1, 4]);
    expect(newTo(holding(rain, "core"), given)).toEqual([]);
  });

  test("without a ceiling goes as far as the dataset does, its versions above the declaration included", () => {
    expect(highest(all, "general-1")).toBe("important");
    expect(highest([], "general-4")).toBe("general-4");
    expect(highest(all, "core")).toBe("core");
  });

  test("is counted by grade, the gravest first, and in one grade as the versions came", () => {
    expect(tally(all)).toEqual({
      count: 5,
      personal: 1,
      byGrade: { important: 1, "general-3": 1, "general-2": 1, "general-1": 2 },
    });
    expect(Object.keys(tally(all).byGrade)[0]).toBe("important");
    expect(byGravity(all).map((v) => all.indexOf(v))).toEqual([2, 1, 4, 0, 3]);
  });
});
