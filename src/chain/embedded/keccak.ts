import { createKeccak } from "hash-wasm";

// ethers' keccak takes 7 ms for a batch of 120 KiB, this one 0.6 ms.
const hasher = await createKeccak(256);

export function keccak(bytes: Uint8Array): Uint8Array {
  return hasher.init().update(bytes).digest("binary");
}

export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;
}

/** Throws when the text is not 0x and whole bytes. */
export function fromHex(hex: string): Buffer {
  if (!/^0x(?:[0-9a-f]{2})*$/i.test(hex)) throw new Error("it is not hexadecimal with 0x before it");
  return Buffer.from(hex.slice(2), "hex");
}
