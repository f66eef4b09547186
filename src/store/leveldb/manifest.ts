import { Reader } from "./varint.ts";

/** What a LevelDB folder is made of. */
export interface Manifest {
  /** Table number → bytes. */
  tables: Map<number, number>;
  /** Logs from this number on hold what is in no table yet. */
  log: number;
}

type Read = (r: Reader, m: Manifest) => unknown;

/** The members of a version edit, by tag (db/version_edit.cc). */
const MEMBERS: Record<number, Read> = {
  1: (r) => r.string(),
  2: (r, m) => (m.log = r.number()),
  3: (r) => r.number(),
  4: (r) => r.number(),
  5: (r) => [r.number(), r.string()],
  6(r, m) {
    r.number();
    m.tables.delete(r.number());
  },
  7(r, m) {
    r.number();
    m.tables.set(r.number(), r.number());
    r.string();
    r.string();
  },
  9: (r) => r.number(),
};

/** Follows the edits. Throws RangeError when one is not to be understood. */
export function readManifest(edits: readonly Uint8Array[]): Manifest {
  const manifest: Manifest = { tables: new Map(), log: 0 };
  for (const edit of edits) {
    const reader = new Reader(edit);
    while (!reader.isAtEnd) {
      const member = MEMBERS[reader.number()];
      if (!member) throw new RangeError("an edit has an unknown member");
      member(reader, manifest);
    }
  }
  return manifest;
}
