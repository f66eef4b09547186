import { numberBytes, joined } from "./bytes.ts";
import { tampered } from "./flaw.ts";

/**
 * Recursive Length Prefix (Ethereum's Yellow Paper, appendix B), in its one canonical encoding: anything that
 * has a shorter one is refused.
 */
export type Rlp = Uint8Array | Rlp[];

const DEEPEST = 8;

export function decodeRlp(bytes: Uint8Array): Rlp {
  const [item, end] = itemAt(bytes, 0, 0);
  if (end !== bytes.length) throw tampered("bytes after the end of an RLP item");
  return item;
}

export function listOf(item: Rlp, length?: number): Rlp[] {
  if (item instanceof Uint8Array) throw tampered("an RLP list was expected");
  if (length !== undefined && item.length !== length)
    throw tampered(`an RLP list of ${length} was expected, it has ${item.length}`);
  return item;
}

export function stringOf(item: Rlp | undefined): Uint8Array {
  if (!(item instanceof Uint8Array)) throw tampered("an RLP string was expected");
  return item;
}

function itemAt(bytes: Uint8Array, at: number, depth: number): [Rlp, number] {
  const first = bytes[at];
  if (first === undefined) throw tampered("an RLP item is cut off");
  if (depth > DEEPEST) throw tampered("RLP lists lie too deep");
  if (first < 0x80) return [bytes.subarray(at, at + 1), at + 1];
  const isList = first >= 0xc0;
  const [from, end] = bodyOf(bytes, at, first - (isList ? 0xc0 : 0x80));
  if (!isList) {
    if (end - from === 1 && bytes[from]! < 0x80) throw tampered("an RLP byte is encoded longer than need be");
    return [bytes.subarray(from, end), end];
  }
  const items: Rlp[] = [];
  for (let next = from; next < end;) {
    const [item, after] = itemAt(bytes, next, depth + 1);
    if (after > end) throw tampered("an RLP item is longer than its list");
    items.push(item);
    next = after;
  }
  return [items, end];
}

/** Where an item's body begins and ends; `tag` is its first byte less 0x80 or 0xc0. */
function bodyOf(bytes: Uint8Array, at: number, tag: number): [number, number] {
  if (tag < 56) return within(bytes, at + 1, tag);
  const size = tag - 55;
  if (size > 4) throw tampered("an RLP item is too long");
  let length = 0;
  for (let i = 1; i <= size; i++) length = length * 256 + (bytes[at + i] ?? 0);
  if (length < 56 || bytes[at + 1] === 0) throw tampered("an RLP length is encoded longer than need be");
  return within(bytes, at + 1 + size, length);
}

function within(bytes: Uint8Array, from: number, length: number): [number, number] {
  if (from + length > bytes.length) throw tampered("an RLP item is cut off");
  return [from, from + length];
}

export function encodeRlp(item: Rlp): Uint8Array {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && item[0]! < 0x80) return item;
    return joined(prefix(0x80, item.length), item);
  }
  const body = joined(...item.map(encodeRlp));
  return joined(prefix(0xc0, body.length), body);
}

function prefix(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
  return joined(Uint8Array.of(base + 55 + size), numberBytes(length, size));
}
