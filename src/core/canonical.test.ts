import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, JSON_DEPTH, parseJson } from "./canonical.ts";
import { SuyuanError } from "./errors.ts";

function refusalOf(text: string): string | undefined {
  try {
    parseJson(text, "metadata");
    return undefined;
  } catch (error) {
    if (!(error instanceof SuyuanError)) throw error;
    expect(error.details.field).toBe("metadata");
    return error.code;
  }
}

describe("JSON that could mean two things is refused", () => {
  test.each([
    ["a member named twice", '{"a":1,"b":2,"a":3}'],
    ["a member named twice, once by an escape", '{"a":1,"\\u0061":2}'],
    ["a member named twice deep inside", '[{"x":{"y":[{"n":1,"n":1}]}}]'],
    ["a member named twice after a nested value", '{"a":{"b":[]},"c":"a","a":0}'],
    ["an empty name twice", '{"":1,"":2}'],
    ["a name with an escaped quote twice", '{"a\\"":1,"a\\u0022":2}'],
    ["__proto__ twice", '{"__proto__":1,"__proto__":2}'],
  ])("%s", (_, text) => {
    expect(refusalOf(text)).toBe("INPUT_REPEATED_NAME");
  });

  test.each([
    ["one name in two objects", '[{"a":1},{"a":1}]'],
    ["a value that is also a name", '{"a":"a","b":["a","a"]}'],
    ["one name inside and outside", '{"a":{"a":{"a":1}}}'],
    ["names that differ by case or by an accent's form", '{"e":1,"E":2,"\\u00e9":3,"e\\u0301":4}'],
    ["brackets, commas and quotes within text", '{"a":"],}{\\",\\\\","b":"\\\\"}'],
    ["white space everywhere", ' \n{ "a" :\t[ 1 , { "b" : null } ] }\r\n'],
  ])("but not %s", (_, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ["a lone high surrogate", '"\\ud800"'],
    ["a lone low surrogate in a name", '{"\\udc00":1}'],
    ["surrogates in the wrong order", '["\\udc00\\ud800"]'],
    ["a raw lone surrogate", '"\ud800"'],
  ])("%s", (_, text) => {
    expect(refusalOf(text)).toBe("INPUT_LONE_SURROGATE");
  });

  test("a pair of surrogates is one character", () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe("😀");
  });
});

describe("depth", () => {
  const nested = (n: number) => "[".repeat(n) + "]".repeat(n);

  test(`${JSON_DEPTH} levels are read, one more is not`, () => {
    expect(refusalOf(nested(JSON_DEPTH))).toBeUndefined();
    expect(refusalOf(nested(JSON_DEPTH + 1))).toBe("INPUT_TOO_DEEP");
  });

  test("objects count as arrays do", () => {
    expect(refusalOf('{"a":['.repeat(17) + "]}".repeat(17))).toBe("INPUT_TOO_DEEP");
  });

  test("depth is not length: many shallow values are read", () => {
    expect(refusalOf(`[${nested(3)}${`,${nested(3)}`.repeat(1_000)}]`)).toBeUndefined();
  });

  test("a million open brackets are refused at once, without a stack of their own", () => {
    expect(refusalOf("[".repeat(1_000_000))).toBe("INPUT_TOO_DEEP");
  });
});

describe("what is no JSON", () => {
  test.each([
    "",
    " ",
    "{",
    '{"a"}',
    '{"a":1,}',
    "[1,]",
    "'a'",
    "nul",
    '"\n"',
    '"a',
    "01",
    "NaN",
    "{}{}",
    "]",
    "\u00a0{}",
  ])("%j", (text) => {
    expect(refusalOf(text)).toBe("INPUT_NOT_JSON");
  });
});

test("whatever JSON.parse reads of JSON.stringify's, this reads the same", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: "grapheme" }), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

test("any text is read or refused by the catalogue, never by another error", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "a",
    '"a"',
    "1",
    " ",
    "\\u0061",
    "null",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
      const text = parts.join("");
      const expected = attempt(text);
      const refused = refusalOf(text);
      // Nothing that JSON.parse refuses gets through, and nothing else is refused as "no JSON".
      if (!expected) expect(refused).toBeDefined();
      else expect(refused).not.toBe("INPUT_NOT_JSON");
    }),
    { numRuns: 3_000 },
  );
});

function attempt(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("canonical JSON (RFC 8785)", () => {
  test("orders members by UTF-16 units, writes numbers as ECMAScript does, and adds no space", () => {
    const value = { "\u20ac": 1, "\r": 2, "1": 3, "😀": 4, "\ufb33": 5, a: [1e21, 0.1, -0, true, null] };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":3,"a":[1e+21,0.1,0,true,null],"\u20ac":1,"😀":4,"\ufb33":5}',
    );
  });

  test("is a fixed point, whatever order the members come in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parseJson(text))).toBe(text);
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
      }),
    );
  });

  test("what JSON cannot hold is refused", () => {
    expect(() => canonicalJson(undefined)).toThrow(SuyuanError);
  });
});
