import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { table, type Rows } from "../core/table.ts";
import { Changes, type Undo } from "./changes.ts";
import { openLevel, type Level, WRITES } from "./open.ts";

const [letters, numbers] = [table<unknown>("letter"), table<unknown>("number")];

async function withLevel(run: (db: Level) => Promise<void>): Promise<void> {
  const db = await openLevel(temporaryFolder());
  try {
    await run(db);
  } finally {
    await db.close();
  }
}

const everything = async (db: Level) => Object.fromEntries(await db.iterator({ gt: WRITES }).all());

describe("changes", () => {
  test("are read back before they are written, and written all at once", () =>
    withLevel(async (db) => {
      const changes = new Changes(db);
      changes.put(letters, "a", { n: 1 });
      expect(changes.get(letters, "a")).toEqual({ n: 1 });
      expect(changes.get(numbers, "a")).toBeUndefined();
      expect(await everything(db)).toEqual({});
      changes.delete(letters, "b");
      await changes.commit();
      expect(await everything(db)).toEqual({ "letter!a": '{"n":1}' });
    }));
});

interface Write {
  key: string;
  row: number | null;
}

function write(rows: Rows, all: Write[]): void {
  for (const { key, row } of all) {
    if (row === null) rows.delete(letters, key);
    else rows.put(letters, key, row);
  }
}

test("undone newest first, any number of blocks leave what was there before them", async () => {
  const writes = fc.array(
    fc.record({ key: fc.constantFrom("a", "b", "c", "d"), row: fc.option(fc.nat(3)) }),
    {
      maxLength: 6,
    },
  );
  await withLevel((db) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(writes, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (blocks, together) => {
          await db.clear();
          const stages: Record<string, string>[] = [];
          const undos: Undo[] = [];
          for (const block of blocks) {
            stages.push(await everything(db));
            const changes = new Changes(db);
            write(changes, block);
            // As the index keeps it: through JSON.
            undos.push(JSON.parse(JSON.stringify(await changes.undo())) as Undo);
            await changes.commit();
          }
          const back = new Changes(db);
          for (const [i, undo] of [...undos.entries()].reverse()) {
            const step = together ? back : new Changes(db);
            step.revert(undo);
            if (together) continue;
            await step.commit();
            expect(await everything(db)).toEqual(stages[i]);
          }
          await back.commit();
          expect(await everything(db)).toEqual({});
        },
      ),
      { numRuns: 60 },
    ),
  );
});
