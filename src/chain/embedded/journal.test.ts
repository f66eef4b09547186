import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { JournalDamaged } from "./errors.ts";
import { Journal } from "./journal.ts";

let dir: string;
let path: string;
/** Ends of the records, in order: genesis, entry 1, hash 1, entry 2, … */
let ends: number[];

const hash = (number: number) => `0x${String(number).repeat(64)}`;
const raws = (number: number) => [new Uint8Array(number * 10).fill(number), new Uint8Array([7])];
const ignore = () => undefined;
const never = () => expect.unreachable("nothing is torn");

async function build(blocks: number, withPending: boolean): Promise<void> {
  const journal = await Journal.create(path, hash(0));
  ends = [journal.end];
  for (let number = 1; number <= blocks; number++) {
    await journal.appendEntry({ number, timestamp: 100 + number, raws: raws(number) });
    ends.push(journal.end);
    if (number === blocks && withPending) break;
    await journal.appendHash(hash(number));
    ends.push(journal.end);
  }
  await journal.close();
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(dir, "journal");
});
afterEach(() => rmSync(dir, { recursive: true }));

test("what was appended is read again, in order", async () => {
  await build(3, true);
  const journal = await Journal.open(path, never);
  expect(journal.head).toMatchObject({ number: 2, timestamp: 102 });
  expect(journal.head.hash.toString("hex")).toBe("2".repeat(64));
  expect(journal.pending).toBe(3);
  for (const number of [1, 2, 3]) {
    const entry = journal.entry(number);
    expect(entry).toMatchObject({ number, timestamp: 100 + number });
    expect(entry.raws.map((raw) => [...raw])).toEqual(raws(number).map((raw) => [...raw]));
  }
  await journal.close();
});

test("an append is done only when the disk has said so", async () => {
  const journal = await Journal.create(path, hash(0));
  const handle = await open(path);
  const proto = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  let synced: () => void = () => expect.unreachable();
  const sync = vi
    .spyOn(proto, "datasync")
    .mockImplementation(() => new Promise((resolve) => (synced = resolve)));
  try {
    let [written, done] = [false, false];
    const append = journal.appendEntry({ number: 1, timestamp: 5, raws: [] }, () => (written = true));
    void append.then(() => (done = true));
    await expect.poll(() => sync.mock.calls.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([written, done, journal.pending]).toEqual([true, false, null]);
    synced();
    await append;
    expect(journal.pending).toBe(1);
  } finally {
    sync.mockRestore();
    await journal.close();
  }
});

test("a void entry gives its number to the next one", async () => {
  await build(2, true);
  let journal = await Journal.open(path, never);
  await journal.appendVoid("the node refused it");
  await journal.appendEntry({ number: 2, timestamp: 500, raws: [] });
  await journal.appendHash(hash(9));
  await journal.close();
  journal = await Journal.open(path, never);
  expect(journal.head).toMatchObject({ number: 2, timestamp: 500 });
  await journal.close();
});

test.each([
  ["an entry", true],
  ["a hash", false],
])(
  "when the last record is %s, it may be cut at every byte: the rest is kept and goes on",
  async (_, pending) => {
    await build(2, pending);
    const whole = readFileSync(path);
    const [before, end] = ends.slice(-2) as [number, number];
    for (let length = before + 1; length < end; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const torn: [number, number][] = [];
      const journal = await Journal.open(path, (...where) => torn.push(where));
      expect(torn).toEqual([[before, length - before]]);
      expect([journal.head.number, journal.pending]).toEqual([1, pending ? null : 2]);
      await journal.close();
      expect(statSync(path).size).toBe(before);
    }
    const journal = await Journal.open(path, never);
    if (pending) await journal.appendEntry({ number: 2, timestamp: 102, raws: raws(2) });
    else await journal.appendHash(hash(2));
    await journal.close();
    expect(readFileSync(path).equals(whole)).toBe(true);
  },
);

test("a last record whose pages never reached the disk counts as torn", async () => {
  await build(2, true);
  const [before, end] = ends.slice(-2) as [number, number];
  const whole = readFileSync(path);
  for (const zerosFrom of [before, before + 5, before + 20]) {
    writeFileSync(path, Buffer.concat([whole.subarray(0, zerosFrom), Buffer.alloc(end - zerosFrom)]));
    const journal = await Journal.open(path, ignore);
    expect([journal.head.number, journal.pending, journal.end]).toEqual([1, null, before]);
    await journal.close();
  }
});

test("a flipped bit in any byte before the last record is damage, named by offset and block", async () => {
  await build(2, false);
  const whole = readFileSync(path);
  const last = ends.at(-2)!;
  const blocks = [0, 1, 1, 2, 2];
  for (let at = 0; at < last; at++) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1 << (at % 8);
    writeFileSync(path, bytes);
    const record = ends.findIndex((end) => at < end);
    const expected = { offset: ends[record - 1] ?? 0, block: blocks[record] };
    const error = await Journal.open(path, never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(JournalDamaged);
    expect(error).toMatchObject(expected);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  }
});

test("a flipped bit in the last record drops that record or is told; it is never read as it stands", async () => {
  await build(2, false);
  const whole = readFileSync(path);
  let dropped = 0;
  for (let at = ends.at(-2)!; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1;
    writeFileSync(path, bytes);
    const journal = await Journal.open(path, ignore).catch((error: unknown) => error);
    if (journal instanceof JournalDamaged) continue;
    expect([(journal as Journal).head.number, (journal as Journal).pending]).toEqual([1, 2]);
    await (journal as Journal).close();
    dropped++;
  }
  expect(dropped).toBe(8 + 32 + 32);
});

test("a page of zeros before a whole record is damage, not a torn tail", async () => {
  await build(2, false);
  const bytes = readFileSync(path);
  bytes.fill(0, ends[1], ends[2]);
  writeFileSync(path, bytes);
  await expect(Journal.open(path, ignore)).rejects.toMatchObject({
    name: "JournalDamaged",
    offset: ends[1],
    block: 1,
  });
});

test("records taken out of the middle are missed", async () => {
  await build(3, false);
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, ends[2]), bytes.subarray(ends[4])]));
  await expect(Journal.open(path, ignore)).rejects.toThrow(JournalDamaged);
});

test("a journal is never made over another", async () => {
  await build(1, false);
  copyFileSync(path, `${path}.copy`);
  await expect(Journal.create(path, hash(5))).rejects.toThrow("EEXIST");
  truncateSync(`${path}.copy`, ends[0]);
  const journal = await Journal.open(`${path}.copy`, never);
  expect(journal.head.number).toBe(0);
  await journal.close();
});
