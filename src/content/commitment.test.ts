import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Hex, fromHex } from "../core/hex.ts";
import { commitContent, commitText, newSalt } from "./commitment.ts";
import { type FileDigest } from "./digest.ts";
import { ContentError } from "./errors.ts";

interface Vector {
  name: string;
  content: FileDigest;
  salt: Hex;
  commitment: { sha256: Hex; sm3: Hex };
}

const url = new URL("../../test/vectors/content-commitment.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(url, "utf8")) as { cases: Vector[] };

describe("a commitment of content", () => {
  test.each(cases)("equals what Python and OpenSSL make of $name", ({ content, salt, commitment }) => {
    expect(commitContent(content, fromHex(salt))).toEqual(commitment);
  });

  test("differs with the salt, either digest, or the size", () => {
    const { content, salt, commitment } = cases[0]!;
    const other = cases[2]!;
    expect(commitContent(content, fromHex(cases[1]!.salt)).sha256).not.toBe(commitment.sha256);
    expect(commitContent({ ...content, size: 4 }, fromHex(salt)).sm3).not.toBe(commitment.sm3);
    const mixed = commitContent({ ...content, sm3: other.content.sm3 }, fromHex(salt));
    expect(mixed.sha256).toBe(commitment.sha256);
    expect(mixed.sm3).not.toBe(commitment.sm3);
  });

  test("a salt is 32 bytes, new each time", () => {
    expect(newSalt()).toHaveLength(32);
    expect(newSalt()).not.toEqual(newSalt());
  });

  test.each([
    ["salt", {}, new Uint8Array(31)],
    ["size", { size: -1 }, new Uint8Array(32)],
    ["size", { size: 2 ** 53 }, new Uint8Array(32)],
    ["size", { size: 1.5 }, new Uint8Array(32)],
    ["sha256", { sha256: "0xAB" as Hex }, new Uint8Array(32)],
    ["sm3", { sm3: `0x${"A".repeat(64)}` as Hex }, new Uint8Array(32)],
  ])("with a bad %s is refused by name", (field, part, salt) => {
    const attempt = () => commitContent({ ...cases[0]!.content, ...part }, salt);
    expect(attempt).toThrow(ContentError);
    expect(attempt).toThrow(expect.objectContaining({ code: "CONTENT_COMMITMENT_INPUT", field }));
  });
});

test("a commitment to a text equals what Python makes of it, and differs with text and salt", () => {
  const salt = Uint8Array.from({ length: 32 }, (_, i) => i);
  const text = '{"scenario":"雨天"}';
  expect(commitText(text, salt)).toBe("0x526fcef271d242ab4c311481a472bbf31bca27d93d050a64d5342000748f33c4");
  expect(commitText(`${text} `, salt)).not.toBe(commitText(text, salt));
  expect(commitText(text, newSalt())).not.toBe(commitText(text, salt));
  expect(() => commitText(text, salt.subarray(1))).toThrow(ContentError);
});
