import { type RpcClient } from "../rpc.ts";
import { HashMismatch } from "./errors.ts";
import { fromHex, keccak, toHex } from "./keccak.ts";

export interface NodeBlock {
  number: number;
  hash: string;
  parentHash: string;
  stateRoot: string;
  /** Seconds. */
  timestamp: number;
  /** Hashes in order. */
  transactions: string[];
}

export async function readBlock(client: RpcClient, number: number | "latest"): Promise<NodeBlock | null> {
  const tag = number === "latest" ? number : toQuantity(number);
  return parse(await client.call("eth_getBlockByNumber", [tag, false]));
}

/** Asked for in groups, since an anvil block is about 1.5 kB of JSON. */
const GROUP = 200;

/** Compares the node's blocks from..to with the recorded hashes; throws HashMismatch at the first that differs. */
export async function compareHashes(
  client: RpcClient,
  from: number,
  to: number,
  recorded: (number: number) => string,
): Promise<void> {
  for (let start = from; start <= to; start += GROUP) {
    const numbers = Array.from({ length: Math.min(GROUP, to - start + 1) }, (_, at) => start + at);
    const calls = numbers.map((number) => ({
      method: "eth_getBlockByNumber",
      params: [toQuantity(number), false],
    }));
    const answers = await client.batch(calls);
    for (const [at, number] of numbers.entries()) {
      const answer = answers[at]!;
      const found = answer.ok ? (parse(answer.value)?.hash ?? "no such block") : answer.error.message;
      if (found !== recorded(number)) throw new HashMismatch(number, recorded(number), found);
    }
  }
}

/** The state the node computes with must be the one its last header names; a dump could hold another. */
export async function checkState(client: RpcClient): Promise<void> {
  const nobody = `0x${"00".repeat(20)}`;
  const proof = (await client.call("eth_getProof", [nobody, [], "latest"])) as { accountProof: string[] };
  const head = await readBlock(client, "latest");
  const root = toHex(keccak(fromHex(proof.accountProof[0]!)));
  if (root !== head!.stateRoot) {
    throw new HashMismatch(head!.number, `of state root ${head!.stateRoot}`, `state root ${root}`);
  }
}

function parse(answer: unknown): NodeBlock | null {
  if (answer === null) return null;
  const block = answer as Record<keyof NodeBlock, unknown>;
  return {
    number: Number(block.number),
    hash: String(block.hash),
    parentHash: String(block.parentHash),
    stateRoot: String(block.stateRoot),
    timestamp: Number(block.timestamp),
    transactions: block.transactions as string[],
  };
}

function toQuantity(number: number): string {
  return `0x${number.toString(16)}`;
}
