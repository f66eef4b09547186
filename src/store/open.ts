import { type AbstractChainedBatch } from "abstract-level";
import { ClassicLevel } from "classic-level";
import { type Range, type RowReader, type Table } from "../core/table.ts";
import { Pace } from "./pace.ts";
import { Storage, storageFailed } from "./storage.ts";

/** Four times the default: fewer, larger files are merged while a backlog is worked off. */
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;

/** A key's new value; `null` deletes it. */
export type Change = readonly [key: string, value: string | null];

/** Key of the number of batches; no table's name begins like it. */
export const WRITES = "!writes";

interface Waiting {
  changes: readonly Change[];
  sync: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * A LevelDB folder of strings. After a write that failed its log may hold half a record, behind which LevelDB
 * would go on writing what no start finds again; so the storage lets nothing more through.
 */
export class Level extends ClassicLevel<string, string> {
  readonly #storage: Storage;
  #writes = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(path: string, storage: Storage) {
    super(path, { keyEncoding: "utf8", valueEncoding: "utf8" });
    this.#storage = storage;
  }

  /** Batches ever written. It is in each of them, so whoever remembers the number notices when some are lost. */
  get writes(): number {
    return this.#writes;
  }

  /** Reads how many batches there are. */
  recall(): void {
    this.#writes = Number(this.getSync(WRITES) ?? 0);
  }

  /** Counts on from here. */
  declare(writes: number): Promise<void> {
    this.#writes = writes;
    return this.write([], { sync: true });
  }

  /** Changes given at the same time share a batch. With `sync`, resolves only when they are on disk. */
  write(changes: readonly Change[], { sync = false } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, sync, resolve, reject });
      this.#writing ??= this.#flush();
    });
  }

  /** Nothing is being written when this resolves. */
  async settle(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Ends in the turn in which nothing waited, so that nothing is queued behind a flush that is over. */
  async #flush(): Promise<void> {
    await null;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      try {
        await this.#commit(group);
        for (const g of group) g.resolve();
      } catch (error) {
        for (const g of group) g.reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const writes = this.#writes + 1;
    const sync = group.some((g) => g.sync);
    // Handed over one by one, which takes a third of the time that a list of them takes, and can rest in between.
    await this.#storage.write(this.location, async () => {
      const batch = this.batch();
      try {
        await fill(batch, group);
        await batch.put(WRITES, String(writes)).write({ sync });
      } finally {
        await batch.close();
      }
    });
    this.#writes = writes;
  }
}

async function fill(
  batch: AbstractChainedBatch<Level, string, string>,
  group: readonly Waiting[],
): Promise<void> {
  const pace = new Pace();
  for (const { changes } of group) {
    for (const [key, value] of changes) {
      if (value === null) batch.del(key);
      else batch.put(key, value);
      if (pace.isOver) await pace.rest();
    }
  }
}

/** Opens a LevelDB folder of strings. Another process that holds it is told as such. */
export async function openLevel(path: string, storage = new Storage()): Promise<Level> {
  const db = new Level(path, storage);
  await db.open({ writeBufferSize: WRITE_BUFFER_BYTES });
  try {
    db.recall();
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** LevelDB's own: keeps the records and the tables that it can read. */
export function repairLevel(path: string): Promise<void> {
  return ClassicLevel.repair(path);
}

/** Keys of one table lie together, in text order; `!` sorts before every character a table's name has. */
export function keyOf(table: Table<unknown>, key: string): string {
  return `${table.name}!${key}`;
}

/** The table's name and the key that `keyOf` joined. */
export function partsOf(name: string): [table: string, key: string] {
  const at = name.indexOf("!");
  return [name.slice(0, at), name.slice(at + 1)];
}

const AFTER_ALL = "\u{10ffff}";

export function rowReader(db: Level): RowReader {
  return {
    get<Row>(table: Table<Row>, key: string): Row | undefined {
      const text = readFrom(db, () => db.getSync(keyOf(table, key)));
      return text === undefined ? undefined : (JSON.parse(text) as Row);
    },
    async many<Row>(table: Table<Row>, keys: readonly string[]) {
      const names = keys.map((key) => keyOf(table, key));
      const texts = await db.getMany(names).catch((error: unknown) => failRead(db, error));
      return texts.map((text) => (text === undefined ? undefined : (JSON.parse(text) as Row)));
    },
    async range<Row>(table: Table<Row>, range: Range = {}) {
      const start = keyOf(table, "");
      const entries = await db
        .iterator(bounds(table, range))
        .all()
        .catch((error: unknown) => failRead(db, error));
      return entries.map(([key, text]) => ({ key: key.slice(start.length), row: JSON.parse(text) as Row }));
    },
  };
}

function readFrom<T>(db: Level, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return failRead(db, error);
  }
}

/** The disk does not give back what is there, or not as it was written. */
function failRead(db: Level, error: unknown): never {
  const { code } = error as { code?: string };
  if (code === "LEVEL_IO_ERROR" || code === "LEVEL_CORRUPTION") throw storageFailed(db.location, error);
  throw error;
}

function bounds(table: Table<unknown>, { prefix = "", after, reverse = false, limit }: Range) {
  const from = keyOf(table, prefix);
  const lower = after !== undefined && !reverse ? { gt: keyOf(table, after) } : { gte: from };
  const upper = after !== undefined && reverse ? { lt: keyOf(table, after) } : { lt: from + AFTER_ALL };
  return { ...lower, ...upper, reverse, ...(limit === undefined ? {} : { limit }) };
}
