import { createHash } from "node:crypto";

/** A Merkle tree over SHA-256 that only grows (RFC 6962, §2.1). Hashes of whole subtrees are kept, 64 bytes a leaf. */
export class GrowingTree {
  /** Level 0 has the leaves' hashes; level k those of whole subtrees of 2^k leaves. */
  readonly #levels: Buffer[][] = [[]];

  get size(): number {
    return this.#levels[0]!.length;
  }

  append(leaf: Uint8Array): void {
    let hash = hashOfLeaf(leaf);
    for (let level = 0; ; level++) {
      const nodes = (this.#levels[level] ??= []);
      nodes.push(hash);
      if (nodes.length % 2 === 1) return;
      hash = hashOfNodes(nodes.at(-2)!, hash);
    }
  }

  /** The root of the first `size` leaves. */
  root(size = this.size): Buffer {
    if (size === 0) return createHash("sha256").digest();
    return this.#hash(0, size);
  }

  /** That a leaf is among the first `size` (§2.1.1), from the leaf upwards. */
  inclusion(leaf: number, size = this.size): Buffer[] {
    requireWithin(leaf < size && size <= this.size, leaf, size);
    return this.#path(leaf, 0, size);
  }

  /** That the first `from` leaves of the first `to` are those of the smaller tree (§2.1.2). */
  consistency(from: number, to = this.size): Buffer[] {
    requireWithin(from <= to && to <= this.size, from, to);
    return from === 0 || from === to ? [] : this.#subproof(from, 0, to, true);
  }

  /** Hashes of whole subtrees of 2^level leaves: what a tile of the log holds. */
  nodes(level: number, from: number, to: number): Buffer[] {
    return (this.#levels[level] ?? []).slice(from, to);
  }

  #path(leaf: number, start: number, end: number): Buffer[] {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return leaf < middle
      ? [...this.#path(leaf, start, middle), this.#hash(middle, end)]
      : [...this.#path(leaf, middle, end), this.#hash(start, middle)];
  }

  #subproof(from: number, start: number, end: number, isWhole: boolean): Buffer[] {
    if (from === end - start) return isWhole ? [] : [this.#hash(start, end)];
    const left = split(end - start);
    return from <= left
      ? [...this.#subproof(from, start, start + left, isWhole), this.#hash(start + left, end)]
      : [...this.#subproof(from - left, start + left, end, false), this.#hash(start, start + left)];
  }

  #hash(start: number, end: number): Buffer {
    const count = end - start;
    const level = Math.log2(count);
    if (Number.isInteger(level) && start % count === 0) return this.#levels[level]![start / count]!;
    const middle = start + split(count);
    return hashOfNodes(this.#hash(start, middle), this.#hash(middle, end));
  }
}

/** The largest power of two below a number. */
function split(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

function requireWithin(holds: boolean, a: number, b: number): void {
  if (!holds) throw new RangeError(`${a} of ${b} is beyond the tree`);
}

function hashOfLeaf(leaf: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(0)).update(leaf).digest();
}

function hashOfNodes(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
}
