import { type Hex } from "../../core/hex.ts";
import { type Grade } from "../../core/states.ts";
import { table } from "../../core/table.ts";
import { type Text } from "../../core/text.ts";

export interface DomainRow {
  id: Hex;
  code: string;
  name: Text;
  block: number;
  time: number;
}

export const sharings = ["unconditional", "conditional", "not-shared"] as const;
export type Sharing = (typeof sharings)[number];

export interface DatasetRow {
  id: Hex;
  /** `owner/code`. */
  name: string;
  owner: Hex;
  domain: Hex;
  code: string;
  title: Text;
  category: string;
  grade: Grade;
  personal: boolean;
  /** Least authorisation: to named officers only. */
  least: boolean;
  unconditional: boolean;
  state: number;
  metadata: Record<string, unknown>;
  versions: number;
  block: number;
  time: number;
}

/** When something befell a version, and by which fact. */
export interface Mark {
  block: number;
  time: number;
  /** Sequence of the fact. */
  fact: number;
  reason?: string;
  note?: string;
}

export interface VersionRow {
  id: Hex;
  dataset: Hex;
  /** `owner/code@3`: numbered in chain order. */
  name: string;
  number: number;
  /** Position in the lineage graph. */
  ordinal: number;
  organisation: Hex;
  key: Hex;
  content: Hex;
  sm3: Hex;
  /** Digests and size are salted commitments. */
  committed: boolean;
  size: number | null;
  schema: Hex | null;
  run: Hex;
  parents: Hex[];
  under: Hex[];
  corrects: Hex | null;
  grade: Grade;
  personal: boolean;
  /** Least authorisation: to named officers only. */
  least: boolean;
  /** On which it rests, oldest citation first. */
  consents: Hex[];
  /** The approved evidence by which it is declared below its parents. */
  evidence: Hex | null;
  state: number;
  mediaType: string | null;
  title: Text | null;
  metadata: Record<string, unknown>;
  /** The dataset's version before it has the same content. */
  unchanged: boolean;
  block: number;
  time: number;
  transaction: Hex;
  fact: number;
  corrected: (Mark & { by: Hex })[];
  withdrawn: Mark | null;
  recalled: Mark | null;
  affected: (Mark & { through: Hex }) | null;
}

export interface RunRow {
  id: Hex;
  organisation: Hex;
  job: string;
  code: Hex | null;
  name: string;
  block: number;
  time: number;
}

export const domains = table<DomainRow>("domain");
export const datasets = table<DatasetRow>("dataset");
/** owner/code → id, so that lists come in the order people read. */
export const datasetNames = table<Hex>("dataset-name");
export const versions = table<VersionRow>("version");
/** dataset id + ordinal(number) → version id. */
export const versionsOfDataset = table<Hex>("dataset-version");
/** grant + ordinal in the graph → a version published under it. */
export const versionsUnder = table<Hex>("version-under");
/** ordinal in the graph → the version and its parents' ordinals. */
export const graphNodes = table<{ id: Hex; parents: number[] }>("graph-node");
/** Versions that a chunk of the graph holds. */
export const GRAPH_CHUNK = 1_024;
/**
 * number of a full chunk → for each of its versions in order, how many parents it has and then their ordinals.
 * A start reads these in place of a row a version: ten million edges in a second.
 */
export const graphChunks = table<number[]>("graph-chunk");
/** `versions` → how many there are. */
export const counters = table<number>("counter");
/** digest or commitment (SHA-256 or SM3) + ordinal → version id. */
export const digests = table<Hex>("digest");
export const runs = table<RunRow>("run");
/** ordinal of a recalled version → its id. */
export const recalls = table<Hex>("recall");

/** Reason codes, by their number on chain. Appended to, never renumbered. */
export const recallReasons = ["source-error", "consent", "security", "legal", "quality", "other"] as const;
export const withdrawalReasons = ["superseded", "published-in-error", "legal", "retention", "other"] as const;
