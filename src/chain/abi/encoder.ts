import { type AbiParameter } from "./decoder.ts";

/** Writes one type. `length` counts the bytes of a value's encoding apart from an offset that points to it. */
interface Codec {
  dynamic: boolean;
  /** Bytes of the head when static. */
  size: number;
  length(value: unknown): number;
  put(value: unknown, to: Buffer, at: number): void;
}

export class AbiValueError extends Error {}

/**
 * Builds an encoder for one tuple of named values: the mirror of `tupleDecoder`. Values go by their names, so
 * their order means nothing; a missing one throws. Integers may be number, bigint or decimal text. Layout: the
 * Solidity ABI specification, "Formal Specification of the Encoding".
 */
export function tupleEncoder(
  parameters: readonly AbiParameter[],
): (value: Record<string, unknown>) => Buffer {
  const codec = tuple(parameters);
  return (value) => {
    const bytes = Buffer.alloc(codec.length(value));
    codec.put(value, bytes, 0);
    return bytes;
  };
}

function codecOf(p: AbiParameter): Codec {
  const list = /^(.*)\[\]$/.exec(p.type);
  if (list) return arrayOf(codecOf({ ...p, type: list[1]! }), p.name);
  const row = /^(.*)\[(\d+)\]$/.exec(p.type);
  // So many values of one type lie as a tuple of them does.
  if (row)
    return tuple(Array.from({ length: Number(row[2]) }, (_, i) => ({ ...p, type: row[1]!, name: `${i}` })));
  if (p.type === "tuple") return tuple(p.components ?? []);
  if (p.type === "string" || p.type === "bytes") return blob(p);
  if (p.type === "bool") return fixed((v, to, at) => to.writeUInt8(v ? 1 : 0, at + 31));
  if (p.type === "address") return hexOf(p, 20, 12);
  const bytes = /^bytes(\d+)$/.exec(p.type);
  if (bytes) return hexOf(p, Number(bytes[1]), 0);
  const integer = /^uint(\d*)$/.exec(p.type);
  if (integer) return unsigned(p, Number(integer[1] || 256));
  throw new AbiValueError(`no encoder for ${p.type}`);
}

function fixed(put: Codec["put"]): Codec {
  return { dynamic: false, size: 32, length: () => 32, put };
}

function hexOf(p: AbiParameter, bytes: number, offset: number): Codec {
  return fixed((v, to, at) => {
    const written =
      typeof v === "string" && v.length === 2 + 2 * bytes ? to.write(v.slice(2), at + offset, "hex") : 0;
    if (written !== bytes) throw new AbiValueError(`${p.name}: ${String(v)} is not ${p.type}`);
  });
}

function unsigned(p: AbiParameter, width: number): Codec {
  const limit = 1n << BigInt(width);
  return fixed((v, to, at) => {
    if (typeof v === "number" && v >= 0 && v <= 0xffffffff && v < 2 ** width && Number.isInteger(v)) {
      to.writeUInt32BE(v, at + 28);
      return;
    }
    const value = BigInt(v as string | number | bigint);
    if (value < 0n || value >= limit) throw new AbiValueError(`${p.name}: ${value} is not ${p.type}`);
    to.write(value.toString(16).padStart(64, "0"), at, "hex");
  });
}

const padded = (bytes: number) => Math.ceil(bytes / 32) * 32;

function blob(p: AbiParameter): Codec {
  const isText = p.type === "string";
  const count = (v: string) => (isText ? Buffer.byteLength(v) : (v.length - 2) / 2);
  return {
    dynamic: true,
    size: 32,
    length(v) {
      if (typeof v !== "string") throw new AbiValueError(`${p.name}: ${String(v)} is not ${p.type}`);
      return 32 + padded(count(v));
    },
    put(v, to, at) {
      const text = v as string;
      to.writeUInt32BE(count(text), at + 28);
      if (isText) to.write(text, at + 32, "utf8");
      else to.write(text.slice(2), at + 32, "hex");
    },
  };
}

function tuple(parameters: readonly AbiParameter[]): Codec {
  const members = parameters.map((p) => ({ name: p.name, codec: codecOf(p) }));
  const head = members.reduce((sum, { codec: c }) => sum + (c.dynamic ? 32 : c.size), 0);
  const dynamic = members.some(({ codec }) => codec.dynamic);
  const member = (v: unknown, name: string) => {
    const found = (v as Record<string, unknown> | undefined)?.[name];
    if (found === undefined) throw new AbiValueError(`it needs ${name}`);
    return found;
  };
  return {
    dynamic,
    size: head,
    length: (v) =>
      members.reduce((sum, { name, codec: c }) => sum + (c.dynamic ? c.length(member(v, name)) : 0), head),
    put: (v, to, at) =>
      putAll(
        members.map(({ name, codec }) => ({ value: member(v, name), codec })),
        to,
        at,
        head,
      ),
  };
}

function arrayOf(item: Codec, name: string): Codec {
  const items = (v: unknown): readonly unknown[] => {
    if (!Array.isArray(v)) throw new AbiValueError(`${name}: ${String(v)} is not a list`);
    return v as readonly unknown[];
  };
  const head = (n: number) => n * (item.dynamic ? 32 : item.size);
  const tails = (v: readonly unknown[]) =>
    item.dynamic ? v.reduce<number>((sum, x) => sum + item.length(x), 0) : 0;
  return {
    dynamic: true,
    size: 32,
    length: (v) => 32 + head(items(v).length) + tails(items(v)),
    put(v, to, at) {
      const all = items(v);
      to.writeUInt32BE(all.length, at + 28);
      putAll(
        all.map((value) => ({ value, codec: item })),
        to,
        at + 32,
        head(all.length),
      );
    },
  };
}

/** Heads in a row from `at`, then the tails that the dynamic ones point to; offsets count from `at`. */
function putAll(values: { value: unknown; codec: Codec }[], to: Buffer, at: number, heads: number): void {
  let head = at;
  let tail = at + heads;
  for (const { value, codec } of values) {
    if (!codec.dynamic) {
      codec.put(value, to, head);
      head += codec.size;
      continue;
    }
    to.writeUInt32BE(tail - at, head + 28);
    codec.put(value, to, tail);
    head += 32;
    tail += codec.length(value);
  }
}
