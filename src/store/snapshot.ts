import { mkdirSync } from "node:fs";
import { openLevel, type Level } from "./open.ts";

export type Entries = [key: string, value: string][];

const AT_ONCE = 1_000;

/** A store's entries as they were at one moment, whatever is written to it afterwards. */
export interface HeldEntries {
  read(): AsyncGenerator<Entries>;
  release(): Promise<void>;
}

/** Holds what the store has now: files of a live LevelDB folder are of different moments and must not be copied. */
export function holdEntries(level: Level): HeldEntries {
  const snapshot = level.snapshot();
  return {
    async *read() {
      const iterator = level.iterator({ snapshot });
      try {
        for (;;) {
          const entries = await iterator.nextv(AT_ONCE);
          if (entries.length === 0) return;
          yield entries as Entries;
        }
      } finally {
        await iterator.close();
      }
    },
    release: () => snapshot.close(),
  };
}

/** Makes a store of these entries in a new folder. Everything is on disk when it resolves. */
export async function fillStore(folder: string, entries: AsyncIterable<Entries>): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const level = await openLevel(folder);
  try {
    for await (const some of entries) {
      const puts = some.map(([key, value]) => ({ type: "put" as const, key, value }));
      if (puts.length > 0) await level.batch(puts, { sync: true });
    }
  } finally {
    await level.close();
  }
}
