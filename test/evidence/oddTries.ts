import { type Hex } from "../../src/core/hex.ts";
import { bytesOf, hexOf, joined, keccak, numberBytes } from "../../src/proof/bytes.ts";
import { readHeader } from "../../src/proof/header.ts";
import { type HeaderLine, type Line } from "../../src/proof/lines.ts";
import { encodeRlp, type Rlp } from "../../src/proof/rlp.ts";
import { mappingSlot } from "../../src/proof/trie.ts";
import { type Trust } from "../../src/proof/trust.ts";
import { type Random } from "../faults/random.ts";

/** Nodes as no client writes them, on the way to a slot that should be empty; a hostile header may name any. */
class OddTrie {
  readonly nodes = new Map<Hex, Hex>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** @param path Half-bytes that are left of the key. */
  node(path: readonly number[]): Rlp {
    const r = this.#random;
    const kind = r.pick(["branch", "branch", "extension", "leaf", "odd"]);
    if (kind === "odd")
      return r.pick<Rlp>([[], [[]], new Uint8Array(3), [[], []], Array.from({ length: 16 }, () => [])]);
    if (kind === "branch") return this.#branch(path);
    const length = r.pick([0, 1, 2, path.length - 1, path.length, path.length]);
    const own = path.slice(0, Math.max(0, length));
    if (r.chance(0.1)) own.push(r.below(16));
    if (kind === "leaf") return [prefixed(own, true, r), this.#value()];
    return [prefixed(own, false, r), this.#child(path.slice(own.length))];
  }

  #branch(path: readonly number[]): Rlp {
    const items: Rlp[] = Array.from({ length: 17 }, () => new Uint8Array());
    const [next, ...rest] = path;
    if (next !== undefined && this.#random.chance(0.9)) items[next] = this.#child(rest);
    return items;
  }

  #child(path: readonly number[]): Rlp {
    const r = this.#random;
    if (r.chance(0.1))
      return r.pick<Rlp>([
        new Uint8Array(),
        new Uint8Array(31),
        new Uint8Array(32),
        keccak(Uint8Array.of(0x80)),
      ]);
    const node =
      path.length > 60 && r.chance(0.3) ? [prefixed(path, true, r), this.#value()] : this.node(path);
    return r.chance(0.4) ? node : this.keep(node);
  }

  #value(): Rlp {
    const r = this.#random;
    const value = r.pick<Rlp>([
      ...[new Uint8Array(), Uint8Array.of(0x80), Uint8Array.of(0), Uint8Array.of(5), Uint8Array.of(0x81, 5)],
      ...[
        Uint8Array.of(0x82, 0, 5),
        encodeRlp(numberBytes(5, 33)),
        encodeRlp(numberBytes(2n ** 250n, 32)),
        [],
        Uint8Array.of(0xc0),
      ],
    ]);
    return value;
  }

  /** Its hash, for its parent. */
  keep(node: Rlp): Uint8Array {
    const bytes = this.#random.chance(0.05) ? loose(node) : encodeRlp(node);
    const hash = keccak(bytes);
    this.nodes.set(hexOf(hash), hexOf(bytes));
    return hash;
  }
}

/** The same with its length written longer than need be. */
function loose(node: Rlp): Uint8Array {
  const body = encodeRlp(node);
  if (body[0]! < 0xc0) return joined(Uint8Array.of(0xb8, body.length), body);
  const inner = body[0]! < 0xf8 ? body.subarray(1) : body.subarray(2);
  return joined(Uint8Array.of(0xf9), numberBytes(inner.length, 2), inner);
}

/** Hex-prefix encoding; sometimes with a flag or padding that there is not. */
function prefixed(path: readonly number[], isLeaf: boolean, random: Random): Uint8Array {
  const isOdd = path.length % 2 === 1;
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0) + (random.chance(0.03) ? 4 : 0);
  const all = [flag, ...(isOdd ? [] : [random.chance(0.03) ? 1 : 0]), ...path];
  return Uint8Array.from({ length: all.length / 2 }, (_, i) => all[2 * i]! * 16 + all[2 * i + 1]!);
}

const nibblesOf = (key: Uint8Array) => [...keccak(key)].flatMap((byte) => [byte >> 4, byte & 15]);

/** A bundle about one subject without facts, with such a trie as FactLog's storage, or as the whole state. */
export function onOddTrie(lines: readonly Line[], trust: Trust, random: Random): Line[] {
  const subject = lines.flatMap((line) => (line.is === "subjects" ? line.subjects : []))[0]!;
  const trie = new OddTrie(random);
  const path = nibblesOf(bytesOf(mappingSlot(subject, 0)));
  const storageRoot = random.chance(0.1) ? new Uint8Array(random.below(40)) : trie.keep(trie.node(path));
  const code = bytesOf(trust.contracts.find(({ address }) => address === trust.log)!.codeHash);
  const account: Rlp[] = [Uint8Array.of(1), new Uint8Array(), storageRoot, code];
  if (random.chance(0.1))
    account.splice(random.below(4), random.below(2), random.pick<Rlp>([[], new Uint8Array()]));
  const whole = nibblesOf(bytesOf(trust.log));
  const root = trie.keep(
    random.chance(0.1) ? trie.node(whole) : [prefixed(whole, true, random), encodeRlp(account)],
  );
  const header = lines.find((line): line is HeaderLine => line.is === "header")!;
  const rlp = hexOf(encodeRlp(readHeader(header.rlp).fields.with(3, root)));
  const nodes = [...trie.nodes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
  const told = lines.filter(({ is }) => ["bundle", "subjects"].includes(is));
  return [...told, { is: "nodes", nodes }, { is: "header", rlp }];
}
