/** A set of nodes, one bit each: small enough to stay in the processor's cache while a walk jumps about in it. */
export class NodeSet {
  /** Node v is bit `v & 31` of `words[v >>> 5]`; hot loops use it directly. */
  readonly words: Int32Array;

  constructor(size: number) {
    this.words = new Int32Array((size + 31) >>> 5);
  }

  has(node: number): boolean {
    return (this.words[node >>> 5]! & (1 << (node & 31))) !== 0;
  }

  add(node: number): void {
    this.words[node >>> 5]! |= 1 << (node & 31);
  }

  delete(node: number): void {
    this.words[node >>> 5]! &= ~(1 << (node & 31));
  }

  /** Empties a set of exactly these members. */
  clear(members: Uint32Array): void {
    for (let i = 0; i < members.length; i++) this.words[members[i]! >>> 5] = 0;
  }

  /** Puts all members of this set in ascending order: by one scan over the bits where they lie dense. */
  sort(members: Uint32Array): void {
    let low = 0xffff_ffff;
    let high = 0;
    for (let i = 0; i < members.length; i++) {
      const node = members[i]!;
      if (node < low) low = node;
      if (node > high) high = node;
    }
    if (members.length * 32 < high - low) {
      members.sort();
      return;
    }
    const last = high >>> 5;
    for (let at = low >>> 5, i = 0; at <= last; at++) {
      for (let word = this.words[at]!; word !== 0; word &= word - 1) {
        members[i++] = at * 32 + 31 - Math.clz32(word & -word);
      }
    }
  }
}
