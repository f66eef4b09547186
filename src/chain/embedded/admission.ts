import { type RpcClient } from "../rpc.ts";
import { NotExecutable } from "./errors.ts";
import { readTransaction, type SignedTransaction } from "./transaction.ts";

/** As geth: larger transactions would be refused by every real node. */
const MAX_TRANSACTION_BYTES = 128 * 1024;

/** A block's transactions, each of which the node will execute in it. */
export interface Admitted {
  /** Transaction hashes in order. */
  hashes: string[];
  /** Each sender's next nonce after the block. */
  nonces: Map<string, number>;
}

/**
 * Lets into a block only what is executable in it now: a nonce gap would linger in the node's pool and
 * enter a later block, and a refused transaction would stand in the journal but not in the block.
 */
export class Admission {
  readonly #chainId: number;
  readonly #gasLimit: bigint;
  /** Next nonce of senders seen, as of the last final block. */
  readonly #nonces = new Map<string, number>();

  constructor(chainId: number, gasLimit: bigint) {
    this.#chainId = chainId;
    this.#gasLimit = gasLimit;
  }

  /** Throws NotExecutable for the first that is not. Changes nothing until `commit`. */
  async admit(client: RpcClient, raws: readonly Uint8Array[]): Promise<Admitted> {
    const transactions = raws.map((raw, index) => this.#read(raw, index));
    await this.#learn(client, transactions);
    const nonces = new Map<string, number>();
    let gasLeft = this.#gasLimit;
    for (const [index, transaction] of transactions.entries()) {
      const next = nonces.get(transaction.from) ?? this.#nonces.get(transaction.from)!;
      const problem = nonceProblem(transaction, next) ?? gasProblem(transaction, gasLeft);
      if (problem) throw new NotExecutable(index, problem);
      nonces.set(transaction.from, next + 1);
      gasLeft -= transaction.gasLimit;
    }
    return { hashes: transactions.map((transaction) => transaction.hash), nonces };
  }

  /** The admitted block is final. */
  commit(admitted: Admitted): void {
    for (const [sender, nonce] of admitted.nonces) this.#nonces.set(sender, nonce);
  }

  /** Nonces are asked of the node again. */
  forget(): void {
    this.#nonces.clear();
  }

  #read(raw: Uint8Array, index: number): SignedTransaction {
    if (raw.length > MAX_TRANSACTION_BYTES) {
      throw new NotExecutable(
        index,
        `it has ${raw.length} bytes, at most ${MAX_TRANSACTION_BYTES} are taken`,
      );
    }
    try {
      return readTransaction(raw, this.#chainId);
    } catch (error) {
      throw new NotExecutable(index, (error as Error).message);
    }
  }

  async #learn(client: RpcClient, transactions: readonly SignedTransaction[]): Promise<void> {
    const senders = new Set(transactions.map((transaction) => transaction.from));
    const unknown = [...senders].filter((sender) => !this.#nonces.has(sender));
    if (unknown.length === 0) return;
    const calls = unknown.map((sender) => ({
      method: "eth_getTransactionCount",
      params: [sender, "latest"],
    }));
    for (const [at, answer] of (await client.batch(calls)).entries()) {
      if (!answer.ok) throw answer.error;
      this.#nonces.set(unknown[at]!, Number(answer.value));
    }
  }
}

function nonceProblem({ nonce, from }: SignedTransaction, next: number): string | null {
  if (nonce === next) return null;
  const what = nonce < next ? "is used already" : "leaves a gap";
  return `nonce ${nonce} of ${from} ${what}, the next is ${next}`;
}

function gasProblem(transaction: SignedTransaction, gasLeft: bigint): string | null {
  const { gasLimit, intrinsicGas, cost } = transaction;
  if (gasLimit < intrinsicGas) return `gas limit ${gasLimit} is below the ${intrinsicGas} it takes to begin`;
  if (gasLimit > gasLeft) return `gas limit ${gasLimit} exceeds the ${gasLeft} left in the block`;
  if (cost > 0n) return `it offers a price or value of ${cost} wei, and nobody holds any on this chain`;
  return null;
}
