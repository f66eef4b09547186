import { createMPT, createMerkleProof } from "@ethereumjs/mpt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keccak, hexOf, bytesOf, joined } from "./bytes.ts";
import { Flaw } from "./flaw.ts";
import { decodeRlp, encodeRlp, type Rlp } from "./rlp.ts";
import { TrieNodes } from "./trie.ts";

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });

describe("RLP", () => {
  const item: fc.Memo<Rlp> = fc.memo((depth): fc.Arbitrary<Rlp> =>
    depth <= 1 ? bytes(0, 80) : fc.oneof(bytes(0, 80), fc.array(item(depth - 1), { maxLength: 6 })),
  );

  test("what is encoded is decoded to itself", () => {
    fc.assert(
      fc.property(item(4), (x) => {
        expect(encodeRlp(decodeRlp(encodeRlp(x)))).toEqual(encodeRlp(x));
      }),
    );
  });

  test("nothing but the one encoding is read: whatever is read encodes to the same bytes", () => {
    fc.assert(
      fc.property(bytes(0, 60), (encoded) => {
        let read: Rlp;
        try {
          read = decodeRlp(encoded);
        } catch (error) {
          expect(error).toBeInstanceOf(Flaw);
          return;
        }
        expect(hexOf(encodeRlp(read))).toBe(hexOf(encoded));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ["a byte in a string's form", "0x8101"],
    ["a short string with a long length", "0xb801ff"],
    ["a length that begins with zero", `0xb90038${"11".repeat(56)}`],
    ["a list longer than its bytes", "0xc3c180"],
    ["something after the end", "0x8080"],
    ["nothing", "0x"],
    ["lists in lists without end", `0x${"c1".repeat(200)}c0`],
  ] as const)("%s is refused", (_, hex) => {
    expect(() => decodeRlp(bytesOf(hex))).toThrow(Flaw);
  });
});

/** A trie as Ethereum's states are: keys by their keccak256. */
async function trieOf(entries: [Uint8Array, Uint8Array][]) {
  const trie = await createMPT({ useKeyHashing: true });
  for (const [key, value] of entries) await trie.put(key, value);
  return trie;
}

const entries = fc.uniqueArray(fc.tuple(bytes(1, 4), bytes(1, 40)), {
  minLength: 1,
  maxLength: 40,
  selector: ([key]) => hexOf(key),
});

describe("proofs, against @ethereumjs/mpt", () => {
  test("what is there is found, what is not there is shown to be absent", async () => {
    await fc.assert(
      fc.asyncProperty(entries, bytes(5, 6), async (all, absent) => {
        const trie = await trieOf(all);
        for (const [key, value] of [...all.slice(0, 5), [absent, null] as const]) {
          const nodes = new TrieNodes();
          for (const node of await createMerkleProof(trie, key)) nodes.add(node);
          const found = nodes.valueAt(hexOf(trie.root()), key);
          expect(found && hexOf(found)).toBe(value && hexOf(value));
          nodes.requireAllWalked();
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a flipped byte in any node, a missing node or one too many is never taken", async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), fc.nat(), async (all, which, where) => {
        const trie = await trieOf(all);
        const [key, value] = all[0]!;
        const proof = (await createMerkleProof(trie, key)).map((node) => Uint8Array.from(node));
        const changed = proof[which % proof.length]!;
        changed[where % changed.length]! ^= 1 << (where % 8);
        expect(() => read(proof, hexOf(trie.root()), key)).toThrow(Flaw);
        changed[where % changed.length]! ^= 1 << (where % 8);
        expect(hexOf(read(proof, hexOf(trie.root()), key)!)).toBe(hexOf(value));
        expect(() => read(proof.slice(1), hexOf(trie.root()), key)).toThrow(Flaw);
        const strange = encodeRlp([key, value]);
        expect(() => read([...proof, joined(strange, strange)], hexOf(trie.root()), key)).toThrow(Flaw);
      }),
      { numRuns: 60 },
    );
  });

  test("the empty trie has nothing", () => {
    expect(new TrieNodes().valueAt(hexOf(keccak(Uint8Array.of(0x80))), Uint8Array.of(1))).toBeNull();
  });

  function read(proof: Uint8Array[], root: `0x${string}`, key: Uint8Array): Uint8Array | null {
    const nodes = new TrieNodes();
    for (const node of proof) nodes.add(node);
    const found = nodes.valueAt(root, key);
    nodes.requireAllWalked();
    return found;
  }
});
