import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { joined, numberBytes, utf8 } from "../proof/bytes.ts";
import { keyId, toBase64, type NoteKey } from "../proof/note.ts";
import { toHex } from "../core/hex.ts";

/** A key that signs notes (c2sp.org/signed-note), Ed25519. */
export interface NoteSigner extends NoteKey {
  secret: KeyObject;
}

export function newNoteKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

export function noteSigner(name: string, pem: string): NoteSigner {
  const secret = createPrivateKey(pem);
  const { x } = createPublicKey(secret).export({ format: "jwk" });
  return { name, key: toHex(Buffer.from(x!, "base64url")), secret };
}

const ED25519 = 0x01;
const COSIGNATURE = 0x04;

/** The log's own signature of a text, as a line of a note. */
export function signatureLine(by: NoteSigner, text: string): string {
  const signature = sign(null, utf8(text), by.secret);
  return line(by.name, joined(keyId(by, ED25519), signature));
}

/** A witness's (c2sp.org/tlog-cosignature, cosignature/v1). @param time Seconds. */
export function cosignatureLine(by: NoteSigner, text: string, time: number): string {
  const signature = sign(null, utf8(`cosignature/v1\ntime ${time}\n${text}`), by.secret);
  return line(by.name, joined(keyId(by, COSIGNATURE), numberBytes(time, 8), signature));
}

function line(name: string, bytes: Uint8Array): string {
  return `— ${name} ${toBase64(bytes)}\n`;
}

export function checkpointText(origin: string, size: number, root: Uint8Array): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export function noteOf(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.join("")}`;
}
