import { toHex, type Hex } from "../core/hex.ts";
import { bytesOf } from "../proof/bytes.ts";
import { encodeRlp } from "../proof/rlp.ts";

/** In the order of the header; whole numbers are as short as can be, the others are bytes as they are. */
const first = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "extraData",
  "mixHash",
  "nonce",
];

/** What later forks appended: London, Shanghai, Cancun, Prague. */
const later = [
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
];

const numbers = new Set([
  ...["difficulty", "number", "gasLimit", "gasUsed", "timestamp"],
  ...["baseFeePerGas", "blobGasUsed", "excessBlobGas"],
]);

/** A block's header, from what eth_getBlockByNumber says of it. */
export function headerRlp(block: Record<string, unknown>): Hex {
  const names = [...first, ...later.filter((name) => block[name] !== undefined && block[name] !== null)];
  return toHex(encodeRlp(names.map((name) => field(name, block[name] as Hex))));
}

function field(name: string, value: Hex): Uint8Array {
  if (!numbers.has(name)) return bytesOf(value);
  const digits = value.slice(2).replace(/^0+/, "");
  return bytesOf(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}
