import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Hex } from "../core/hex.ts";
import { hexOf, joined, keccak } from "./bytes.ts";
import { tampered } from "./flaw.ts";
import { type Header } from "./header.ts";
import { decodeRlp, encodeRlp, listOf, stringOf, type Rlp } from "./rlp.ts";

const SEAL_BYTES = 65;
const EXTRA_AT = 12;
const MIX_AT = 13;

/** Whoever signed this hash: r ‖ s ‖ recovery id. */
function signerOf(hash: Uint8Array, seal: Uint8Array): Hex {
  if (seal.length !== SEAL_BYTES) throw tampered(`a block's seal has ${seal.length} bytes`);
  try {
    const signature = joined(seal.subarray(64), seal.subarray(0, 64));
    const key = secp256k1.recoverPublicKey(signature, hash, { prehash: false });
    const point = secp256k1.Point.fromBytes(key).toBytes(false);
    return hexOf(keccak(point.subarray(1)).subarray(12));
  } catch {
    throw tampered("a block's seal is no signature");
  }
}

function hashWithExtra(header: Header, extra: Uint8Array): Uint8Array {
  return keccak(encodeRlp(header.fields.map((field, i) => (i === EXTRA_AT ? extra : field))));
}

/** Clique (EIP-225): the last 65 bytes of the extra data sign the header without them. */
export function cliqueSigner(header: Header): Hex {
  const { extraData } = header;
  if (extraData.length < 32 + SEAL_BYTES) throw tampered("a block has no Clique seal");
  const unsealed = extraData.subarray(0, extraData.length - SEAL_BYTES);
  return signerOf(hashWithExtra(header, unsealed), extraData.subarray(extraData.length - SEAL_BYTES));
}

/** The mix hash of blocks made by IBFT 2.0 and QBFT. */
const BYZANTINE: Hex = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

interface QbftExtra {
  /** Vanity, validators, vote. */
  first: Rlp[];
  validators: Hex[];
  /** As short as can be. */
  round: Uint8Array;
  seals: Uint8Array[];
}

function qbftExtra(header: Header): QbftExtra {
  const items = listOf(decodeRlp(header.extraData), 5);
  const validators = listOf(items[1]!).map((v) => hexOf(stringOf(v)));
  const round = stringOf(items[3]);
  if (round.length > 4 || round[0] === 0) throw tampered("a block's round is no number of four bytes");
  const seals = listOf(items[4]!).map((seal) => stringOf(seal));
  return { first: items.slice(0, 3), validators, round, seals };
}

export function isByzantine(header: Header): boolean {
  return hexOf(header.fields[MIX_AT]!) === BYZANTINE;
}

const NO_ROUND = new Uint8Array();

/**
 * The hash by which a QBFT chain names a block: of the header with round 0 and without commit seals, which
 * differ between validators (Besu, `encodeWithoutCommitSealsAndRoundNumber`).
 */
export function qbftHash(header: Header): Hex {
  const { first } = qbftExtra(header);
  return hexOf(hashWithExtra(header, encodeRlp([...first, NO_ROUND, []])));
}

/** Who sealed a block in QBFT, each once: they sign the header with its round and without commit seals. */
export function qbftSigners(header: Header): { signers: Hex[]; validators: Hex[] } {
  const { first, round, seals, validators } = qbftExtra(header);
  const hash = hashWithExtra(header, encodeRlp([...first, round, []]));
  return { signers: [...new Set(seals.map((seal) => signerOf(hash, seal)))], validators };
}
