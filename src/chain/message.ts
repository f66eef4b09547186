import { secp256k1 } from "@noble/curves/secp256k1.js";
import { concat, fromHex, toHex, type Hex } from "../core/hex.ts";
import { keccak } from "./embedded/keccak.ts";

/** EIP-191, version 0x45: no transaction begins like this, so a signed text is never one. */
export function textDigest(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return keccak(concat(Buffer.from(`\x19Ethereum Signed Message:\n${bytes.length}`, "utf8"), bytes));
}

/** Whose signature of the text this is: r, s and 27 or 28. Throws when it is nobody's, or s is in the upper half. */
export function signerOfText(text: string, signature: Hex): Hex {
  const bytes = fromHex(signature);
  const parity = bytes[64]! - 27;
  if (bytes.length !== 65 || (parity !== 0 && parity !== 1)) throw new Error("it is no signature of a text");
  const sig = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact").addRecoveryBit(parity);
  if (sig.hasHighS()) throw new Error("its signature is malleable (s is in the upper half)");
  const key = sig.recoverPublicKey(textDigest(text)).toBytes(false);
  return toHex(keccak(key.subarray(1)).subarray(12));
}
