import { type Hex } from "../core/hex.ts";
import { rawPayload } from "../chain/decode.ts";
import { type ChainNode } from "../chain/node.ts";

const BLOCKS_AT_ONCE = 64;

/** Facts' payloads as they were hashed, from the chain: the index keeps only what it read in them. */
export class Payloads {
  readonly #node: ChainNode;
  readonly #log: Hex;
  readonly #hashOf: (block: number) => Hex;
  /** Of the blocks that were asked for last. */
  #held = new Map<number, Hex>();
  #upTo = -1;

  constructor(node: ChainNode, log: Hex, hashOf: (block: number) => Hex) {
    this.#node = node;
    this.#log = log;
    this.#hashOf = hashOf;
  }

  /** @param ahead The blocks that will be asked for from here on, ascending; this fact's comes first. */
  async of(sequence: number, ahead: readonly number[]): Promise<Hex> {
    if (ahead[0]! > this.#upTo) await this.#fetch(ahead.slice(0, BLOCKS_AT_ONCE));
    const payload = this.#held.get(sequence);
    if (payload === undefined) throw new Error(`the node has no log of fact ${sequence}`);
    return payload;
  }

  async #fetch(blocks: readonly number[]): Promise<void> {
    const found = await this.#node.logs(this.#log, blocks.map(this.#hashOf));
    this.#held = new Map(
      found.flat().map((log) => {
        const { sequence, payload } = rawPayload(log);
        return [sequence, payload];
      }),
    );
    this.#upTo = blocks.at(-1)!;
  }
}
