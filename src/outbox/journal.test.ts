import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { SuyuanError } from "../core/errors.ts";
import { Journal, scanJournal } from "./journal.ts";

interface Note {
  n: number;
  text?: string;
}

const fileIn = (folder: string) => join(folder, "journal");
const someNotes: Note[] = [{ n: 1 }, { n: 2, text: "气象 ☀ \u2028" }, { n: 3, text: "two\nlines" }];

async function reopen(file: string, onTorn: (bytes: number) => void = () => undefined) {
  const notes: Note[] = [];
  const journal = await Journal.open<Note>(file, (n) => notes.push(n), { onTorn });
  return { journal, notes };
}

async function notesIn(file: string): Promise<Note[]> {
  const { journal, notes } = await reopen(file);
  await journal.close();
  return notes;
}

/** The bytes of a journal with these records. */
async function bytesOf(notes: Note[]): Promise<Buffer> {
  const file = fileIn(temporaryFolder());
  const { journal } = await reopen(file);
  for (const n of notes) await journal.append(n);
  await journal.close();
  return readFileSync(file);
}

/** The offset at which the scan says the damage lies, or what it read. */
function scan(bytes: Buffer): { damagedAt: unknown } | { notes: Note[]; end: number } {
  const notes: Note[] = [];
  try {
    const { end } = scanJournal<Note>(bytes, (n) => notes.push(n));
    return { notes, end };
  } catch (error) {
    if (error instanceof SuyuanError && error.code === "OUTBOX_DAMAGED") {
      return { damagedAt: error.details.value };
    }
    throw error;
  }
}

describe("what was written", () => {
  test("is read again in order, whatever it holds", async () => {
    const file = fileIn(temporaryFolder());
    const { journal } = await reopen(file);
    await journal.append(...someNotes);
    expect(journal.bytes).toBe(readFileSync(file).length);
    await journal.close();
    const again = await reopen(file);
    expect(again.notes).toEqual(someNotes);
    await again.journal.append({ n: 4 });
    await again.journal.close();
    expect(await notesIn(file)).toEqual([...someNotes, { n: 4 }]);
  });

  test("by many at once keeps the order of the calls and shares syncs", async () => {
    const file = fileIn(temporaryFolder());
    let syncs = 0;
    const crashAt = (point: string) => void (syncs += point === "journal-synced" ? 1 : 0);
    const journal = await Journal.open<Note>(file, () => undefined, { crashAt });
    const done: number[] = [];
    const calls = Array.from({ length: 300 }, async (_, n) => {
      if (n % 50 === 49) await new Promise(setImmediate);
      await journal.append({ n });
      done.push(n);
    });
    await Promise.all(calls);
    await journal.close();
    const notes = await notesIn(file);
    expect(notes.map(({ n }) => n)).toEqual(done);
    expect(notes).toHaveLength(300);
    expect(syncs).toBeLessThan(60);
  });

  test("is in the file before anyone is told so", async () => {
    const file = fileIn(temporaryFolder());
    const { journal } = await reopen(file);
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        await journal.append({ n });
        expect(readFileSync(file, "utf8")).toContain(`{"n":${n}}`);
      }),
    );
    await journal.close();
  });

  test("is synced when `synced` says so, though another called for it", async () => {
    const file = fileIn(temporaryFolder());
    const { journal } = await reopen(file);
    const first = journal.append({ n: 1 });
    await journal.synced();
    expect(scan(readFileSync(file))).toMatchObject({ notes: [{ n: 1 }] });
    await first;
    await journal.synced();
    await journal.close();
  });
});

describe("a journal that was cut off while it was written", () => {
  test("loses only the record that nobody was told of, at every byte of it", async () => {
    const whole = await bytesOf(someNotes);
    const kept = await bytesOf(someNotes.slice(0, -1));
    for (let end = kept.length; end < whole.length; end++) {
      expect(scan(whole.subarray(0, end))).toEqual({ notes: someNotes.slice(0, -1), end: kept.length });
    }
    expect(scan(whole)).toEqual({ notes: someNotes, end: whole.length });
  });

  test("is shortened when it is opened, says so, and goes on", async () => {
    const file = fileIn(temporaryFolder());
    const whole = await bytesOf(someNotes);
    writeFileSync(file, whole.subarray(0, whole.length - 5));
    const torn: number[] = [];
    const { journal, notes } = await reopen(file, (bytes) => torn.push(bytes));
    expect(notes).toEqual(someNotes.slice(0, -1));
    const kept = (await bytesOf(someNotes.slice(0, -1))).length;
    expect(torn).toEqual([whole.length - 5 - kept]);
    await journal.append({ n: 9 });
    await journal.close();
    expect(scan(readFileSync(file))).toMatchObject({ notes: [...someNotes.slice(0, -1), { n: 9 }] });
  });

  test("that never began is an empty one", async () => {
    const { journal, notes } = await reopen(fileIn(temporaryFolder()));
    expect(notes).toEqual([]);
    await journal.close();
  });
});

