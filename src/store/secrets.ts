import { randomBytes } from "node:crypto";
import { type Content } from "../core/action.ts";
import { fromHex, toHex, type Hex } from "../core/hex.ts";
import { table } from "../core/table.ts";
import { Texts } from "./texts.ts";
import { type Change, keyOf, rowReader, type Level } from "./open.ts";

/** What opens a commitment. Destroying it erases: nobody can confirm the content any more. */
export interface Opening {
  dataset: Hex;
  content: Content;
  salt: Hex;
  commitment: { sha256: Hex; sm3: Hex };
}

/** dataset + SHA-256, and the commitment where another salt was there first → opening. */
const openings = table<Opening>("opening");
/** commitment → key in `openings`. */
const byCommitment = table<string>("commitment");

interface Committing {
  content(content: Content, salt: Uint8Array): { sha256: Hex; sm3: Hex };
  text(text: string, salt: Uint8Array): Hex;
}

/** What was there before, by key. */
interface Mark {
  contents: ReadonlySet<string>;
  texts: ReadonlySet<string>;
}

/** The erasable store of salts. Everything else on disk holds only commitments. */
export class Secrets {
  readonly #db: Level;
  readonly #commit: Committing["content"];
  readonly texts: Texts;
  readonly #unsynced = new Map<string, Opening>();

  constructor(db: Level, commit: Committing) {
    this.#db = db;
    this.#commit = commit.content;
    this.texts = new Texts(db, commit.text);
  }

  /** The same content of the same dataset gets the same salt, so that anchoring it again is noticed. */
  commit(dataset: Hex, content: Content): { sha256: Hex; sm3: Hex } {
    const key = dataset + content.sha256;
    const known = this.#unsynced.get(key) ?? rowReader(this.#db).get(openings, key);
    if (known) return known.commitment;
    const salt = randomBytes(32);
    const opening = { dataset, content, salt: toHex(salt), commitment: this.#commit(content, salt) };
    this.#unsynced.set(key, opening);
    return opening.commitment;
  }

  /** Runs what may commit and may refuse: what a refusal leaves unused is forgotten. Nothing else runs meanwhile. */
  attempt<T>(run: () => T): T {
    const mark = this.#mark();
    try {
      return run();
    } catch (error) {
      this.#forgetSince(mark);
      throw error;
    }
  }

  /** Runs what may commit, and keeps nothing of it. `salted`: it used a salt that is gone now. */
  pretend<T>(run: () => T): { made: T; salted: boolean } {
    const mark = this.#mark();
    try {
      const made = run();
      const salted = this.#unsynced.size > mark.contents.size || this.texts.unsynced.size > mark.texts.size;
      return { made, salted };
    } finally {
      this.#forgetSince(mark);
    }
  }

  #mark(): Mark {
    return { contents: new Set(this.#unsynced.keys()), texts: this.texts.unsynced };
  }

  #forgetSince({ contents, texts }: Mark): void {
    for (const key of this.#unsynced.keys()) if (!contents.has(key)) this.#unsynced.delete(key);
    this.texts.forgetAllBut(texts);
  }

  /** MUST be awaited before anything that names a new commitment is accepted. */
  async sync(): Promise<void> {
    const fresh = [...this.#unsynced];
    const { writes: ofTexts, written } = this.texts.pending();
    const writes = [...fresh.flatMap(([key, opening]) => writesOf(key, opening)), ...ofTexts];
    if (writes.length === 0) return;
    await this.#db.write(writes, { sync: true });
    for (const [key] of fresh) this.#unsynced.delete(key);
    written();
  }

  /** What an opening commits to. */
  commitmentTo({ content, salt }: Pick<Opening, "content" | "salt">): { sha256: Hex; sm3: Hex } {
    return this.#commit(content, fromHex(salt));
  }

  /** Keeps what another gateway opened; synced. What was committed here under a salt of its own stays beside it. */
  async keep(opening: Opening): Promise<void> {
    const { dataset, content, commitment } = opening;
    if (this.openingOf(commitment.sha256)) return;
    const own = dataset + content.sha256;
    const taken = this.#unsynced.has(own) || rowReader(this.#db).get(openings, own) !== undefined;
    const key = taken ? own + commitment.sha256 : own;
    await this.#db.write(writesOf(key, opening), { sync: true });
  }

  /** What opens this commitment, if this gateway keeps it. */
  openingOf(commitment: Hex): Opening | undefined {
    const reader = rowReader(this.#db);
    const key = reader.get(byCommitment, commitment);
    return key === undefined ? undefined : reader.get(openings, key);
  }

  /** Commitments under which this content was published, as far as this gateway keeps their salts. */
  async commitmentsOf(sha256: Hex): Promise<Hex[]> {
    const all = await rowReader(this.#db).range(openings);
    return all.filter(({ row }) => row.content.sha256 === sha256).map(({ row }) => row.commitment.sha256);
  }

  /** The store itself, to be held by a backup. */
  get store(): Level {
    return this.#db;
  }

  /** Batches ever written: who remembers the number notices when some are lost. */
  get writes(): number {
    return this.#db.writes;
  }

  async close(): Promise<void> {
    await this.#db.settle();
    await this.#db.close();
  }
}

function writesOf(key: string, opening: Opening): Change[] {
  return [
    [keyOf(openings, key), JSON.stringify(opening)],
    [keyOf(byCommitment, opening.commitment.sha256), JSON.stringify(key)],
  ];
}
