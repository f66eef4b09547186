import { bytesOf, same } from "./bytes.ts";
import { type Hex } from "../core/hex.ts";
import { tampered } from "./flaw.ts";
import { type Header } from "./header.ts";
import { type CheckpointLine } from "./lines.ts";
import { leafHash, rootByInclusion } from "./merkle.ts";
import { cosignedAt, readCheckpoint, readNote } from "./note.ts";
import { cliqueSigner, isByzantine, qbftHash, qbftSigners } from "./seals.ts";
import { signersAt, type Belief } from "./trust.ts";

/** What a bundle brings for being believed: the proved block's header, later ones, witnessed checkpoints. */
export interface Grounds {
  /** The proved block first, each the child of the one before. */
  headers: Header[];
  checkpoints: CheckpointLine[];
}

export interface Rested {
  kind: Belief["kind"];
  /** For people: on what exactly. */
  zh: string;
  en: string;
}

export function hashOfBlock(header: Header): Hex {
  return isByzantine(header) ? qbftHash(header) : header.hash;
}

export function requireChained(headers: readonly Header[]): void {
  headers.forEach((header, i) => {
    const before = headers[i - 1];
    if (!before) return;
    const fits = header.parent === hashOfBlock(before) && header.number === before.number + 1;
    if (!fits) throw tampered(`header ${header.number} is not the child of header ${before.number}`);
  });
}

/** What the conclusion rests on, or why this belief does not carry it. */
export function restsOn(belief: Belief, grounds: Grounds): Rested | string {
  const block = grounds.headers[0]!;
  switch (belief.kind) {
    case "block": {
      const pinned = grounds.headers.find((h) => h.number === belief.number);
      if (!pinned) return `no header leads to the pinned block ${belief.number}`;
      if (hashOfBlock(pinned) !== belief.hash) return `block ${belief.number} is not the pinned one`;
      const where = `${belief.number} (${belief.hash})`;
      return { kind: "block", zh: `所钉住的区块 ${where}`, en: `the pinned block ${where}` };
    }
    case "qbft":
      return byQbft(belief, block);
    case "clique":
      return byClique(belief, grounds.headers);
    case "witnesses":
      return byWitnesses(belief, grounds);
  }
}

function byQbft({ eras, quorum }: Belief & { kind: "qbft" }, block: Header): Rested | string {
  if (!isByzantine(block)) return "the block was not made by QBFT";
  const inForce = signersAt(eras, block.number);
  const { signers } = qbftSigners(block);
  const count = signers.filter((s) => inForce.includes(s)).length;
  if (count < quorum) return `${count} of the validators sealed block ${block.number}, ${quorum} are needed`;
  return {
    kind: "qbft",
    zh: `${count} 个验证节点对区块 ${block.number} 的签封`,
    en: `the seals of ${count} validators on block ${block.number}`,
  };
}

function byClique({ eras, depth }: Belief & { kind: "clique" }, headers: readonly Header[]): Rested | string {
  const [block] = headers;
  if (headers.length < depth + 1) return `${headers.length - 1} sealed blocks follow, ${depth} are needed`;
  const signers = new Set<Hex>();
  for (const header of headers) {
    const signer = cliqueSigner(header);
    if (!signersAt(eras, header.number).includes(signer))
      return `block ${header.number} was sealed by ${signer}, who is not in force`;
    signers.add(signer);
  }
  const inForce = signersAt(eras, block!.number).length;
  if (signers.size <= inForce / 2)
    return `${signers.size} of ${inForce} signers sealed, more than half are needed`;
  const count = headers.length;
  return {
    kind: "clique",
    zh: `${signers.size} 个签名节点对 ${count} 个区块的签封`,
    en: `the seals of ${signers.size} signers on ${count} blocks`,
  };
}

function byWitnesses(b: Belief & { kind: "witnesses" }, { headers, checkpoints }: Grounds): Rested | string {
  const block = headers[0]!;
  let why = "the bundle has no checkpoint of that log";
  for (const line of checkpoints) {
    const note = readNote(line.note);
    const checkpoint = readCheckpoint(note);
    if (checkpoint.origin !== b.origin) continue;
    if (line.leaf !== block.number - firstOf(checkpoint.origin))
      throw tampered("the checkpoint's leaf is another block's");
    const leaf = leafHash(bytesOf(hashOfBlock(block)));
    const root = rootByInclusion(line.leaf, checkpoint.size, leaf, line.proof.map(bytesOf));
    if (!same(root, checkpoint.root)) throw tampered("the block is not in the witnessed log");
    const by = b.witnesses.filter((witness) => cosignedAt(note, witness) !== null);
    // One key is one witness, whatever names it goes by.
    const count = new Set(by.map((witness) => witness.key)).size;
    if (count >= b.quorum) {
      const names = by.map((w) => w.name).join(", ");
      return {
        kind: "witnesses",
        zh: `${count} 个见证者的联署：${names}`,
        en: `the co-signatures of ${count} witnesses: ${names}`,
      };
    }
    why = `${count} witnesses co-signed, ${b.quorum} are needed`;
  }
  return why;
}

/** A log says in its name which block its first leaf is: `suyuan/<spine>/blocks-from-<n>`. */
function firstOf(origin: string): number {
  const first = /\/blocks-from-(0|[1-9][0-9]{0,14})$/.exec(origin)?.[1];
  if (first === undefined) throw tampered("the checkpoint is not of a log of blocks");
  return Number(first);
}
