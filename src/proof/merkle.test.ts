import fc from "fast-check";
import { expect, test } from "vitest";
import { hexOf } from "./bytes.ts";
import { Flaw } from "./flaw.ts";
import { leafHash, nodeHash, rootByInclusion } from "./merkle.ts";

/** RFC 6962, §2.1, word by word: the tree splits at the largest power of two below its size. */
function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leafHash(leaves[0]!);
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

function pathTo(at: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return at < left
    ? [...pathTo(at, leaves.slice(0, left)), rootOf(leaves.slice(left))]
    : [...pathTo(at - left, leaves.slice(left)), rootOf(leaves.slice(0, left))];
}

test("every leaf of every tree is shown by its path, and by no other leaf, size or path", () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = Array.from({ length: size }, (_, i) => Uint8Array.of(i, size));
    const root = hexOf(rootOf(leaves));
    for (let at = 0; at < size; at++) {
      const path = pathTo(at, leaves);
      expect(hexOf(rootByInclusion(at, size, leafHash(leaves[at]!), path))).toBe(root);
      expect(outcome(() => rootByInclusion(at, size, leafHash(Uint8Array.of(99)), path))).not.toBe(root);
      if (path.length > 0)
        expect(outcome(() => rootByInclusion(at, size, leafHash(leaves[at]!), path.slice(1)))).not.toBe(root);
    }
  }
});

test("a path that is too long or too short, or a leaf beyond the tree, is a flaw", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(300), fc.nat(12), (size, at, length) => {
      const path = Array.from({ length }, () => new Uint8Array(32));
      const isRight = at < size && length === pathLength(at, size);
      const run = () => rootByInclusion(at, size, new Uint8Array(32), path);
      if (isRight) expect(run).not.toThrow();
      else expect(run).toThrow(Flaw);
    }),
    { numRuns: 2_000 },
  );
});

function pathLength(at: number, size: number): number {
  return pathTo(
    at,
    Array.from({ length: size }, () => new Uint8Array(1)),
  ).length;
}

function outcome(run: () => Uint8Array): string {
  try {
    return hexOf(run());
  } catch (error) {
    expect(error).toBeInstanceOf(Flaw);
    return "a flaw";
  }
}
