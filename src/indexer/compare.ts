import { keyOf, type Level, WRITES } from "../store/open.ts";
import { positions, undos, type Position } from "./index.ts";

/** One key whose values differ; `null` where a store does not have it. */
export interface Difference {
  key: string;
  live: string | null;
  rebuilt: string | null;
}

export interface Comparison {
  /** Entries looked at, in either store. */
  entries: number;
  /** The first ones, in key order. */
  differences: Difference[];
}

const SHOWN = 20;

/**
 * Compares two stores entry by entry. Left out: the number of batches, `undo`, which only blocks seen before they were final leave;
 * and in `position` the member `final`, which never goes back, so after a reorganisation to a lower head the
 * live one may be ahead of what a fresh reading finds.
 */
export async function compareStores(live: Level, rebuilt: Level, most = SHOWN): Promise<Comparison> {
  const [left, right] = [entriesOf(live), entriesOf(rebuilt)];
  const differences: Difference[] = [];
  let [a, b] = [await left.next(), await right.next()];
  let entries = 0;
  const note = (key: string, l: string | null, r: string | null) => {
    if (l !== r && differences.length < most) differences.push({ key, live: l, rebuilt: r });
  };
  for (; a || b; entries++) {
    if (a && b && a[0] === b[0]) {
      note(a[0], a[1], b[1]);
      [a, b] = [await left.next(), await right.next()];
    } else if (a && (!b || isBefore(a[0], b[0]))) {
      note(a[0], a[1], null);
      a = await left.next();
    } else {
      note(b![0], null, b![1]);
      b = await right.next();
    }
  }
  await Promise.all([left.close(), right.close()]);
  return { entries, differences };
}

/** As LevelDB orders them: by the bytes of their UTF-8. */
function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}

const POSITION = keyOf(positions, "position");
const UNDO = keyOf(undos, "");

function entriesOf(db: Level) {
  const iterator = db.iterator();
  return {
    async next(): Promise<[string, string] | undefined> {
      for (;;) {
        const entry = (await iterator.next()) as [string, string] | undefined;
        if (!entry) return undefined;
        const [key, value] = entry;
        if (key.startsWith(UNDO) || key === WRITES) continue;
        return key === POSITION ? [key, headOnly(value)] : [key, value];
      }
    },
    close: () => iterator.close(),
  };
}

function headOnly(value: string): string {
  return JSON.stringify((JSON.parse(value) as Position).head);
}
