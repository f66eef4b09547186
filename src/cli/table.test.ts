import { expect, test } from "vitest";
import { sheet, table, width } from "./table.ts";

test("Chinese takes two cells, a combining mark none", () => {
  expect(width("气象a")).toBe(5);
  expect(width("e\u0301")).toBe(1);
  expect(width("（）")).toBe(4);
});

test("columns are flush, whatever the script", () => {
  expect(
    table(
      ["数据集", "n"],
      [
        ["a", 1],
        ["气象/日", 22],
      ],
    ),
  ).toBe("数据集   n\na        1\n气象/日  22\n");
});

test("names that others chose cannot steer the terminal or break a row", () => {
  const shown = table(["name"], [["a\u001b[31m\nb\u202e"]]);
  expect(shown).toBe("name\na\\u{1b}[31m\\nb\\u{202e}\n");
});

test("a sheet leaves out what there is nothing to say about", () => {
  expect(
    sheet([
      ["owner", "x"],
      ["parents", ""],
      ["recalled", null],
      ["versions", 0],
    ]),
  ).toBe("owner     x\nversions  0\n");
});
