export type Hex = string;

/** Event names are dotted, for example "embedded.node.restarted"; fields are plain data. */
export type Log = (event: string, fields: object) => void;

export interface EmbeddedOptions {
  /** Everything of the chain lies here; made when missing. */
  dir: string;
  chainId: number;
  /** Of a block. Fixed for the chain's life. */
  gasLimit?: bigint;
  /** A person says that the clock is right, though it stepped or the last block is old. */
  acceptClock?: boolean;
  /** Seconds since 1970. */
  now?: () => number;
  /** Seconds since any fixed moment. */
  monotonic?: () => number;
  log?: Log;
  /** Told of a write that the disk refused: the chain halts, and whoever owns it may open it anew. */
  onDiskError?: (error: unknown) => void;
  /** Blocks between dumps. */
  dumpEvery?: number;
  /** Called at every named point of a block's journey and a dump's; fault tests end the process in it. */
  crashAt?: (point: CrashPoint) => void;
}

export const CRASH_POINTS = [
  "entry-written",
  "entry-synced",
  "sent",
  "mined",
  "hash-written",
  "hash-synced",
  "dump-written",
  "dump-renamed",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export interface Head {
  number: number;
  hash: Hex;
  /** Seconds. */
  timestamp: number;
}

export interface MinedBlock extends Head {
  /** Hashes in order. */
  transactions: Hex[];
}

export interface EmbeddedChain {
  /** Of the node, for reading; any process on this machine can reach it. Changes only if its port is lost in a restart. */
  readonly url: string;
  readonly chainId: number;
  /** Why mining has ended until a restart, or null. */
  readonly halted: string | null;
  /** Why the clock stops mining now, with both times and the flag, or null. */
  readonly clockProblem: string | null;
  /** Bytes of the journal that are on disk, for whoever copies it. */
  readonly journalBytes: number;
  /** The last block whose hash is recorded: it and all before it are final. */
  head(): Head;
  /**
   * Mines one block of these raw transactions in this order; an empty list makes an empty block.
   * Throws NotExecutable (nothing was mined), ClockStepped, HaltedError, or RpcUnreachable when the node
   * died again and again: then the block is journalled and comes before the next one.
   */
  mine(raws: readonly Hex[]): Promise<MinedBlock>;
  /** Reads the journal from disk again and compares every hash with the node; answers with the number of blocks. */
  verify(): Promise<number>;
  close(): Promise<void>;
}
