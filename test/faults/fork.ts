import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hex } from "../../src/core/hex.ts";
import { type Anvil, startAnvil } from "../../src/chain/embedded/anvil.ts";
import { RpcError, rpcClient, type RpcClient } from "../../src/chain/rpc.ts";

export interface Block {
  number: number;
  hash: Hex;
  /** Seconds. */
  timestamp: number;
  raws: Hex[];
}

/** So deep a history can be changed at most. */
const KEPT_STATES = 160;

/** A node whose history can be changed. Transactions of dropped blocks do not come back by themselves. */
export class ForkingNode {
  readonly url: string;
  readonly #anvil: Anvil;
  readonly #client: RpcClient;
  readonly #folder: string;
  #later = 5;

  private constructor(anvil: Anvil, folder: string) {
    this.#anvil = anvil;
    this.#folder = folder;
    this.url = anvil.url;
    this.#client = rpcClient(anvil.url);
  }

  static async start(chainId = 77): Promise<ForkingNode> {
    const folder = mkdtempSync(join(tmpdir(), "suyuan-fork-"));
    const consensus = { chainId, gasLimit: 1_000_000_000n, genesisTime: Math.floor(Date.now() / 1000) };
    const options = { dir: folder, port: 0, keptStates: KEPT_STATES, onSpawn: () => undefined };
    const anvil = await startAnvil({ ...consensus, ...options });
    return new ForkingNode(anvil, folder);
  }

  async stop(): Promise<void> {
    this.#client.close();
    await this.#anvil.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Where a transaction is, as this node has it. */
  async place(transaction: Hex): Promise<{ number: number; succeeded: boolean } | null> {
    const found = await this.#client.call("eth_getTransactionReceipt", [transaction]);
    const receipt = found as { blockNumber: Hex; status: Hex } | null;
    return receipt && { number: Number(receipt.blockNumber), succeeded: receipt.status === "0x1" };
  }

  async hash(number: number): Promise<Hex> {
    return (await this.#block(number)).hash;
  }

  async head(): Promise<number> {
    return Number(await this.#client.call("eth_blockNumber", []));
  }

  async nonce(key: Hex): Promise<number> {
    return Number(await this.#client.call("eth_getTransactionCount", [key, "latest"]));
  }

  /** Mines what waits in the pool, then empty blocks. */
  async mine(blocks = 1): Promise<void> {
    for (let i = 0; i < blocks; i++) await this.#client.call("evm_mine", []);
  }

  /** The top blocks, oldest first, with the bytes of their transactions. */
  async top(depth: number): Promise<Block[]> {
    const head = await this.head();
    const blocks: Block[] = [];
    for (let number = head - depth + 1; number <= head; number++) blocks.push(await this.#block(number));
    return blocks;
  }

  /** Drops the top blocks and whatever waited in the pool. */
  async drop(depth: number): Promise<void> {
    await this.#client.call("anvil_dropAllTransactions", []);
    await this.#client.call("anvil_rollback", [depth]);
  }

  /** The node's own way: as many empty blocks in the place of the top ones. */
  async reorganise(depth: number): Promise<void> {
    await this.#client.call("anvil_dropAllTransactions", []);
    await this.#client.call("anvil_reorg", [depth, []]);
  }

  /** Another block on top, so long after its parent that it is not by chance one that was there before. */
  async mineOther(raws: readonly Hex[] = []): Promise<void> {
    const { timestamp } = await this.#block(await this.head());
    for (const raw of raws) await this.#client.call("eth_sendRawTransaction", [raw]).catch(knownAlready);
    await this.#client.call("evm_mine", [{ timestamp: timestamp + ++this.#later }]);
  }

  /** The very same blocks again, on top of the parent they had. */
  async putBack(blocks: readonly Block[]): Promise<void> {
    for (let tries = 0; tries < 20; tries++) {
      const mined = await this.#repeat(blocks);
      if (mined === blocks.length) return;
      // A gateway sent something again in between, and it got into a block.
      await this.drop(mined + 1);
    }
    assert.fail(`the blocks from ${blocks[0]!.number} on did not come back as they were`);
  }

  /** How many came out as they were, up to the first that did not. */
  async #repeat(blocks: readonly Block[]): Promise<number> {
    await this.#client.call("anvil_dropAllTransactions", []);
    for (const [i, { number, timestamp, raws, hash }] of blocks.entries()) {
      for (const raw of raws) await this.#client.call("eth_sendRawTransaction", [raw]).catch(knownAlready);
      await this.#client.call("evm_mine", [{ timestamp }]);
      if ((await this.#block(number)).hash !== hash) return i;
    }
    return blocks.length;
  }

  async #block(number: number): Promise<Block> {
    const b = (await this.#client.call("eth_getBlockByNumber", [`0x${number.toString(16)}`, false])) as {
      hash: Hex;
      timestamp: Hex;
      transactions: Hex[];
    };
    const raws: Hex[] = [];
    for (const hash of b.transactions)
      raws.push((await this.#client.call("eth_getRawTransactionByHash", [hash])) as Hex);
    return { number, hash: b.hash, timestamp: Number(b.timestamp), raws };
  }
}

/** A gateway may have sent the same bytes a moment ago. */
function knownAlready(error: unknown): void {
  if (!(error instanceof RpcError)) throw error;
}
