import { randomBytes, scrypt as nodeScrypt, scryptSync as nodeScryptSync } from "node:crypto";
import { decryptKeystoreJson, encryptKeystoreJsonSync, scrypt, scryptSync } from "ethers";
import { fromHex, toHex } from "../core/hex.ts";
import { addressOf } from "./signer.ts";

// Node's own scrypt is six times as fast as the portable one, and opens several files side by side.
const memory = (N: number, r: number) => 256 * N * r;
scryptSync.register((password, salt, N, r, p, length) =>
  toHex(nodeScryptSync(password, salt, length, { N, r, p, maxmem: memory(N, r) })),
);
scrypt.register(
  (password, salt, N, r, p, length) =>
    new Promise((resolve, reject) => {
      const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(toHex(key)));
      nodeScrypt(password, salt, length, { N, r, p, maxmem: memory(N, r) }, done);
    }),
);

/** Cost of guessing a passphrase. The sample city's keys are public, so theirs is low and opens fast. */
export type Cost = "strong" | "sample";
const COSTS: Record<Cost, number> = { strong: 2 ** 17, sample: 2 ** 10 };

export function newSecret(): Uint8Array {
  return randomBytes(32);
}

/** Web3 Secret Storage, version 3. */
export function lockKey(secret: Uint8Array, passphrase: string, cost: Cost = "strong"): string {
  const account = { address: addressOf(secret), privateKey: toHex(secret) };
  return encryptKeystoreJsonSync(account, passphrase, { scrypt: { N: COSTS[cost], r: 8, p: 1 } });
}

/** Throws when the passphrase is wrong or the file is not a keystore. */
export async function unlockKey(json: string, passphrase: string): Promise<Uint8Array> {
  return fromHex((await decryptKeystoreJson(json, passphrase)).privateKey);
}
