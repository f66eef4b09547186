import { createMerkleProof, createMPT } from "@ethereumjs/mpt";
import { type Hex, ZERO32 } from "../../src/core/hex.ts";
import { bytesOf, hexOf, keccak, numberBytes } from "../../src/proof/bytes.ts";
import { readHeader } from "../../src/proof/header.ts";
import { History } from "../../src/proof/history.ts";
import { type FactLine, type HeaderLine, type Line, type Opening } from "../../src/proof/lines.ts";
import { encodeRlp } from "../../src/proof/rlp.ts";
import { mappingSlot } from "../../src/proof/trie.ts";
import { type Trust } from "../../src/proof/trust.ts";
import { type Random } from "../faults/random.ts";
import { type Loose } from "./draft.ts";

/**
 * A state in which what the lines tell is so, and its proofs: a ledger with another history, not a forgery. Only so
 * are the rules reached that come after the proofs. `null` when the lines tell no history.
 * @param header Whose state it is to be, otherwise as it is.
 */
export async function reproved(
  loose: readonly Loose[],
  header: HeaderLine,
  trust: Trust,
  random: Random,
): Promise<Line[] | null> {
  const lines = loose as unknown as Line[];
  const [opening] = lines as [Opening];
  const history = historyOf(lines, opening, trust.spine);
  if (!history) return null;
  const slots: [Hex, Hex][] = [...history.slots].map(([s, slot]) => [mappingSlot(s, 0), slot]);
  if (opening.of === "city") slots.splice(0, slots.length, [`0x${"00".repeat(31)}01`, history.city]);
  const storage = await proved(slots.flatMap(([at, slot]) => storedAs(at, slot, random)));
  const storageNodes = await storage.nodesOf(slots.map(([at]) => at));
  const writers = [...new Set([trust.log, ...history.writers])];
  const accounts = await proved(writers.map((address) => [address, accountOf(address, trust, storage.root)]));
  const nodes = [...storageNodes, ...(await accounts.nodesOf(writers))];
  const fields = readHeader(header.rlp).fields.with(3, accounts.root);
  const told = lines.filter(({ is }) => is !== "nodes" && is !== "header" && is !== "checkpoint");
  return [...told, ...nodeLines(nodes), { is: "header", rlp: hexOf(encodeRlp(fields)) }];
}

function historyOf(lines: readonly Line[], { asOf, of }: Opening, spine: Hex): History | null {
  const subjects = lines.flatMap((line) => (line.is === "subjects" ? line.subjects : []));
  const history = new History(spine, asOf, of === "city" ? null : subjects);
  try {
    for (const line of lines) if (line.is === "fact") history.add(line satisfies FactLine);
    return history;
  } catch {
    // No fact any more: neither a flaw nor hex.
    return null;
  }
}

/** A zero is kept by some nodes and left out by others. */
function storedAs(at: Hex, slot: Hex, random: Random): [Hex, Uint8Array][] {
  if (slot === ZERO32) return random.chance(0.5) ? [] : [[at, Uint8Array.of(0x80)]];
  const bytes = bytesOf(slot);
  return [[at, encodeRlp(bytes.subarray(bytes.findIndex((byte) => byte !== 0)))]];
}

function accountOf(address: Hex, trust: Trust, storageRoot: Uint8Array): Uint8Array {
  const contract = trust.contracts.find((c) => c.address === address);
  const code = contract ? bytesOf(contract.codeHash) : new Uint8Array(32);
  return encodeRlp([Uint8Array.of(1), new Uint8Array(), storageRoot, code]);
}

async function proved(entries: [Hex, Uint8Array][]) {
  const trie = await createMPT({ useKeyHashing: true });
  const noise = Array.from({ length: 20 }, (_, i): [Hex, Uint8Array] => [
    hexOf(numberBytes(i, 4)),
    numberBytes(i, 40),
  ]);
  for (const [key, value] of [...noise, ...entries]) await trie.put(bytesOf(key), value);
  return {
    root: trie.root(),
    nodesOf: async (keys: readonly Hex[]) =>
      (await Promise.all(keys.map((key) => createMerkleProof(trie, bytesOf(key))))).flat(),
  };
}

function nodeLines(nodes: readonly Uint8Array[]): Line[] {
  const byHash = new Map(nodes.map((node) => [hexOf(keccak(node)), hexOf(node)]));
  const sorted = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
  return Array.from({ length: Math.ceil(sorted.length / 100) }, (_, i) => {
    return { is: "nodes", nodes: sorted.slice(100 * i, 100 * i + 100) };
  });
}
