/** Lower-case hexadecimal with `0x`, an even number of digits. */
export type Hex = `0x${string}`;

export const ZERO32: Hex = `0x${"00".repeat(32)}`;

export function toHex(bytes: Uint8Array): Hex {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `0x${view.toString("hex")}`;
}

export function fromHex(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), "hex");
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** `value` as `length` big-endian bytes. */
export function bigEndian(value: number | bigint, length: number): Uint8Array {
  return Buffer.from(
    BigInt(value)
      .toString(16)
      .padStart(length * 2, "0"),
    "hex",
  );
}

export function isHex(value: string, bytes: number): value is Hex {
  return value.length === 2 + bytes * 2 && /^0x[0-9a-f]*$/.test(value);
}
