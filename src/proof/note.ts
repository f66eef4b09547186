import { ed25519 } from "@noble/curves/ed25519.js";
import { type Hex } from "../core/hex.ts";
import { bytesNumber, bytesOf, digest, joined, same, utf8 } from "./bytes.ts";
import { tampered } from "./flaw.ts";

/** A key that signs notes: its name and its Ed25519 public key. */
export interface NoteKey {
  name: string;
  key: Hex;
}

/** A C2SP signed note (c2sp.org/signed-note): text, an empty line, signature lines. */
export interface Note {
  /** Ends with a newline. */
  text: string;
  signatures: { name: string; id: Uint8Array; signature: Uint8Array }[];
}

const MOST_SIGNATURES = 100;
/** Every character below a space but the newline. */
const CONTROL = /[\0-\x09\x0b-\x1f]/;

export function readNote(note: string): Note {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || CONTROL.test(note))
    throw tampered("the checkpoint is no signed note");
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw tampered("the checkpoint has too many signatures");
  const signatures = lines.map((line) => {
    const [, name, encoded] = /^— ([^\p{White_Space}+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || encoded === undefined)
      throw tampered("a signature line of the checkpoint is malformed");
    const bytes = fromBase64(encoded);
    if (bytes.length < 5) throw tampered("a signature of the checkpoint is too short");
    return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

const ED25519 = 0x01;
const COSIGNATURE = 0x04;

/** The first 4 bytes of SHA-256(name ‖ newline ‖ type ‖ public key). */
export function keyId({ name, key }: NoteKey, type: number): Uint8Array {
  return digest(joined(utf8(`${name}\n`), Uint8Array.of(type), bytesOf(key))).subarray(0, 4);
}

/** Whether the log itself signed the text. */
export function isSigned(note: Note, by: NoteKey): boolean {
  const id = keyId(by, ED25519);
  return note.signatures.some(
    (s) => s.name === by.name && same(s.id, id) && verifies(s.signature, utf8(note.text), by.key),
  );
}

/** When a witness co-signed (c2sp.org/tlog-cosignature, cosignature/v1), in seconds; `null` when it did not. */
export function cosignedAt(note: Note, by: NoteKey): number | null {
  const id = keyId(by, COSIGNATURE);
  for (const s of note.signatures) {
    if (s.name !== by.name || !same(s.id, id) || s.signature.length !== 72) continue;
    const time = bytesNumber(s.signature.subarray(0, 8));
    const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
    if (verifies(s.signature.subarray(8), message, by.key)) return Number(time);
  }
  return null;
}

function verifies(signature: Uint8Array, message: Uint8Array, key: Hex): boolean {
  try {
    // RFC 8032's own rules, not those that let several signatures of one key pass.
    return signature.length === 64 && ed25519.verify(signature, message, bytesOf(key), { zip215: false });
  } catch {
    return false;
  }
}

/** A C2SP checkpoint (c2sp.org/tlog-checkpoint): origin, size, root. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

export function readCheckpoint({ text }: Note): Checkpoint {
  const [origin, size, root, ...rest] = text.slice(0, -1).split("\n");
  const isNumber = size !== undefined && /^(0|[1-9][0-9]{0,14})$/.test(size);
  if (!origin || !isNumber || root === undefined || rest.length > 0)
    throw tampered("the signed note is no checkpoint");
  const bytes = fromBase64(root);
  if (bytes.length !== 32) throw tampered("the checkpoint's root is no SHA-256");
  return { origin, size: Number(size), root: bytes };
}

export function fromBase64(text: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (toBase64(bytes) === text) return bytes;
  } catch {
    // Said below.
  }
  throw tampered("the checkpoint holds something that is not base64");
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
