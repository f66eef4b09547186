import { crc32c, masked } from "./crc32c.ts";
import { Reader } from "./varint.ts";

/*
 * doc/table_format.md of LevelDB: blocks one after the other, each followed by its compression (1) and the
 * masked CRC-32C of both (4); at the end a footer with the places of the index and of the index of filters,
 * zeros, and a magic number.
 */
const TRAILER = 5;
const FOOTER = 48;
const MAGIC = Buffer.from("57fb808b247547db", "hex");
const RAW = 0;

/** What is wrong with a table, or null. Every block has a checksum, and LevelDB does not look at them when it reads. */
export function problemOfTable(bytes: Buffer): string | null {
  if (bytes.length < FOOTER) return "it is cut off";
  const footer = bytes.subarray(-FOOTER);
  if (!footer.subarray(-MAGIC.length).equals(MAGIC)) return "its footer is damaged";
  const reader = new Reader(footer);
  const places = [place(reader), place(reader)];
  if (footer.subarray(reader.at, -MAGIC.length).some((byte) => byte !== 0)) return "its footer is damaged";
  const [filters, index] = places as [Place, Place];
  for (const [what, where] of [
    ["index of filters", filters],
    ["index", index],
  ] as const) {
    if (!isWhole(bytes, where)) return `its ${what} is damaged`;
  }
  if (index.offset + index.size + TRAILER + FOOTER !== bytes.length) return "its footer is damaged";
  for (const block of [...entries(bytes, index), ...entries(bytes, filters)]) {
    if (!isWhole(bytes, block)) return `its block at byte ${block.offset} is damaged`;
  }
  return null;
}

interface Place {
  offset: number;
  size: number;
}

function place(reader: Reader): Place {
  return { offset: reader.number(), size: reader.number() };
}

function isWhole(bytes: Buffer, { offset, size }: Place): boolean {
  const end = offset + size + 1;
  if (end + 4 > bytes.length) return false;
  return masked(crc32c(bytes, offset, end)) === bytes.readUInt32LE(end);
}

/** The places an index block names. */
function* entries(bytes: Buffer, { offset, size }: Place): Generator<Place> {
  const stored = bytes.subarray(offset, offset + size);
  const block = bytes[offset + size] === RAW ? stored : unsnappy(stored);
  const restarts = new DataView(block.buffer, block.byteOffset, block.length).getUint32(
    block.length - 4,
    true,
  );
  const end = block.length - 4 * (restarts + 1);
  const reader = new Reader(block);
  while (reader.at < end) {
    reader.number();
    const unshared = reader.number();
    const length = reader.number();
    reader.skip(unshared);
    yield place(new Reader(reader.skip(length)));
  }
}

/** format_description.txt of Snappy: literals and copies of what came before. */
function unsnappy(stored: Uint8Array): Uint8Array {
  const reader = new Reader(stored);
  const out = new Uint8Array(reader.number());
  let at = 0;
  const little = (bytes: number) => reader.skip(bytes).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
  while (at < out.length) {
    const tag = little(1);
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      out.set(reader.skip(length), at);
      at += length;
      continue;
    }
    const length = (tag & 3) === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = (tag & 3) === 1 ? (tag >> 5) * 256 + little(1) : little((tag & 3) === 2 ? 2 : 4);
    for (let i = 0; i < length; i++) out[at + i] = out[at + i - back]!;
    at += length;
  }
  return out;
}
