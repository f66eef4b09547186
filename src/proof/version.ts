import { type Hex } from "../core/hex.ts";
import { bytesOf, digest, hexOf, joined, keccak, numberBytes, utf8 } from "./bytes.ts";
import { tampered } from "./flaw.ts";
import { type VersionLine } from "./lines.ts";

/** A file that somebody holds in hand. */
export interface FileDigest {
  name: string;
  sha256: Hex;
  /** Bytes. */
  size: number;
}

const DOMAIN = "suyuan content commitment 1\0";

/** SHA-256 of domain ‖ salt ‖ the content's SHA-256 ‖ size as eight bytes, as in docs/privacy.md. */
export function commitmentOf({ sha256, size, salt }: NonNullable<VersionLine["opened"]>): Hex {
  return hexOf(digest(joined(utf8(DOMAIN), bytesOf(salt), bytesOf(sha256), numberBytes(size, 8))));
}

/** A version's id is the kind 04 and 31 bytes of keccak256 over what it is made of (contracts/lib/Ids.sol). */
export function requireVersionId(v: VersionLine): void {
  const parts = [v.dataset, v.content, v.run, v.parentsHash, v.underHash].map(bytesOf);
  const id = hexOf(joined(Uint8Array.of(4), keccak(joined(...parts)).subarray(0, 31)));
  if (id !== v.id) throw tampered(`the version ${v.id} is not made of what the bundle says`);
  if (v.opened && commitmentOf(v.opened) !== v.content)
    throw tampered(`the opening of version ${v.id} does not fit its commitment`);
}

/** Whether this is the version's content, as far as it is open. */
export function fileMatches(v: VersionLine, file: FileDigest): boolean {
  if (v.opened) return v.opened.sha256 === file.sha256 && v.opened.size === file.size;
  return v.content === file.sha256;
}
