import fc from "fast-check";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { ordinal, table, type Range } from "../core/table.ts";
import { keyOf, openLevel, rowReader, type Level } from "./open.ts";

/** Tables whose names begin alike, so that one could be taken for a part of the other. */
const tables = ["a", "ab", "a-b", "dataset", "dataset-name"].map((name) => table<string>(name));

async function withLevel(run: (db: Level) => Promise<void>): Promise<void> {
  const db = await openLevel(temporaryFolder());
  try {
    await run(db);
  } finally {
    await db.close();
  }
}

/** What a range means, on a plain list. */
function pick(keys: string[], { prefix = "", after, reverse = false, limit = keys.length }: Range): string[] {
  const sorted = keys.toSorted();
  const inside = sorted.filter((k) => k.startsWith(prefix));
  const from = after === undefined ? inside : inside.filter((k) => (reverse ? k < after : k > after));
  return (reverse ? from.reverse() : from).slice(0, limit);
}

test("a range holds its table's keys in order, and no other table's", async () => {
  const keys = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom("a", "b", "!", "-", "0", "~"), maxLength: 4 }),
    {
      maxLength: 12,
    },
  );
  const range = fc.record(
    {
      prefix: fc.constantFrom("a", "b", "ab", "!"),
      after: fc.constantFrom("a", "ab", "b", "zz"),
      reverse: fc.boolean(),
      limit: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: [] },
  );
  await withLevel((db) =>
    fc.assert(
      fc.asyncProperty(keys, range, async (all, r) => {
        // The page after a key is asked for with the prefix that key had.
        fc.pre(r.after === undefined || r.after.startsWith(r.prefix ?? ""));
        await db.clear();
        for (const t of tables) {
          await db.batch(
            all.map((key) => ({ type: "put", key: keyOf(t, key), value: JSON.stringify(t.name + key) })),
          );
        }
        for (const t of tables) {
          const found = await rowReader(db).range(t, r);
          expect(found).toEqual(pick(all, r).map((key) => ({ key, row: t.name + key })));
        }
      }),
      { numRuns: 80 },
    ),
  );
});

test("a row that is not there is undefined, in a table that has others", () =>
  withLevel(async (db) => {
    await db.put(keyOf(tables[0]!, "x"), '"row"');
    expect(rowReader(db).get(tables[0]!, "x")).toBe("row");
    expect(rowReader(db).get(tables[0]!, "y")).toBeUndefined();
    expect(rowReader(db).get(tables[1]!, "x")).toBeUndefined();
    await Promise.resolve();
  }));

test("ordinals sort as their numbers do", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (a, b) => {
      expect(ordinal(a) < ordinal(b)).toBe(a < b);
    }),
  );
  expect(ordinal(Number.MAX_SAFE_INTEGER).length).toBeGreaterThan(ordinal(1).length);
});

test("while a large batch is put together, others have their turn, and see all of it or nothing", () =>
  withLevel(async (db) => {
    const value = "x".repeat(200);
    const changes = Array.from({ length: 60_000 }, (_, i) => [keyOf(tables[0]!, ordinal(i)), value] as const);
    let [turns, halves, over] = [0, 0, false];
    const look = () => {
      if (over) return;
      turns++;
      // In this order, since the batch may be written between the two looks.
      const [last, first] = [59_999, 0].map((i) => db.getSync(keyOf(tables[0]!, ordinal(i))));
      if (last !== undefined && first === undefined) halves++;
      setImmediate(look);
    };
    setImmediate(look);
    await db.write(changes);
    over = true;
    expect(turns).toBeGreaterThan(3);
    expect(halves).toBe(0);
    expect(db.getSync(changes.at(-1)![0])).toBe(value);
  }));
