import { createHash, randomBytes } from "node:crypto";
import { fromHex, toHex, type Hex } from "../core/hex.ts";
import { table } from "../core/table.ts";
import { type Change, keyOf, type Level, rowReader } from "./open.ts";

/** What opens a commitment to a text. */
export interface TextOpening {
  text: string;
  salt: Hex;
}

type CommitText = (text: string, salt: Uint8Array) => Hex;

/** commitment → opening. */
const texts = table<TextOpening>("text-opening");
/** scope + SHA-256 of the text → commitment. */
const commitments = table<Hex>("text-commitment");

/** The texts among the secrets: the private part of what was filed in confidence. */
export class Texts {
  readonly #db: Level;
  readonly #commit: CommitText;
  /** By the key in `commitments`. */
  readonly #unsynced = new Map<string, TextOpening & { commitment: Hex }>();

  constructor(db: Level, commit: CommitText) {
    this.#db = db;
    this.#commit = commit;
  }

  /** The same text of the same scope gets the same salt, so that asking twice is noticed. */
  commit(scope: Hex, text: string): Hex {
    const key = scope + createHash("sha256").update(text, "utf8").digest("hex");
    const known = this.#unsynced.get(key)?.commitment ?? rowReader(this.#db).get(commitments, key);
    if (known) return known;
    const salt = randomBytes(32);
    const commitment = this.#commit(text, salt);
    this.#unsynced.set(key, { text, salt: toHex(salt), commitment });
    return commitment;
  }

  commitmentTo({ text, salt }: TextOpening): Hex {
    return this.#commit(text, fromHex(salt));
  }

  /** Keys that `forget` would take back. */
  get unsynced(): ReadonlySet<string> {
    return new Set(this.#unsynced.keys());
  }

  forgetAllBut(kept: ReadonlySet<string>): void {
    for (const key of this.#unsynced.keys()) if (!kept.has(key)) this.#unsynced.delete(key);
  }

  /** What is still to be written; `written` is called when it is on disk. */
  pending(): { writes: Change[]; written(): void } {
    const fresh = [...this.#unsynced];
    const writes = fresh.flatMap(([key, { commitment, text, salt }]): Change[] => [
      ...writesOf(commitment, { text, salt }),
      [keyOf(commitments, key), JSON.stringify(commitment)],
    ]);
    return { writes, written: () => fresh.forEach(([key]) => this.#unsynced.delete(key)) };
  }

  /** Keeps what another gateway opened; synced. */
  async keep(opening: TextOpening): Promise<void> {
    await this.#db.write(writesOf(this.commitmentTo(opening), opening), { sync: true });
  }

  /** What opens this commitment, if this gateway keeps it. */
  openingOf(commitment: Hex): TextOpening | undefined {
    return rowReader(this.#db).get(texts, commitment);
  }
}

function writesOf(commitment: Hex, { text, salt }: TextOpening): Change[] {
  return [[keyOf(texts, commitment), JSON.stringify({ text, salt })]];
}
