import { verifyMessage, Wallet } from "ethers";
import { expect, test } from "vitest";
import { fromHex, type Hex, toHex } from "../core/hex.ts";
import { signerOfText } from "./message.ts";
import { signer } from "./signer.ts";

const secret = fromHex(`0x${"4c".repeat(32)}`);
const text = "suyuan opening request 1\nof 溯源";

test("a signed text is what other programs sign, and tell whose it is", () => {
  const signed = signer(secret).signText(text);
  expect(signed).toBe(new Wallet(toHex(secret)).signMessageSync(text));
  expect(verifyMessage(text, signed).toLowerCase()).toBe(signer(secret).address);
  expect(signerOfText(text, signed)).toBe(signer(secret).address);
});

test("another text, or a changed signature, is somebody else's or nobody's", () => {
  const signed = signer(secret).signText(text);
  expect(signerOfText(`${text} `, signed)).not.toBe(signer(secret).address);
  const parity = (signed.slice(0, -2) + "1d") as Hex;
  expect(() => signerOfText(text, parity)).toThrow("no signature");
  expect(() => signerOfText(text, `0x${"ff".repeat(64)}1b`)).toThrow();
});

test("a signature with s in the upper half is refused, though it is the same key's", () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const signed = signer(secret).signText(text);
  const s = order - BigInt(`0x${signed.slice(66, 130)}`);
  const parity = signed.endsWith("1b") ? "1c" : "1b";
  const other = (signed.slice(0, 66) + s.toString(16).padStart(64, "0") + parity) as Hex;
  expect(() => signerOfText(text, other)).toThrow("malleable");
});
