import { createRequire } from "node:module";
import { type NestedUint8Array, RLP } from "@ethereumjs/rlp";
import { keccak, toHex } from "./keccak.ts";

/** What the chain must know of a signed transaction before it lets it into a block. */
export interface SignedTransaction {
  hash: string;
  /** Lower case, 0x. */
  from: string;
  nonce: number;
  gasLimit: bigint;
  /** Gas taken before the first instruction, by London's rules. */
  intrinsicGas: bigint;
  /** Highest gas price plus value, in wei; zero is the only price on a chain where nobody holds anything. */
  cost: bigint;
  /** Lower case, 0x; null creates a contract. */
  to: string | null;
  data: string;
}

/** Position of each field by transaction type; the last three are always the signature. */
const LAYOUTS = [
  { fields: 9, chainId: null, nonce: 0, prices: [1], gas: 2, to: 3, value: 4, data: 5, access: null },
  { fields: 11, chainId: 0, nonce: 1, prices: [2], gas: 3, to: 4, value: 5, data: 6, access: 7 },
  { fields: 12, chainId: 0, nonce: 1, prices: [2, 3], gas: 4, to: 5, value: 6, data: 7, access: 8 },
] as const;

const GAS = { transaction: 21_000, create: 32_000, zeroByte: 4, byte: 16, address: 2_400, key: 1_900 };
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

interface Secp256k1 {
  ecdsaRecover(signature: Uint8Array, recovery: number, hash: Uint8Array, compressed: boolean): Uint8Array;
}
const secp256k1 = createRequire(import.meta.url)("secp256k1") as Secp256k1;

/** Throws an Error whose message says what is wrong with the bytes. */
export function readTransaction(raw: Uint8Array, chainId: number): SignedTransaction {
  const type = raw[0]! >= 0xc0 ? 0 : raw[0]!;
  const layout = LAYOUTS[type];
  if (raw.length === 0 || !layout) throw new Error(`transactions of type ${raw[0]} are not accepted here`);
  const fields = decodeList(type === 0 ? raw : raw.subarray(1), layout.fields);
  const bytes = (at: number) => fields[at] as Uint8Array;
  const number = (at: number, name: string, size = 8) => toNumber(fields[at]!, name, size);
  const parity = readParity(type, number(layout.fields - 3, "signature parity"), chainId);
  if (layout.chainId !== null) checkChain(number(layout.chainId, "chain id"), chainId);
  const to = bytes(layout.to).length;
  if (to !== 0 && to !== 20) throw new Error(`the recipient has ${to} bytes instead of 20`);
  const access = layout.access === null ? 0 : accessGas(fields[layout.access]!);
  const prices = layout.prices.map((at) => number(at, "gas price", 32));
  return {
    hash: toHex(keccak(raw)),
    from: recover(type, fields, parity, chainId),
    nonce: Number(number(layout.nonce, "nonce")),
    gasLimit: number(layout.gas, "gas limit"),
    intrinsicGas: BigInt(
      GAS.transaction + (to === 0 ? GAS.create : 0) + dataGas(bytes(layout.data)) + access,
    ),
    to: to === 0 ? null : toHex(bytes(layout.to)),
    data: toHex(bytes(layout.data)),
    cost: prices.reduce((sum, price) => sum + price, number(layout.value, "value", 32)),
  };
}

/** Whether the transaction is one that creates a contract; the bytes are a transaction's. */
export function createsContract(raw: Uint8Array): boolean {
  const { fields, to } = LAYOUTS[raw[0]! >= 0xc0 ? 0 : raw[0]!]!;
  return (decodeList(raw[0]! >= 0xc0 ? raw : raw.subarray(1), fields)[to] as Uint8Array).length === 0;
}

function decodeList(bytes: Uint8Array, length: number): NestedUint8Array {
  const list = RLP.decode(bytes) as unknown;
  if (!Array.isArray(list) || list.length !== length) throw new Error(`it is not a list of ${length} fields`);
  return list as NestedUint8Array;
}

function toNumber(field: Uint8Array | NestedUint8Array, name: string, size: number): bigint {
  if (!(field instanceof Uint8Array) || field.length > size) throw new Error(`its ${name} is no number`);
  if (field[0] === 0) throw new Error(`its ${name} begins with a zero byte`);
  return field.length === 0 ? 0n : BigInt(toHex(field));
}

function readParity(type: number, v: bigint, chainId: number): number {
  if (type !== 0) {
    if (v > 1n) throw new Error(`its signature parity is ${v}`);
    return Number(v);
  }
  if (v === 27n || v === 28n) throw new Error("its signature names no chain");
  checkChain((v - 35n) >> 1n, chainId);
  return Number((v - 35n) & 1n);
}

function checkChain(found: bigint, chainId: number): void {
  if (found !== BigInt(chainId)) throw new Error(`it is signed for chain ${found}, this is chain ${chainId}`);
}

function recover(type: number, fields: NestedUint8Array, parity: number, chainId: number): string {
  const [r, s] = fields.slice(-2).map((field) => toNumber(field, "signature", 32)) as [bigint, bigint];
  if (s > HALF_ORDER) throw new Error("its signature is malleable (s is in the upper half)");
  const signature = Buffer.from([r, s].map((part) => part.toString(16).padStart(64, "0")).join(""), "hex");
  const body = fields.slice(0, -3);
  const unsigned = type === 0 ? RLP.encode([...body, chainId, 0, 0]) : typed(type, RLP.encode(body));
  try {
    const key = secp256k1.ecdsaRecover(signature, parity, keccak(unsigned), false);
    return toHex(keccak(key.subarray(1)).subarray(12));
  } catch {
    throw new Error("its signature belongs to no key");
  }
}

function typed(type: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(type), body]);
}

function dataGas(data: Uint8Array): number {
  let zeros = 0;
  for (const byte of data) if (byte === 0) zeros++;
  return zeros * GAS.zeroByte + (data.length - zeros) * GAS.byte;
}

function accessGas(list: Uint8Array | NestedUint8Array): number {
  if (list instanceof Uint8Array) throw new Error("its access list is no list");
  let gas = 0;
  for (const item of list) {
    const [address, keys, ...rest] = item instanceof Uint8Array ? [] : item;
    const sound = isBytes(address, 20) && Array.isArray(keys) && keys.every((key) => isBytes(key, 32));
    if (!sound || rest.length > 0) throw new Error("its access list is malformed");
    gas += GAS.address + (keys as unknown[]).length * GAS.key;
  }
  return gas;
}

function isBytes(value: unknown, length: number): boolean {
  return value instanceof Uint8Array && value.length === length;
}
