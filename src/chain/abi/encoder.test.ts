import { AbiCoder, ParamType } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AbiValueError, tupleEncoder } from "./encoder.ts";
import { type AbiParameter } from "./decoder.ts";

const leaves: Record<string, fc.Arbitrary<unknown>> = {
  bytes32: hex(32),
  bytes31: hex(31),
  address: hex(20),
  bool: fc.boolean(),
  uint8: fc.integer({ min: 0, max: 255 }),
  uint48: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }).map(String),
  uint256: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  string: fc.string({ unit: "grapheme" }),
  bytes: fc.uint8Array({ maxLength: 70 }).map((b) => `0x${Buffer.from(b).toString("hex")}`),
};

function hex(bytes: number) {
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((b) => `0x${Buffer.from(b).toString("hex")}`);
}

interface Typed {
  parameter: AbiParameter;
  value: unknown;
}

const typed: fc.Arbitrary<Typed> = fc.letrec<{ any: Typed; leaf: Typed; list: Typed; tuple: Typed }>(
  (tie) => ({
    any: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("list"), tie("tuple")),
    leaf: fc
      .constantFrom(...Object.keys(leaves))
      .chain((type) => leaves[type]!.map((value) => ({ parameter: { name: "x", type }, value }))),
    list: fc
      .constantFrom(...Object.keys(leaves))
      .chain((type) =>
        fc
          .array(leaves[type]!, { maxLength: 5 })
          .map((value) => ({ parameter: { name: "x", type: `${type}[]` }, value })),
      ),
    tuple: fc.array(tie("any"), { minLength: 1, maxLength: 4 }).map((members) => ({
      parameter: {
        name: "x",
        type: "tuple",
        components: members.map((m, i) => ({ ...m.parameter, name: `m${i}` })),
      },
      value: Object.fromEntries(members.map((m, i) => [`m${i}`, m.value])),
    })),
  }),
).any;

test("any value of any type is encoded as a general encoder does it", () => {
  fc.assert(
    fc.property(fc.array(typed, { minLength: 1, maxLength: 4 }), (members) => {
      const parameters = members.map((m, i) => ({ ...m.parameter, name: `p${i}` }));
      const types = parameters.map((p) =>
        ParamType.from(p as unknown as Parameters<typeof ParamType.from>[0]),
      );
      const expected = AbiCoder.defaultAbiCoder().encode(
        types,
        members.map((m) => m.value),
      );
      const value = Object.fromEntries(members.map((m, i) => [`p${i}`, m.value]));
      expect(`0x${tupleEncoder(parameters)(value).toString("hex")}`).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["a missing member", [{ name: "a", type: "uint8" }], {}],
  ["a number out of range", [{ name: "a", type: "uint8" }], { a: 256 }],
  ["a negative number", [{ name: "a", type: "uint64" }], { a: -1 }],
  ["bytes of another length", [{ name: "a", type: "bytes32" }], { a: "0x00" }],
  ["hexadecimal that is none", [{ name: "a", type: "bytes32" }], { a: `0x${"zz".repeat(32)}` }],
  ["text that is no text", [{ name: "a", type: "string" }], { a: 5 }],
  ["a list that is no list", [{ name: "a", type: "uint8[]" }], { a: 5 }],
])("%s is refused by name", (_, parameters, value) => {
  expect(() => tupleEncoder(parameters)(value as Record<string, unknown>)).toThrow(AbiValueError);
  expect(() => tupleEncoder(parameters)(value as Record<string, unknown>)).toThrow(/a/);
});
