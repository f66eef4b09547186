import { describe, expect, test } from "vitest";
import {
  dropOutliers,
  firstOf,
  keep,
  present,
  quantile,
  afterwards,
  tukeyFences,
  within,
} from "./table/clean.ts";
import {
  count,
  countIf,
  extend,
  first,
  groupBy,
  join,
  joinAll,
  last,
  least,
  mean,
  most,
  pick,
  sum,
  weightedMean,
} from "./table/combine.ts";
import { isoDate, parseDelimited, parseObjects, parseTable } from "./table/parse.ts";
import { columns, numberIn, sortBy, stringIn } from "./table/table.ts";
import { writeObjects, writeTable } from "./table/write.ts";

describe("reading", () => {
  test("quotes, doubled quotes, CR LF and a missing last newline are read as RFC 4180 says", () => {
    expect(parseDelimited('a,"b, ""c"""\r\n1,"two\nlines"', ",")).toEqual([
      ["a", 'b, "c"'],
      ["1", "two\nlines"],
    ]);
  });

  test("empty fields survive at every place, a byte order mark does not", () => {
    expect(parseDelimited("\uFEFFa,,c\n,,\n", ",")).toEqual([
      ["a", "", "c"],
      ["", "", ""],
    ]);
    expect(parseDelimited("a,", ",")).toEqual([["a", ""]]);
  });

  test("broken quotes are refused with their place", () => {
    expect(() => parseDelimited('a,"b', ",")).toThrow("the quote opened at character 2 is never closed");
    expect(() => parseDelimited('a\n"b"c\n', ",")).toThrow("line 2: text after a closing quote");
  });

  test("a table has typed cells, an empty field being null", () => {
    const rows = parseTable(
      "id\tok\trate\n1\ttrue\t.5\n2\tfalse\t\n",
      columns("rate:number.1 | ok:boolean | id"),
      "\t",
    );
    expect(rows).toEqual([
      { rate: 0.5, ok: true, id: "1" },
      { rate: null, ok: false, id: "2" },
    ]);
  });

  test("a missing column and a field that is no number are named", () => {
    expect(() => parseTable("a\n1\n", columns("b"))).toThrow('the header has no column "b"');
    expect(() => parseTable("a\nx\n", columns("a:number"))).toThrow('column "a" is not a number: "x"');
  });

  test("objects keep declared keys only, absent ones as null", () => {
    expect(parseObjects('[{"a":1,"z":2},{}]', columns("a:number"))).toEqual([{ a: 1 }, { a: null }]);
    expect(() => parseObjects("{}", columns("a"))).toThrow("not an array");
  });

  test("written dates become ISO dates, other texts are refused", () => {
    expect(isoDate("Jun 2 1998")).toBe("1998-06-02");
    expect(() => isoDate("1998-06-02")).toThrow('not a date like "Jan 1 2000": "1998-06-02"');
  });
});

describe("cleaning", () => {
  test("a row counts against the first rule it breaks", () => {
    const rules = { present: present("x"), small: within("x", 0, 5) };
    const result = keep([{ x: 1 }, { x: null }, { x: 9 }, { x: 5 }], rules);
    expect(result).toEqual({ rows: [{ x: 1 }, { x: 5 }], dropped: { present: 1, small: 1 } });
  });

  test("the first row of each key is kept", () => {
    expect(
      keep(
        [
          { x: 1, y: 1 },
          { x: 1, y: 2 },
          { x: 1, y: 1 },
        ],
        { again: firstOf("x", "y") },
      ).rows,
    ).toHaveLength(2);
  });

  test("quantiles interpolate, and Tukey's fences lie 1.5 quartile distances out", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(tukeyFences([1, 2, 3, 4, 5])).toEqual([-1, 7]);
    expect(() => quantile([], 0.5)).toThrow("a quantile of no values");
  });

  test("outliers are dropped and counted, values on a fence stay", () => {
    // Quartiles 2.25 and 4.75: with k = 1 the upper fence is 7.25.
    const rows = [1, 2, 3, 4, 5, 100].map((x) => ({ x }));
    expect(dropOutliers(rows, "x", 1)).toEqual({ rows: rows.slice(0, 5), dropped: { "x-outlier": 1 } });
    const even = [0, 0, 0, 0].map((x) => ({ x }));
    expect(dropOutliers(even, "x").dropped).toEqual({ "x-outlier": 0 });
  });

  test("one cleaning after another adds its counts", () => {
    const both = afterwards(keep([{ x: 1 }, { x: 8 }, { x: 9 }], { low: within("x", 2, 99) }), (rows) =>
      keep(rows, { high: within("x", 0, 8) }),
    );
    expect(both).toEqual({ rows: [{ x: 8 }], dropped: { low: 1, high: 1 } });
  });
});

