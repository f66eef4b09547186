import { Wallet } from "ethers";
import { describe, expect, test } from "vitest";
import { toHex } from "../core/hex.ts";
import { lockKey, newSecret, unlockKey } from "./keystore.ts";
import { addressOf } from "./signer.ts";

describe("a key file", () => {
  test.each(["open sesame", "口令 with Umlauts äöü", "x".repeat(200)])(
    "opens with its passphrase %s",
    async (passphrase) => {
      const secret = newSecret();
      const file = lockKey(secret, passphrase, "sample");
      expect(toHex(await unlockKey(file, passphrase))).toBe(toHex(secret));
    },
  );

  test("opens in other software too, and the other way round", async () => {
    const secret = newSecret();
    const wallet = await Wallet.fromEncryptedJson(lockKey(secret, "口令", "sample"), "口令");
    expect(wallet.privateKey).toBe(toHex(secret));
    const theirs = await wallet.encrypt("other");
    expect(toHex(await unlockKey(theirs, "other"))).toBe(toHex(secret));
  });

  test("does not open with another passphrase, nor when a byte of it changed", async () => {
    const file = lockKey(newSecret(), "right", "sample");
    await expect(unlockKey(file, "wrong")).rejects.toThrow(/incorrect password/);
    const changed = file.replace(
      /("ciphertext":")(.)/,
      (_, before: string, digit: string) => before + (digit === "0" ? "1" : "0"),
    );
    expect(changed).not.toBe(file);
    await expect(unlockKey(changed, "right")).rejects.toThrow();
    await expect(unlockKey("{}", "right")).rejects.toThrow();
  });

  test("is scrypt with the full cost unless it is the sample city's, and holds no secret in the clear", () => {
    const secret = newSecret();
    const files = [lockKey(secret, "p"), lockKey(secret, "p", "sample")];
    const costs = files.map(
      (f) => (JSON.parse(f) as { Crypto: { kdfparams: { n: number } } }).Crypto.kdfparams.n,
    );
    expect(costs).toEqual([2 ** 17, 2 ** 10]);
    for (const file of files) {
      expect(file).not.toContain(toHex(secret).slice(2));
      expect(file.toLowerCase()).toContain(addressOf(secret).slice(2));
    }
  });

  test("two files of one key differ, so equal passphrases do not show", () => {
    const secret = newSecret();
    const [a, b] = [lockKey(secret, "p", "sample"), lockKey(secret, "p", "sample")];
    expect(a).not.toBe(b);
  });
});
