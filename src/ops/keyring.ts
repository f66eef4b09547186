import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { lockKey, newSecret, unlockKey, type Cost } from "../chain/keystore.ts";
import { signer, type Signer } from "../chain/signer.ts";
import { writeFileDurably } from "../store/durable.ts";
import { Lease, type LeaseTimes } from "./lease.ts";

/** Where the passphrase comes from: a file of the operator's, or one this gateway made beside the keys. */
export interface KeyringOptions {
  folder: string;
  passphraseFile?: string;
  cost: Cost;
  /** Of the data directory; a key whose lease names another is in use elsewhere. */
  holder: string;
  times?: LeaseTimes;
  log?: (event: string, fields: object) => void;
  /** A ledger was founded with these keys, so a folder without any has lost them. */
  founded?: boolean;
}

/** The keys this gateway may sign with, unlocked. Names are what the operator calls them. */
export class Keyring {
  readonly #options: KeyringOptions;
  readonly #passphrase: string;
  /** One for each folder that key files really lie in. */
  readonly #leases: Lease[] = [];
  readonly #byName = new Map<string, Signer>();
  readonly #byAddress = new Map<Hex, Signer>();

  private constructor(options: KeyringOptions, passphrase: string) {
    this.#options = options;
    this.#passphrase = passphrase;
  }

  static async open(options: KeyringOptions): Promise<Keyring> {
    const names = keyNames(options.folder);
    if (names.length === 0 && options.founded) throw keysMissing(options.folder);
    const unresolved = names.find((name) => !existsSync(join(options.folder, `${name}.json`)));
    if (unresolved !== undefined) throw keysMissing(join(options.folder, `${unresolved}.json`));
    const ring = new Keyring(options, passphraseOf(options));
    try {
      for (const name of names) ring.#requireOwn(name);
      for (const folder of ring.#foldersOf(names))
        ring.#leases.push(await Lease.take({ ...options, folder }));
      // Side by side: opening one costs about half a second where guessing shall be dear.
      const secrets = await Promise.all(names.map((name) => ring.#unlock(name)));
      names.forEach((name, i) => ring.#add(name, secrets[i]!));
      return ring;
    } catch (error) {
      await ring.close();
      throw error;
    }
  }

  /** Why nothing may be signed or sent, or null. Asked before each, and again before the first byte leaves. */
  problem(): SuyuanError | null {
    for (const lease of this.#leases) {
      const problem = lease.problem();
      if (problem) return problem;
    }
    return null;
  }

  async close(): Promise<void> {
    for (const lease of this.#leases.splice(0)) await lease.release();
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  signerOf(address: Hex): Signer | null {
    return this.#byAddress.get(address) ?? null;
  }

  named(name: string): Signer | undefined {
    return this.#byName.get(name);
  }

  /** Throws when the key of this name is not there, though the ledger was founded with it. */
  require(name: string): void {
    if (!this.#byName.has(name)) throw keysMissing(join(this.#options.folder, `${name}.json`));
  }

  /** The key of this name; made, locked and leased when there is none yet. */
  ensure(name: string): Signer {
    const known = this.#byName.get(name);
    if (known) return known;
    const secret = newSecret();
    const file = join(this.#options.folder, `${name}.json`);
    writeFileDurably(file, lockKey(secret, this.#passphrase, this.#options.cost));
    return this.#add(name, secret);
  }

  async #unlock(name: string): Promise<Uint8Array> {
    const path = join(this.#options.folder, `${name}.json`);
    try {
      return await unlockKey(readFileSync(path, "utf8"), this.#passphrase);
    } catch (cause) {
      throw new SuyuanError("PASSPHRASE_WRONG", { field: "passphrase", value: path }, { cause });
    }
  }

  #add(name: string, secret: Uint8Array): Signer {
    this.#requireOwn(name);
    const made = signer(secret);
    this.#byName.set(name, made);
    this.#byAddress.set(made.address, made);
    return made;
  }

  /** One data directory per key, for life: another that signs with a copy of it would fork its nonces. */
  #requireOwn(name: string): void {
    // Named after the file itself: links of other names may lead to it.
    const file = realpathSync(join(this.#options.folder, `${name}.json`));
    const path = file.replace(/\.json$/, ".lease");
    if (!existsSync(path)) return writeFileDurably(path, this.#options.holder);
    if (readFileSync(path, "utf8") === this.#options.holder) return;
    throw new SuyuanError("OUTBOX_LEASE_TAKEN", { field: "key", value: name });
  }

  /** Where its file really lies, whatever links lead there. */
  #folderOf(name: string): string {
    return dirname(realpathSync(join(this.#options.folder, `${name}.json`)));
  }

  /** In one order for everybody, so that two who start do not wait for each other. */
  #foldersOf(names: readonly string[]): string[] {
    const own = realpathSync(this.#options.folder);
    return [...new Set([own, ...names.map((name) => this.#folderOf(name))])].sort();
  }
}

/** By name, also those whose file a link leads to that is not there now. */
export function keyNames(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((file) => file.slice(0, -".json".length));
}

function keysMissing(value: string): SuyuanError {
  return new SuyuanError("KEY_FILES_MISSING", { field: "keys", value });
}

const OWN_PASSPHRASE = "passphrase";

function passphraseOf({ folder, passphraseFile }: KeyringOptions): string {
  const path = passphraseFile ?? join(folder, OWN_PASSPHRASE);
  if (existsSync(path)) return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  if (passphraseFile !== undefined) {
    throw new SuyuanError("PASSPHRASE_MISSING", { field: "passphrase-file", value: passphraseFile });
  }
  // A passphrase made up now would open none of these.
  if (keyNames(folder).length > 0)
    throw new SuyuanError("PASSPHRASE_MISSING", { field: "passphrase-file", value: path });
  const made = randomBytes(24).toString("base64url");
  writeFileDurably(path, made);
  return made;
}
