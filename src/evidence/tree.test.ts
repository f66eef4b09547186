import fc from "fast-check";
import { expect, test } from "vitest";
import { isConsistent, leafHash, rootByInclusion } from "../proof/merkle.ts";
import { GrowingTree } from "./tree.ts";

function treeOf(size: number, salt = 0): GrowingTree {
  const tree = new GrowingTree();
  for (let i = 0; i < size; i++) tree.append(leafOf(i, salt));
  return tree;
}
const leafOf = (i: number, salt = 0) => Uint8Array.of(i & 255, i >> 8, salt);

test("the roots of RFC 6962's own test vectors", () => {
  const leaves = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.append(Buffer.from(leaf, "hex"));
  expect(tree.root(0).toString("hex")).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  expect(tree.root(1).toString("hex")).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  expect(tree.root(8).toString("hex")).toBe(
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  );
});

test("every leaf of every size is shown by its path", () => {
  const tree = treeOf(70);
  for (let size = 1; size <= 70; size++)
    for (let leaf = 0; leaf < size; leaf++) {
      const root = rootByInclusion(leaf, size, leafHash(leafOf(leaf)), tree.inclusion(leaf, size));
      expect(Buffer.from(root).equals(tree.root(size))).toBe(true);
    }
});

test("every size is shown to go on every smaller one, and no other tree is", () => {
  const [tree, other] = [treeOf(70), treeOf(70, 1)];
  for (let to = 0; to <= 70; to++)
    for (let from = 0; from <= to; from++) {
      const proof = tree.consistency(from, to);
      expect(isConsistent([from, tree.root(from)], [to, tree.root(to)], proof)).toBe(true);
      if (from === 0) continue;
      expect(isConsistent([from, other.root(from)], [to, tree.root(to)], proof)).toBe(false);
      expect(isConsistent([from, tree.root(from)], [to, other.root(to)], proof)).toBe(false);
      if (proof.length > 0)
        expect(isConsistent([from, tree.root(from)], [to, tree.root(to)], proof.slice(1))).toBe(false);
    }
});

test("no proof made up of other hashes holds", () => {
  const tree = treeOf(64);
  fc.assert(
    fc.property(
      fc.nat(63),
      fc.nat(64),
      fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 })),
      (from, to, proof) => {
        fc.pre(from > 0 && from < to);
        expect(isConsistent([from, tree.root(from)], [to, tree.root(to)], proof)).toBe(false);
      },
    ),
  );
});