describe("joining", () => {
  test("each row meets every row of its key, and none when there is none", () => {
    const left = [
      { k: 1, a: "x" },
      { k: 2, a: "y" },
    ];
    const right = [
      { k: 1, b: 10 },
      { k: 1, b: 11 },
      { k: 3, b: 12 },
    ];
    expect(join(left, right, ["k"])).toEqual([
      { k: 1, a: "x", b: 10 },
      { k: 1, a: "x", b: 11 },
    ]);
  });

  test("keys of several columns do not run together", () => {
    expect(join([{ a: "1", b: "23" }], [{ a: "12", b: "3", c: 1 }], ["a", "b"])).toEqual([]);
  });

  test("a column that would be overwritten is refused", () => {
    expect(() => join([{ k: 1, a: 1 }], [{ k: 1, a: 2 }], ["k"])).toThrow(
      'both sides of the join have a column "a"',
    );
  });

  test("many tables join from left to right; picking renames", () => {
    const tables = [[{ k: 1, a: 1 }], [{ k: 1, b: 2 }], pick([{ k: 1, z: 3, y: 4 }], "k", "z as c")];
    expect(joinAll(["k"], ...tables)).toEqual([{ k: 1, a: 1, b: 2, c: 3 }]);
  });
});

describe("aggregating", () => {
  const rows = [
    { g: "b", x: 4, w: 1 },
    { g: "a", x: 1, w: 1 },
    { g: "b", x: 8, w: 3 },
  ];

  test("groups come sorted by key, with every measure", () => {
    const measures = {
      ...{
        n: count,
        total: sum("x"),
        mean: mean("x"),
        low: least("x"),
        high: most("x"),
        first: first("x"),
        last: last("x"),
      },
      ...{ big: countIf((row) => numberIn(row, "x") > 4), weighted: weightedMean("x", "w") },
    };
    expect(groupBy(rows, ["g"], measures)).toEqual([
      { g: "a", n: 1, total: 1, mean: 1, low: 1, high: 1, first: 1, last: 1, big: 0, weighted: 1 },
      { g: "b", n: 2, total: 12, mean: 6, low: 4, high: 8, first: 4, last: 8, big: 1, weighted: 7 },
    ]);
  });

  test("measuring a column that is not a number names it", () => {
    expect(() => groupBy(rows, ["g"], { total: sum("g") })).toThrow('column "g" is not a number: "b"');
    expect(() => stringIn({ x: 1 }, "x")).toThrow('column "x" is not a string: 1');
  });

  test("rows sort by number and by code unit, never by locale", () => {
    expect(sortBy([{ x: 10 }, { x: 9 }], "x")).toEqual([{ x: 9 }, { x: 10 }]);
    expect(sortBy([{ x: "é" }, { x: "z" }, { x: "Z" }], "x").map(({ x }) => x)).toEqual(["Z", "z", "é"]);
    expect(extend([{ x: 2 }], (row) => ({ y: numberIn(row, "x") * 2 }))).toEqual([{ x: 2, y: 4 }]);
  });
});

describe("writing", () => {
  const schema = columns("name | share:number.2 | n:number");

  test("a table has fixed digits, quotes where needed and no negative zero", () => {
    const rows = [
      { n: 1, share: 1 / 3, name: 'a "b", c' },
      { n: 2, share: -0.001, name: null },
    ];
    expect(writeTable(rows, schema)).toBe('name,share,n\n"a ""b"", c",0.33,1\n,0.00,2\n');
  });

  test("objects are one a line, their keys in the schema's order", () => {
    expect(
      writeObjects(
        [
          { n: 1, share: 0.5, name: "a" },
          { n: 2, share: null, name: "b" },
        ],
        schema,
      ),
    ).toBe('[\n{"name":"a","share":0.50,"n":1},\n{"name":"b","share":null,"n":2}\n]\n');
  });

  test("what was written is read back as it was", () => {
    const rows = [{ name: "line\nbreak", share: 0.25, n: 3 }];
    expect(parseTable(writeTable(rows, schema), schema)).toEqual(rows);
    expect(parseObjects(writeObjects(rows, schema), schema)).toEqual(rows);
  });

  test("a fraction in a whole column and a value that is not finite are refused", () => {
    expect(() => writeTable([{ n: 1.5 }], schema)).toThrow('column "n" is not whole: 1.5');
    expect(() => writeTable([{ share: Infinity }], schema)).toThrow('column "share" is not finite: Infinity');
  });

  test("an unknown type in a schema is refused", () => {
    expect(() => columns("a:text")).toThrow('column "a" has the unknown type "text"');
  });
});
