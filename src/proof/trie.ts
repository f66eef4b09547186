import { type Hex } from "../core/hex.ts";
import { bytesOf, hexOf, joined, keccak } from "./bytes.ts";
import { tampered, Flaw } from "./flaw.ts";
import { decodeRlp, encodeRlp, listOf, stringOf, type Rlp } from "./rlp.ts";

/**
 * Nodes of Merkle Patricia tries (Yellow Paper, appendix D), each once, found by their hash. What was sent and
 * never walked through is refused at the end, so that one answer has one encoding.
 */
export class TrieNodes {
  readonly #nodes = new Map<Hex, Uint8Array>();
  readonly #walked = new Set<Hex>();

  get size(): number {
    return this.#nodes.size;
  }

  add(node: Uint8Array): Hex {
    const hash = hexOf(keccak(node));
    if (this.#nodes.has(hash)) throw tampered("a trie node is there twice");
    this.#nodes.set(hash, node);
    return hash;
  }

  /** The value at keccak256(key) under this root; `null` when the trie has none there. */
  valueAt(root: Hex, key: Uint8Array): Uint8Array | null {
    const path = nibblesOf(keccak(key));
    let node = this.#node(root);
    for (let at = 0; ;) {
      const items = listOf(node);
      if (items.length === 17) {
        if (at === path.length) throw tampered("a trie key ends in a branch");
        const next = items[path[at++]!]!;
        if (isEmpty(next)) return null;
        node = this.#follow(next);
        continue;
      }
      const { isLeaf, nibbles } = pathIn(stringOf(listOf(node, 2)[0]));
      const fits = nibbles.every((n, i) => path[at + i] === n) && at + nibbles.length <= path.length;
      if (!fits) return null;
      at += nibbles.length;
      if (isLeaf) return at === path.length ? stringOf(items[1]) : null;
      if (nibbles.length === 0) throw tampered("a trie extension is empty");
      node = this.#follow(items[1]!);
    }
  }

  requireAllWalked(): void {
    if (this.#walked.size < this.#nodes.size)
      throw tampered(`${this.#nodes.size - this.#walked.size} trie nodes belong to no proof`);
  }

  /** A child: its hash, or the node itself where it is shorter than a hash. */
  #follow(child: Rlp): Rlp {
    if (!(child instanceof Uint8Array)) {
      if (encodeRlp(child).length >= 32) throw tampered("a long trie node lies in its parent");
      return child;
    }
    if (child.length !== 32) throw tampered("a trie node names a child that is no hash");
    return this.#node(hexOf(child));
  }

  #node(hash: Hex): Rlp {
    if (hash === EMPTY_ROOT) return EMPTY_NODE;
    const bytes = this.#nodes.get(hash);
    if (!bytes) throw new Flaw("incomplete", `the trie node ${hash} is missing`);
    this.#walked.add(hash);
    return decodeRlp(bytes);
  }
}

const EMPTY_ROOT = hexOf(keccak(Uint8Array.of(0x80)));
/** As a branch without children: nothing is found in it. */
const EMPTY_NODE: Rlp = Array.from({ length: 17 }, () => new Uint8Array());

function isEmpty(item: Rlp): boolean {
  return item instanceof Uint8Array && item.length === 0;
}

function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}

/** Hex-prefix encoding (Yellow Paper, appendix C). */
function pathIn(encoded: Uint8Array): { isLeaf: boolean; nibbles: number[] } {
  const all = nibblesOf(encoded);
  const flag = all[0];
  if (flag === undefined || flag > 3) throw tampered("a trie path has an unknown flag");
  const isOdd = (flag & 1) === 1;
  if (!isOdd && all[1] !== 0) throw tampered("a trie path is padded with something");
  return { isLeaf: flag >= 2, nibbles: all.slice(isOdd ? 1 : 2) };
}

export interface Account {
  storageRoot: Hex;
  codeHash: Hex;
}

/** `null` when there is no such account. */
export function accountAt(nodes: TrieNodes, stateRoot: Hex, address: Hex): Account | null {
  const value = nodes.valueAt(stateRoot, bytesOf(address));
  if (value === null) return null;
  const [, , storageRoot, codeHash] = listOf(decodeRlp(value), 4).map((item) => stringOf(item));
  return { storageRoot: hexOf(storageRoot!), codeHash: hexOf(codeHash!) };
}

/** The 32 bytes in a slot; zero when it was never written, or was and is zero now (some nodes keep those). */
export function storageAt(nodes: TrieNodes, storageRoot: Hex, slot: Hex): Hex {
  const value = nodes.valueAt(storageRoot, bytesOf(slot));
  if (value === null) return hexOf(new Uint8Array(32));
  const bytes = stringOf(decodeRlp(value));
  if (bytes.length > 32 || bytes[0] === 0) throw tampered("a storage value is not in its shortest form");
  return hexOf(joined(new Uint8Array(32 - bytes.length), bytes));
}

/** Where a mapping's value lies: keccak256(key ‖ the mapping's own slot). */
export function mappingSlot(key: Hex, at: number): Hex {
  const place = new Uint8Array(32);
  place[31] = at;
  return hexOf(keccak(joined(bytesOf(key), place)));
}
