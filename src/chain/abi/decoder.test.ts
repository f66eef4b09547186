import { AbiCoder, ParamType } from "ethers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abis } from "./contracts.ts";
import { AbiMismatch, tupleDecoder, type AbiParameter } from "./decoder.ts";

const coder = AbiCoder.defaultAbiCoder();
const bytes = (n: number) =>
  fc.uint8Array({ minLength: n, maxLength: n }).map((b) => `0x${Buffer.from(b).toString("hex")}`);
const text = fc.string({ unit: "grapheme", maxLength: 80 });

/** Any value of a type, as the decoder should say it. */
function valueOf(p: AbiParameter): fc.Arbitrary<unknown> {
  const list = /^(.*)\[\]$/.exec(p.type);
  if (list) return fc.array(valueOf({ ...p, type: list[1]! }), { maxLength: 5 });
  const row = /^(.*)\[(\d+)\]$/.exec(p.type);
  if (row) return fc.tuple(...Array.from({ length: Number(row[2]) }, () => valueOf({ ...p, type: row[1]! })));
  if (p.type === "tuple") {
    return fc.record(Object.fromEntries(p.components!.map((c) => [c.name, valueOf(c)])), {
      noNullPrototype: true,
    });
  }
  if (p.type === "string") return text;
  if (p.type === "bytes")
    return fc.uint8Array({ maxLength: 70 }).map((b) => `0x${Buffer.from(b).toString("hex")}`);
  if (p.type === "bool") return fc.boolean();
  if (p.type === "address") return bytes(20);
  const fixed = /^bytes(\d+)$/.exec(p.type);
  if (fixed) return bytes(Number(fixed[1]));
  const width = /^uint(\d+)$/.exec(p.type);
  if (width) return fc.bigInt({ min: 0n, max: 2n ** BigInt(width[1]!) - 1n });
  throw new Error(`no values of ${p.type}`);
}

/** In the order of the ABI, for ethers. */
function inOrder(p: AbiParameter, value: unknown): unknown {
  const list = /^(.*)\[\d*\]$/.exec(p.type);
  if (list) return (value as unknown[]).map((v) => inOrder({ ...p, type: list[1]! }, v));
  if (p.type !== "tuple") return value;
  return p.components!.map((c) => inOrder(c, (value as Record<string, unknown>)[c.name]));
}

function encode(parameters: readonly AbiParameter[], value: Record<string, unknown>): Buffer {
  const types = parameters.map((p) => ParamType.from(p));
  const hex = coder.encode(
    types,
    parameters.map((p) => inOrder(p, value[p.name])),
  );
  return Buffer.from(hex.slice(2), "hex");
}

/** The payload of every event, and one shape with everything an ABI may nest. */
const payloads = Object.values(abis)
  .flat()
  .filter((f) => f.type === "event" && f.inputs?.[1]?.name === "header")
  .map((f) => [f.name!, f.inputs![2]!.components as unknown as readonly AbiParameter[]] as const);

const nested: readonly AbiParameter[] = [
  { name: "a", type: "bool" },
  {
    name: "b",
    type: "tuple[]",
    components: [
      { name: "s", type: "string" },
      { name: "n", type: "uint256" },
    ],
  },
  {
    name: "c",
    type: "tuple",
    components: [
      { name: "x", type: "bytes31" },
      { name: "y", type: "uint128" },
    ],
  },
  { name: "d", type: "string[]" },
  {
    name: "e",
    type: "tuple",
    components: [
      { name: "l", type: "uint16[]" },
      { name: "t", type: "bytes" },
    ],
  },
  { name: "f", type: "uint64[][]" },
];

const shapes = [...payloads, ["everything nested", nested] as const];
const record = (parameters: readonly AbiParameter[]) =>
  valueOf({ name: "", type: "tuple", components: parameters }) as fc.Arbitrary<Record<string, unknown>>;

describe("what ethers encodes decodes to the same", () => {
  test.each(shapes)("%s", (_, parameters) => {
    const decode = tupleDecoder(parameters);
    fc.assert(
      fc.property(record(parameters), (value) => {
        expect(decode(encode(parameters, value))).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });
});

describe("bytes that do not fit are refused, and never break anything else", () => {
  test.each(shapes)("%s, cut short at every length", (_, parameters) => {
    const decode = tupleDecoder(parameters);
    const [value] = fc.sample(record(parameters), { numRuns: 1, seed: 7 });
    const whole = encode(parameters, value!);
    const needed = [...Array(whole.length).keys()].findLast((n) => refuses(decode, whole.subarray(0, n)));
    // Only the padding after the last value may be missing.
    expect(needed).toBeGreaterThan(whole.length - 33);
    for (let n = 0; n <= needed!; n++) expect(refuses(decode, whole.subarray(0, n))).toBe(true);
  });

  test.each(shapes)("%s, with bytes changed", (_, parameters) => {
    const decode = tupleDecoder(parameters);
    const change = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x20, 0x7f, 0x80, 0xff)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(record(parameters), change, (value, changes) => {
        const damaged = encode(parameters, value);
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
        refuses(decode, damaged);
      }),
      { numRuns: 150 },
    );
  });

  test.each(shapes)("%s, from noise", (_, parameters) => {
    const decode = tupleDecoder(parameters);
    const words = fc.array(fc.oneof(fc.nat(0x400), fc.nat()), { maxLength: 24 });
    fc.assert(
      fc.property(words, (all) => {
        const data = Buffer.alloc(all.length * 32);
        all.forEach((w, i) => data.writeUInt32BE(w, i * 32 + 28));
        refuses(decode, data);
      }),
      { numRuns: 150 },
    );
  });

  test("a list that says it is longer than the data is refused before anything is reserved for it", () => {
    const decode = tupleDecoder([{ name: "all", type: "bytes32[]" }]);
    const data = Buffer.alloc(96);
    data.writeUInt32BE(0x20, 28);
    data.writeUInt32BE(0xffffffff, 60);
    expect(refuses(decode, data)).toBe(true);
  });

  test("a type that nothing decodes is refused when the decoder is built", () => {
    expect(() => tupleDecoder([{ name: "f", type: "function" }])).toThrow(AbiMismatch);
  });
});

/** Whether it was refused as a mismatch; any other error is thrown. */
function refuses(decode: (data: Buffer) => unknown, data: Buffer): boolean {
  try {
    decode(data);
    return false;
  } catch (error) {
    if (error instanceof AbiMismatch) return true;
    throw error;
  }
}
