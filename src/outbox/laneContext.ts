import { type Directory } from "../chain/encode.ts";
import { type StateAt } from "../chain/node.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Hex } from "../core/hex.ts";
import { type Adoption } from "./adoption.ts";
import { type Outbox } from "./outbox.ts";

/** What a lane works with. */
export interface LaneContext {
  outbox: Outbox;
  port: ChainPort;
  directory: Directory;
  /** The step stored on chain for this key, after this block. */
  storedStep(key: Hex, at: StateAt): Promise<bigint>;
  /** The state that has everything the index has, and on real nodes nothing else. */
  state(): Promise<StateAt>;
  /** Whether no lane has anything to send again before bytes that reverted. */
  areQuiet(): boolean;
  /** Whether the index stopped for good: then the node is of another history, and is told nothing. */
  halted(): boolean;
  /** Seconds: the time the next block will have, as far as that can be known. */
  now(): number;
  /** Throws when this gateway may not act with its keys, or not now. */
  mayAct(): void;
  log(event: string, fields: object): void;
  crashAt(point: string): void;
  /** After a restore with real nodes: until it is done, nothing is signed. */
  adoption?: Adoption | undefined;
}

/** Where a sent batch stands: on its way, in a block that may go, in one that stays. */
export interface Landed {
  block: number;
  succeeded: boolean;
  final: boolean;
}
