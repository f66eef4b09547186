import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { concat, fromHex, toHex, type Hex } from "../../core/hex.ts";
import { type SealedAnswer } from "../../ledger/opening/request.ts";

const TAG_BYTES = 16;
const INFO = "suyuan opening 1";

/** A key for one question: what is sealed to `publicKey` can be read here and nowhere else. */
export function newBox(): { publicKey: Hex; open(sealed: SealedAnswer, about: string): string } {
  const pair = generateKeyPairSync("x25519");
  const publicKey = rawOf(pair.publicKey);
  return {
    publicKey,
    open({ key, nonce, box }, about) {
      const secret = agreed(pair.privateKey, key as Hex, key as Hex, publicKey);
      const decipher = createDecipheriv("aes-256-gcm", secret, fromHex(nonce)).setAAD(Buffer.from(about));
      const bytes = fromHex(box);
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(text).toString("utf8");
    },
  };
}

/** `about` is bound too: an answer to another question does not open. Throws for a key that is no point. */
export function seal(text: string, to: Hex, about: string): SealedAnswer {
  const pair = generateKeyPairSync("x25519");
  const key = rawOf(pair.publicKey);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", agreed(pair.privateKey, to, key, to), nonce).setAAD(
    Buffer.from(about),
  );
  const box = concat(cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag());
  return { key, nonce: toHex(nonce), box: toHex(box) };
}

function agreed(mine: KeyObject, theirs: Hex, sender: Hex, receiver: Hex): Uint8Array {
  const publicKey = createPublicKey({
    key: { kty: "OKP", crv: "X25519", x: Buffer.from(fromHex(theirs)).toString("base64url") },
    format: "jwk",
  });
  const shared = diffieHellman({ privateKey: mine, publicKey });
  return new Uint8Array(hkdfSync("sha256", shared, concat(fromHex(sender), fromHex(receiver)), INFO, 32));
}

function rawOf(key: KeyObject): Hex {
  return toHex(Buffer.from(key.export({ format: "jwk" }).x!, "base64url"));
}
