import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync } from "node:fs";
import { SuyuanError } from "../core/errors.ts";
import { writeFileDurably } from "../store/durable.ts";
import { readSealed, writeSealed } from "../store/sealed.ts";
import { type Principal, type Scope } from "./access.ts";

/** What is kept of an API key. The secret itself is shown once and kept nowhere. */
export interface AccessKey extends Principal {
  /** SHA-256 of the secret, hexadecimal. */
  hash: string;
  created: string;
  expires: string | null;
  revoked: string | null;
}

export type NewAccessKey = Pick<AccessKey, "label" | "officers" | "expires"> & { scopes: readonly Scope[] };

const PREFIX = "sy_";

/** The API keys of one gateway, in one small file that is replaced as a whole. */
export class AccessKeys {
  readonly #file: string;
  /** Seconds since 1970. */
  readonly #now: () => number;
  #keys: AccessKey[];

  private constructor(file: string, keys: AccessKey[], now: () => number) {
    this.#now = now;
    this.#file = file;
    this.#keys = keys;
  }

  /**
   * The first start makes an administrator's key and writes its secret to a file that only its owner reads.
   * The secret comes first: a start that breaks off between the two makes a new one.
   */
  static open(
    file: string,
    secretFile: string,
    first: NewAccessKey,
    now: () => number = () => Date.now() / 1_000,
  ): AccessKeys {
    if (existsSync(file)) return new AccessKeys(file, read(file), now);
    const keys = new AccessKeys(file, [], now);
    const secret = newSecret();
    writeFileDurably(secretFile, `${secret}\n`);
    keys.#add(first, secret);
    return keys;
  }

  list(): readonly AccessKey[] {
    return this.#keys;
  }

  create(wanted: NewAccessKey): { key: AccessKey; secret: string } {
    const secret = newSecret();
    return { key: this.#add(wanted, secret), secret };
  }

  revoke(id: string): AccessKey {
    const key = this.#keys.find((k) => k.id === id);
    if (!key) throw new SuyuanError("THING_UNKNOWN", { field: "id", value: id });
    const revoked = { ...key, revoked: key.revoked ?? new Date().toISOString() };
    this.#write(this.#keys.map((k) => (k === key ? revoked : k)));
    return revoked;
  }

  isOver(moment: string): boolean {
    return Date.parse(moment) <= this.#now() * 1_000;
  }

  /** Whose secret this is. Every hash is compared, each in constant time, so that time tells nothing. */
  find(secret: string): AccessKey {
    const hash = createHash("sha256").update(secret).digest();
    let found: AccessKey | undefined;
    for (const key of this.#keys) if (timingSafeEqual(Buffer.from(key.hash, "hex"), hash)) found = key;
    if (!found || found.revoked !== null)
      throw new SuyuanError("ACCESS_KEY_UNKNOWN", { field: "Authorization" });
    const { expires } = found;
    if (expires !== null && this.isOver(expires)) {
      throw new SuyuanError("ACCESS_KEY_EXPIRED", { field: "Authorization", value: expires });
    }
    return found;
  }

  #add(wanted: NewAccessKey, secret: string): AccessKey {
    const key = {
      id: `key-${randomBytes(6).toString("hex")}`,
      ...wanted,
      hash: createHash("sha256").update(secret).digest("hex"),
      created: new Date().toISOString(),
      revoked: null,
    };
    this.#write([...this.#keys, key]);
    return key;
  }

  #write(keys: AccessKey[]): void {
    writeSealed(this.#file, { format: 1, keys });
    this.#keys = keys;
  }
}

function newSecret(): string {
  return PREFIX + randomBytes(32).toString("base64url");
}

function read(file: string): AccessKey[] {
  const { format, keys } = readSealed<{ format: number; keys: AccessKey[] }>(file)!;
  if (format === 1 && Array.isArray(keys)) return keys;
  const reason = "access.json is not readable; nobody's key would be known";
  throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: file, reason });
}

/** The secret of an Authorization header. */
export function bearer(header: string | undefined): string {
  const secret = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  if (secret === undefined) throw new SuyuanError("ACCESS_KEY_MISSING", { field: "Authorization" });
  return secret;
}
