import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
} from "node:fs";
import { type Hex, fromHex, toHex } from "../core/hex.ts";
import { checkpointText, noteOf, signatureLine, type NoteSigner } from "./signing.ts";
import { GrowingTree } from "./tree.ts";

const LEAF_BYTES = 32;

/** The chain says otherwise than the log did: somebody rewrote it. */
export class HistoryRewritten extends Error {
  readonly block: number;
  constructor(block: number, logged: Hex, now: Hex | undefined) {
    super(`block ${block} was ${logged} when it was logged and is ${now ?? "not there"} now`);
    this.block = block;
  }
}

/** The name of a ledger's log; its first leaf is the block that FactLog was deployed in. */
export function originOf(spine: Hex, first: number): string {
  return `suyuan/${spine.slice(2)}/blocks-from-${first}`;
}

/**
 * A transparency log (C2SP) whose leaves are the hashes of final blocks, in the order of their heights. Leaves
 * are on disk before a checkpoint over them is signed, and what is signed is never taken back.
 */
export class BlockLog {
  readonly origin: string;
  readonly first: number;
  readonly #path: string;
  readonly #signer: NoteSigner;
  readonly #tree = new GrowingTree();

  /** @param path Of the leaves' file: 32 bytes each. */
  constructor(path: string, first: number, spine: Hex, signer: NoteSigner) {
    [this.#path, this.first, this.#signer] = [path, first, signer];
    this.origin = originOf(spine, first);
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    // A torn last leaf was never signed.
    const torn = bytes.length % LEAF_BYTES;
    if (torn > 0) truncateSync(path, bytes.length - torn);
    for (let at = 0; at + LEAF_BYTES <= bytes.length; at += LEAF_BYTES)
      this.#tree.append(bytes.subarray(at, at + LEAF_BYTES));
  }

  get size(): number {
    return this.#tree.size;
  }

  get key(): Hex {
    return this.#signer.key;
  }

  /** Every logged block's hash against what the chain says now. */
  check(hashOf: (block: number) => Hex | undefined): void {
    const bytes = existsSync(this.#path) ? readFileSync(this.#path) : Buffer.alloc(0);
    for (let i = 0; i < this.size; i++) {
      const logged = toHex(bytes.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES));
      const now = hashOf(this.first + i);
      if (now !== logged) throw new HistoryRewritten(this.first + i, logged, now);
    }
  }

  /** Takes in final blocks up to this height. */
  grow(final: number, hashOf: (block: number) => Hex | undefined): void {
    const leaves: Buffer[] = [];
    for (let block = this.first + this.size; block <= final; block++)
      leaves.push(Buffer.from(fromHex(hashOf(block)!)));
    if (leaves.length === 0) return;
    const file = openSync(this.#path, "a", 0o600);
    try {
      appendFileSync(file, Buffer.concat(leaves));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    for (const leaf of leaves) this.#tree.append(leaf);
  }

  /** A checkpoint over all leaves, with the log's own signature. */
  checkpoint(): { size: number; text: string; note: string } {
    const { size } = this;
    const text = checkpointText(this.origin, size, this.#tree.root(size));
    return { size, text, note: noteOf(text, [signatureLine(this.#signer, text)]) };
  }

  inclusion(block: number, size: number): Hex[] {
    return this.#tree.inclusion(block - this.first, size).map(toHex);
  }

  consistency(from: number, to: number): Buffer[] {
    return this.#tree.consistency(from, to);
  }

  /** A tile (c2sp.org/tlog-tiles): up to 256 hashes of a level; `undefined` when the log has not that many. */
  tile(level: number, number: number, width: number): Buffer | undefined {
    const nodes = this.#tree.nodes(8 * level, number * 256, number * 256 + width);
    return nodes.length === width ? Buffer.concat(nodes) : undefined;
  }
}
