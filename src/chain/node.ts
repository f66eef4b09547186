import { type Hex } from "../core/hex.ts";
import { Reverted } from "./reverts.ts";
import { RpcError, type RpcClient } from "./rpc.ts";
import { quantity, type StateAt, tag } from "./stateAt.ts";
import { TryOut } from "./tryOut.ts";

export type { StateAt } from "./stateAt.ts";

export interface NodeBlock {
  number: number;
  hash: Hex;
  parent: Hex;
  /** Seconds. */
  time: number;
  receiptsRoot: Hex;
  transactions: Hex[];
}

export interface NodeLog {
  address: Hex;
  topics: Hex[];
  data: Hex;
}

export interface NodeReceipt {
  transaction: Hex;
  type: number;
  succeeded: boolean;
  cumulativeGas: bigint;
  gasUsed: bigint;
  bloom: Hex;
  logs: NodeLog[];
}

export interface TransactionPlace {
  block: number;
  blockHash: Hex;
  succeeded: boolean;
}

export interface CallRequest {
  from: Hex;
  to: Hex;
  data: Hex;
  gas?: bigint;
}

type Json = Record<string, unknown>;

/** JSON-RPC 2.0: the parameters do not fit the method. */
const INVALID_PARAMS = -32602;

/** An Ethereum node as this project reads it. Everything is by block hash where the node allows it. */
export class ChainNode {
  readonly rpc: RpcClient;
  /** Tries calls together, and tells what they would log. */
  readonly tryOut: TryOut;
  #takesTime = true;

  constructor(rpc: RpcClient) {
    this.rpc = rpc;
    this.tryOut = new TryOut(rpc, (request, at, time) => this.call(request, at, time));
  }

  async chainId(): Promise<number> {
    return Number(await this.rpc.call("eth_chainId", []));
  }

  async headNumber(): Promise<number> {
    return Number(await this.rpc.call("eth_blockNumber", []));
  }

  /** Which chain it is of, and its highest block, asked for in one request. */
  async standing(): Promise<{ chainId: number; head: number }> {
    const calls = ["eth_chainId", "eth_blockNumber"].map((method) => ({ method, params: [] }));
    const [chainId, head] = (await this.rpc.batch(calls)).map((answer) => {
      if (!answer.ok) throw answer.error;
      return Number(answer.value);
    }) as [number, number];
    return { chainId, head };
  }

  async block(at: number | "latest" | Hex): Promise<NodeBlock | null> {
    const byHash = typeof at === "string" && at.startsWith("0x");
    const method = byHash ? "eth_getBlockByHash" : "eth_getBlockByNumber";
    const b = (await this.rpc.call(method, [
      byHash ? at : tag(at as number | "latest"),
      false,
    ])) as Json | null;
    if (!b?.["hash"]) return null;
    return {
      number: Number(b["number"]),
      hash: b["hash"] as Hex,
      parent: b["parentHash"] as Hex,
      time: Number(b["timestamp"]),
      receiptsRoot: b["receiptsRoot"] as Hex,
      transactions: b["transactions"] as Hex[],
    };
  }

  /** `null` for a block the node does not have. */
  async hashes(numbers: number[]): Promise<(Hex | null)[]> {
    const calls = numbers.map((n) => ({ method: "eth_getBlockByNumber", params: [quantity(n), false] }));
    return (await this.rpc.batch(calls)).map((answer) => {
      if (!answer.ok) throw answer.error;
      return ((answer.value as Json | null)?.["hash"] as Hex | undefined) ?? null;
    });
  }

