/**
 * A salted commitment of content, for contents whose digest or size would give them away: it binds like the
 * digests do, and tells nothing without the salt. Destroying the salt erases.
 */
import { randomBytes } from "node:crypto";
import { type Hex, bigEndian, concat, fromHex, isHex, toHex } from "../core/hex.ts";
import { type FileDigest } from "./digest.ts";
import { ContentError } from "./errors.ts";
import { type Digests, newHash } from "./hashes.ts";

const domain = Buffer.from("suyuan content commitment 1\0", "utf8");
const textDomain = Buffer.from("suyuan text commitment 1\0", "utf8");
const saltBytes = 32;

export function newSalt(): Uint8Array {
  return randomBytes(saltBytes);
}

/** For each hash H: H(domain ‖ salt ‖ the content's H digest ‖ size as uint64 big-endian). */
export function commitContent(content: FileDigest, salt: Uint8Array): Digests {
  mustBe(salt.length === saltBytes, "salt", `${salt.length} bytes`, `${saltBytes} bytes`);
  mustBe(
    Number.isSafeInteger(content.size) && content.size >= 0,
    "size",
    content.size,
    "a whole number of bytes",
  );
  return {
    sha256: commit("sha256", content.sha256, salt, content.size),
    sm3: commit("sm3", content.sm3, salt, content.size),
  };
}

/** SHA-256(domain ‖ salt ‖ SHA-256 of the text's UTF-8 bytes). */
export function commitText(text: string, salt: Uint8Array): Hex {
  mustBe(salt.length === saltBytes, "salt", `${salt.length} bytes`, `${saltBytes} bytes`);
  const digest = newHash("sha256").update(Buffer.from(text, "utf8")).digest();
  return toHex(
    newHash("sha256")
      .update(concat(textDomain, salt, digest))
      .digest(),
  );
}

function commit(algorithm: "sha256" | "sm3", digest: Hex, salt: Uint8Array, size: number): Hex {
  mustBe(isHex(digest, 32), algorithm, digest, "0x and 64 lower-case hexadecimal digits");
  const preimage = concat(domain, salt, fromHex(digest), bigEndian(size, 8));
  return toHex(newHash(algorithm).update(preimage).digest());
}

function mustBe(holds: boolean, field: string, value: unknown, wanted: string): void {
  if (holds) return;
  const message = `${field} is ${String(value)}, and must be ${wanted}`;
  throw new ContentError("CONTENT_COMMITMENT_INPUT", String(value), message, { field });
}
