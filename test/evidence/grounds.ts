import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Hex } from "../../src/core/hex.ts";
import { GrowingTree } from "../../src/evidence/tree.ts";
import { hashOfBlock } from "../../src/proof/belief.ts";
import { bytesOf, digest, hexOf, joined, keccak, numberBytes, utf8 } from "../../src/proof/bytes.ts";
import { readHeader } from "../../src/proof/header.ts";
import { type CheckpointLine, type HeaderLine, type Line } from "../../src/proof/lines.ts";
import { keyId, toBase64 } from "../../src/proof/note.ts";
import { encodeRlp, type Rlp } from "../../src/proof/rlp.ts";
import { type Belief } from "../../src/proof/trust.ts";

/** Blocks and logs of our own, about the state that a real bundle is proved in: the same evidence on other grounds. */
export interface Grounded {
  lines: Line[];
  believe: Belief[];
}

const secretOf = (name: string) => digest(utf8(`secret of ${name}`));
const addressOf = (name: string): Hex => {
  const key = secp256k1.getPublicKey(secretOf(name), false);
  return hexOf(keccak(key.subarray(1)).subarray(12));
};

export const signers = ["north", "east", "south", "west"];
const addresses = signers.map(addressOf);
const BYZANTINE = utf8("ctical byzantine fault tolerance");
const VANITY = new Uint8Array(32);

/** r ‖ s ‖ recovery id. */
export function sealBy(name: string, hash: Uint8Array): Uint8Array {
  const signed = secp256k1.sign(hash, secretOf(name), { prehash: false, format: "recovered" });
  return joined(signed.subarray(1), signed.subarray(0, 1));
}

type Fields = Uint8Array[];
const withExtra = (fields: Fields, extra: Uint8Array): Fields => fields.with(12, extra);

export function qbftHeader(fields: Fields, by: readonly string[], round = 0): Uint8Array {
  const made = fields.with(13, BYZANTINE);
  const number = round === 0 ? new Uint8Array() : Uint8Array.of(round);
  const extra = (seals: Rlp) => encodeRlp([VANITY, addresses.map(bytesOf), [], number, seals]);
  const hash = keccak(encodeRlp(withExtra(made, extra([]))));
  return encodeRlp(withExtra(made, extra(by.map((name) => sealBy(name, hash)))));
}

export function cliqueHeader(fields: Fields, by: string): Uint8Array {
  const made = fields.with(13, new Uint8Array(32));
  const hash = keccak(encodeRlp(withExtra(made, VANITY)));
  return encodeRlp(withExtra(made, joined(VANITY, sealBy(by, hash))));
}

const line = (rlp: Uint8Array): HeaderLine => ({ is: "header", rlp: hexOf(rlp) });
const hashOf = ({ rlp }: HeaderLine): Hex => hashOfBlock(readHeader(rlp));

/** So many headers that follow one, each made by `make`. */
function after(first: HeaderLine, count: number, make: (fields: Fields, i: number) => Uint8Array) {
  const all = [first];
  for (let i = 1; i <= count; i++) {
    const { fields, number } = readHeader(all.at(-1)!.rlp);
    const higher = numberBytes(number + 1, number + 1 < 256 ? 1 : 2);
    const next = fields.with(0, bytesOf(hashOf(all.at(-1)!))).with(8, higher);
    all.push(line(make(next.with(12, fields[12]!), i)));
  }
  return all;
}

const firstHeader = (lines: readonly Line[]) => lines.find(({ is }) => is === "header") as HeaderLine;

function regrounded(
  lines: readonly Line[],
  headers: HeaderLine[],
  checkpoints: CheckpointLine[] = [],
): Line[] {
  const { number } = readHeader(headers[0]!.rlp);
  const at = { block: number, hash: hashOf(headers[0]!) };
  const body = lines.filter(({ is }) => is !== "header" && is !== "checkpoint" && is !== "end");
  return [...body.map((l) => (l.is === "bundle" ? { ...l, at } : l)), ...headers, ...checkpoints];
}

export function onPinned(lines: readonly Line[], depth: number): Grounded {
  const headers = after(firstHeader(lines), depth, (fields) => encodeRlp(fields));
  const pinned = headers.at(-1)!;
  const belief: Belief = { kind: "block", number: readHeader(pinned.rlp).number, hash: hashOf(pinned) };
  return { lines: regrounded(lines, headers), believe: [belief] };
}

const erasOf = (number: number) => [
  { from: number + 1_000, signers: [] },
  { from: 0, signers: addresses.slice(0, 1) },
  { from: number, signers: addresses },
];

export function onQbft(lines: readonly Line[], round: number): Grounded {
  const { fields, number } = readHeader(firstHeader(lines).rlp);
  const header = line(qbftHeader(fields, signers.slice(1), round));
  return {
    lines: regrounded(lines, [header]),
    believe: [{ kind: "qbft", eras: erasOf(number), quorum: 3 }],
  };
}

export function onClique(lines: readonly Line[], depth: number): Grounded {
  const { fields, number } = readHeader(firstHeader(lines).rlp);
  const first = line(cliqueHeader(fields, signers[0]!));
  const headers = after(first, depth, (next, i) => cliqueHeader(next, signers[i % signers.length]!));
  return {
    lines: regrounded(lines, headers),
    believe: [{ kind: "clique", eras: erasOf(number), depth }],
  };
}

export const witnesses = ["ferry", "gate", "harbour"];
export const noteKey = (name: string) => ({ name, key: hexOf(ed25519.getPublicKey(secretOf(name))) });

/** A witness's signature line under a checkpoint's text. */
export function cosignature(by: string, text: string, time = 1_800_000_000, name = by): string {
  const signed = ed25519.sign(utf8(`cosignature/v1\ntime ${time}\n${text}`), secretOf(by));
  const id = keyId({ ...noteKey(by), name }, 4);
  return `— ${name} ${toBase64(joined(id, numberBytes(time, 8), signed))}\n`;
}

export function onWitnesses(lines: readonly Line[], first: number, more: number): Grounded {
  const block = readHeader(firstHeader(lines).rlp);
  const tree = new GrowingTree();
  for (let n = first; n <= block.number + more; n++)
    tree.append(n === block.number ? bytesOf(hashOfBlock(block)) : keccak(numberBytes(n, 8)));
  const origin = `suyuan/sample/blocks-from-${first}`;
  const text = `${origin}\n${tree.size}\n${toBase64(tree.root())}\n`;
  const note = `${text}\n${witnesses.map((name) => cosignature(name, text)).join("")}`;
  const leaf = block.number - first;
  const checkpoint = { is: "checkpoint", note, leaf, proof: tree.inclusion(leaf).map(hexOf) } as const;
  const believed = { kind: "witnesses", origin, witnesses: witnesses.map(noteKey), quorum: 2 } as const;
  const headers = lines.filter(({ is }) => is === "header") as HeaderLine[];
  return { lines: regrounded(lines, headers, [checkpoint]), believe: [{ ...believed }] };
}
