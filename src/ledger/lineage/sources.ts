import { type Hex } from "../../core/hex.ts";
import { type LedgerView } from "../../core/action.ts";
import { type Sources } from "../../core/query.ts";
import { type Reader } from "../eyes.ts";

/** The graph as queries walk it; nodes are version ordinals. */
export interface GraphReader {
  readonly size: number;
  readonly edges: number;
  children(node: number, cutoff?: number): number[];
  walk(options: WalkOptions): Walked;
  /** The nodes alone, breadth first, then by ordinal; `counts[d]` of them lie at depth d. */
  levelled(options: WalkOptions): { nodes: Uint32Array; counts: number[]; cut: Walked["cut"] };
  path(from: number, to: number, options?: { cutoff?: number; limit?: number }): Path | null;
}

interface WalkOptions {
  from: readonly number[];
  direction: "up" | "down" | "both";
  depth?: number;
  limit?: number;
  cutoff?: number;
}

export interface Walked {
  nodes: { node: number; depth: number }[];
  edges: { parent: number; child: number }[];
  cut: null | { by: "depth" | "limit"; beyond: number };
}

interface Path {
  nodes: readonly number[];
  cut: unknown;
}

export interface RestoreView {
  backup: string;
  /** ISO. */
  taken: string;
  restored: string;
  /** Embedded: the chain forks after `block`. */
  chain: "embedded" | "node";
  block: { number: number; hash: Hex } | null;
  /** Nonces from `from` up to, not including, `to`: signed after the backup by the gateway that was lost. */
  unknownNonces: { key: Hex; from: number; to: number; block: number }[];
}

/** What queries about versions read besides rows. */
export interface LedgerSources extends Sources {
  graph: GraphReader;
  /** Ordinal of each version that a recall or a withdrawn consent struck → the block of the first. */
  recalledAt: ReadonlyMap<number, number>;
  view: LedgerView;
  /** Who asks, as far as it decides what is shown. */
  reader: Reader;
  /** The block the ledger begins at. */
  from: number;
  ledger: { chainId: number; factLog: Hex; spine: Hex };
  /** Commitments under which this gateway knows this content to be published. */
  commitmentsOf(sha256: Hex): Promise<Hex[]>;
  /** The text that a commitment opens to, where this gateway keeps what opens it. */
  openedText(commitment: Hex): string | undefined;
  /** Times this gateway was restored from a backup, oldest first. */
  restores(): RestoreView[];
  /** The officer keys that are unlocked here, by their names. */
  signers(): { name: string; key: Hex }[];
}
