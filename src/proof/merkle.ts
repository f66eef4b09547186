import { digest, joined, same } from "./bytes.ts";
import { tampered } from "./flaw.ts";

/** RFC 6962, §2.1: hashes of a Merkle tree over SHA-256. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return digest(joined(Uint8Array.of(0), leaf));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return digest(joined(Uint8Array.of(1), left, right));
}

/** The root that an inclusion proof leads to (RFC 9162, §2.1.3.2). */
export function rootByInclusion(
  leaf: number,
  size: number,
  hash: Uint8Array,
  proof: Uint8Array[],
): Uint8Array {
  if (leaf >= size) throw tampered("the checkpoint is older than the block");
  let [at, last, root] = [leaf, size - 1, hash];
  for (const sibling of proof) {
    if (last === 0) throw tampered("the inclusion proof is too long");
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw tampered("the inclusion proof is too short");
  return root;
}

/** Whether a tree of `to` leaves begins with the tree of `from` (RFC 9162, §2.1.4.2). */
export function isConsistent(
  [from, first]: [size: number, root: Uint8Array],
  [to, second]: [size: number, root: Uint8Array],
  proof: readonly Uint8Array[],
): boolean {
  if (from > to) return false;
  if (from === 0 || from === to) return proof.length === 0 && (from === 0 || same(first, second));
  const [head, ...rest] = isPowerOfTwo(from) ? [first, ...proof] : proof;
  if (!head) return false;
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [old, fresh] = [head, head];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, fresh] = [nodeHash(sibling, old), nodeHash(sibling, fresh)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else fresh = nodeHash(fresh, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(old, first) && same(fresh, second);
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n));
}