describe("a journal that was changed", () => {
  test("is refused at the record, whichever byte it was", async () => {
    const whole = await bytesOf(someNotes);
    const starts = [0, ...[...whole.keys()].filter((i) => whole[i] === 0x0a).map((i) => i + 1)];
    for (let at = 0; at < whole.length; at++) {
      const record = starts.findLast((s) => s <= at)!;
      for (const bit of [0x01, 0x80]) {
        const changed = Buffer.from(whole);
        changed[at] = changed[at]! ^ bit;
        expect(scan(changed), `byte ${at}`).toEqual({ damagedAt: record });
      }
    }
  });

  test("is refused when a record is missing, doubled or moved", async () => {
    const lines = (await bytesOf(someNotes)).toString("utf8").split("\n").slice(0, -1);
    const [a, b, c] = lines as [string, string, string];
    for (const order of [
      [b, c],
      [a, c],
      [a, a, b, c],
      [b, a, c],
      [a, c, b],
    ]) {
      const changed = Buffer.from(order.map((l) => `${l}\n`).join(""));
      expect(scan(changed)).toHaveProperty("damagedAt");
    }
  });

  test("is refused, or ends earlier, when bytes are put in or taken out: never read as something else", async () => {
    const whole = await bytesOf(someNotes);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }), (at, gone, put) => {
        const changed = Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + gone)]);
        const result = scan(changed);
        if ("notes" in result) expect(someNotes.slice(0, result.notes.length)).toEqual(result.notes);
      }),
      { numRuns: 500 },
    );
  });

  test("is not opened", async () => {
    const file = fileIn(temporaryFolder());
    const whole = await bytesOf(someNotes);
    whole[40]! ^= 1;
    writeFileSync(file, whole);
    await expect(reopen(file)).rejects.toMatchObject({ code: "OUTBOX_DAMAGED", details: { value: 0 } });
    expect(readFileSync(file)).toEqual(whole);
  });
});

describe("a disk that refuses", () => {
  test.runIf(existsSync("/dev/full"))("refuses what waits and everything after it", async () => {
    const { journal } = await reopen("/dev/full");
    const waiting = [journal.append({ n: 1 }), journal.append({ n: 2 })];
    for (const one of waiting) {
      await expect(one).rejects.toMatchObject({ code: "STORAGE_FAILED", cause: { code: "ENOSPC" } });
    }
    await expect(journal.append({ n: 3 })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await expect(journal.synced()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await journal.close();
  });

  test("a closed journal takes nothing", async () => {
    const { journal } = await reopen(fileIn(temporaryFolder()));
    await journal.close();
    await expect(journal.append({ n: 1 })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  });
});

describe("compacting", () => {
  /** Sums up as the last `n` there was. */
  async function counting(file: string, crashAt: (point: string) => void = () => undefined) {
    let last = 0;
    const journal = await Journal.open<Note>(file, ({ n }) => (last = n), { crashAt });
    return { journal, compact: () => journal.compact(() => [{ n: last, text: "amount" }]), last: () => last };
  }

  test("replaces everything and goes on from there", async () => {
    const file = fileIn(temporaryFolder());
    const { journal, compact } = await counting(file);
    await journal.append(...someNotes);
    await compact();
    await journal.append({ n: 9 });
    expect(journal.bytes).toBe(readFileSync(file).length);
    await journal.close();
    expect(await notesIn(file)).toEqual([{ n: 3, text: "amount" }, { n: 9 }]);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  test("keeps whatever is appended before, during and after it, in order", async () => {
    const file = fileIn(temporaryFolder());
    const { journal, compact } = await counting(file);
    let n = 0;
    const told: number[] = [];
    const append = () => {
      const mine = ++n;
      return journal.append({ n: mine }).then(() => told.push(mine));
    };
    for (let round = 0; round < 8; round++) {
      const before = Array.from({ length: 20 }, append);
      const compacted = compact();
      const during: Promise<unknown>[] = [];
      for (let i = 0; i < 600; i++) {
        during.push(append());
        if (i % 40 === 0) await new Promise(setImmediate);
      }
      await Promise.all([...before, compacted, ...during]);
    }
    await journal.close();
    expect(told).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    const notes = await notesIn(file);
    expect(notes[0]).toMatchObject({ text: "amount" });
    const from = notes[0]!.n;
    expect(from).toBeGreaterThan(3_000);
    expect(notes.slice(1).map((note) => note.n)).toEqual(told.slice(from));
  });

  test("that failed leaves the journal as it was, and usable", async () => {
    const file = fileIn(temporaryFolder());
    const { journal, compact } = await counting(file);
    await journal.append(...someNotes);
    mkdirSync(`${file}.new`);
    await expect(compact()).rejects.toThrow(/EISDIR/);
    await journal.append({ n: 4 });
    await journal.close();
    expect(await notesIn(file)).toEqual([...someNotes, { n: 4 }]);
  });

  test("that failed in its last step before it was put in place does the same", async () => {
    const file = fileIn(temporaryFolder());
    const { journal, compact } = await counting(file, (point) => {
      if (point === "compact-written") throw new Error("ENOSPC");
    });
    await journal.append(...someNotes);
    const failed = expect(compact()).rejects.toThrow("ENOSPC");
    await Promise.all([journal.append({ n: 4 }), failed]);
    await journal.append({ n: 5 });
    await journal.close();
    expect(await notesIn(file)).toEqual([...someNotes, { n: 4 }, { n: 5 }]);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  test("that was put in place and may not last takes nothing more", async () => {
    const file = fileIn(temporaryFolder());
    const { journal, compact } = await counting(file, (point) => {
      if (point === "compact-renamed") throw new Error("EIO");
    });
    await journal.append(...someNotes);
    await expect(compact()).rejects.toThrow("EIO");
    await expect(journal.append({ n: 4 })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await expect(compact()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await journal.close();
    expect(await notesIn(file)).toEqual([{ n: 3, text: "amount" }]);
  });

  test("that was cut off before it was put in place leaves the old one in force, and nothing beside it", async () => {
    const file = fileIn(temporaryFolder());
    writeFileSync(file, await bytesOf(someNotes));
    writeFileSync(`${file}.new`, (await bytesOf([{ n: 7 }])).subarray(0, 20));
    const { journal, notes } = await reopen(file);
    expect(notes).toEqual(someNotes);
    expect(existsSync(`${file}.new`)).toBe(false);
    await journal.close();
  });
});