  /** In the order of the block's transactions. */
  async receipts(block: NodeBlock): Promise<NodeReceipt[]> {
    if (block.transactions.length === 0) return [];
    const calls = block.transactions.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] }));
    const answers = await this.rpc.batch(calls);
    return answers.map((answer, i) => {
      if (!answer.ok) throw answer.error;
      const r = answer.value as Json | null;
      // The receipts' root binds what happened, not in which transaction: that is for the block's list to say.
      const isIts = r?.["blockHash"] === block.hash && r["transactionHash"] === block.transactions[i];
      if (!isIts || wasTakenBack(r)) {
        throw new RpcError(
          "eth_getTransactionReceipt",
          0,
          `the receipt of ${block.transactions[i]} is not of block ${block.hash}`,
        );
      }
      return readReceipt(r);
    });
  }

  /** A contract's logs in each of these blocks, by the blocks' hashes. */
  async logs(address: Hex, blocks: readonly Hex[]): Promise<NodeLog[][]> {
    const calls = blocks.map((blockHash) => ({ method: "eth_getLogs", params: [{ address, blockHash }] }));
    return (await this.rpc.batch(calls)).map((answer) => {
      if (!answer.ok) throw answer.error;
      return (answer.value as Json[]).map(readLog);
    });
  }

  /** All that a node says of a block, for its header. */
  async rawBlock(number: number): Promise<Record<string, unknown> | null> {
    return (await this.rpc.call("eth_getBlockByNumber", [quantity(number), false])) as Json | null;
  }

  /** Trie nodes from the block's state root to the account and to these slots of it (EIP-1186). */
  async proof(address: Hex, slots: readonly Hex[], at: number): Promise<Hex[]> {
    const p = (await this.rpc.call("eth_getProof", [address, slots, quantity(at)])) as {
      accountProof: Hex[];
      storageProof: { proof: Hex[] }[];
    };
    return [...p.accountProof, ...p.storageProof.flatMap(({ proof }) => proof)];
  }

  /** Where these transactions are; null for one that is in no block. */
  async places(transactions: readonly Hex[]): Promise<(TransactionPlace | null)[]> {
    const calls = transactions.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] }));
    return (await this.rpc.batch(calls)).map((answer) => {
      if (!answer.ok) throw answer.error;
      const r = answer.value as Json | null;
      if (!r?.["blockHash"]) return null;
      const [block, succeeded] = [Number(r["blockNumber"]), r["status"] === "0x1"];
      return { block, blockHash: r["blockHash"] as Hex, succeeded };
    });
  }

  async nonce(address: Hex, at: StateAt = "latest"): Promise<number> {
    return Number(await this.rpc.call("eth_getTransactionCount", [address, tag(at)]));
  }

  async code(address: Hex): Promise<Hex> {
    return (await this.rpc.call("eth_getCode", [address, "latest"])) as Hex;
  }

  async storage(address: Hex, slot: Hex, at: number | "latest" = "latest"): Promise<Hex> {
    return (await this.rpc.call("eth_getStorageAt", [address, slot, tag(at)])) as Hex;
  }

  async storageMany(address: Hex, slots: Hex[], at: number): Promise<Hex[]> {
    const calls = slots.map((slot) => ({
      method: "eth_getStorageAt",
      params: [address, slot, quantity(at)],
    }));
    return (await this.rpc.batch(calls)).map((answer) => {
      if (!answer.ok) throw answer.error;
      return answer.value as Hex;
    });
  }

  /**
   * Tries a call without making it. Throws Reverted with the contract's own bytes.
   * @param time What `block.timestamp` is in it, in seconds; a node that cannot be told takes the state's own.
   */
  async call(request: CallRequest, at: StateAt = "latest", time?: number): Promise<Hex> {
    const { from, to, data, gas } = request;
    const params = { from, to, data, ...(gas ? { gas: quantity(gas) } : {}), gasPrice: "0x0" };
    try {
      return (await this.#call([params, tag(at)], time)) as Hex;
    } catch (error) {
      const bytes = error instanceof RpcError ? revertData(error.data) : undefined;
      throw bytes === undefined ? error : new Reverted(bytes);
    }
  }

  /** Block overrides come fourth, after overrides of the state: geth's eth_call, and anvil's. */
  async #call(parameters: unknown[], time: number | undefined): Promise<unknown> {
    if (time === undefined || !this.#takesTime) return this.rpc.call("eth_call", parameters);
    try {
      return await this.rpc.call("eth_call", [...parameters, {}, { time: quantity(time) }]);
    } catch (error) {
      if (!(error instanceof RpcError) || error.code !== INVALID_PARAMS) throw error;
      this.#takesTime = false;
      return this.rpc.call("eth_call", parameters);
    }
  }

  async send(raw: Hex, mayAct?: () => void): Promise<void> {
    await this.rpc.call("eth_sendRawTransaction", [raw], mayAct ? { before: mayAct } : {});
  }
}

/** Nodes differ in where they put the bytes: the string itself, or an object around it. */
function revertData(data: unknown): Hex | undefined {
  if (typeof data === "string" && /^0x[0-9a-f]*$/i.test(data)) return data.toLowerCase() as Hex;
  if (data !== null && typeof data === "object") return revertData((data as Json)["data"]);
  return undefined;
}

/** A node that reorganised while it was asked flags the logs of a block that is no longer its own. */
function wasTakenBack(receipt: Json): boolean {
  return (receipt["logs"] as Json[]).some((log) => log["removed"] === true);
}

function readReceipt(r: Json): NodeReceipt {
  return {
    transaction: r["transactionHash"] as Hex,
    type: Number(r["type"] ?? 0),
    succeeded: r["status"] === "0x1",
    cumulativeGas: BigInt(r["cumulativeGasUsed"] as string),
    gasUsed: BigInt(r["gasUsed"] as string),
    bloom: r["logsBloom"] as Hex,
    logs: (r["logs"] as Json[]).map(readLog),
  };
}

function readLog(l: Json): NodeLog {
  const address = (l["address"] as string).toLowerCase() as Hex;
  return { address, topics: l["topics"] as Hex[], data: l["data"] as Hex };
}
