import { type Text } from "../core/text.ts";
import type { Exposure } from "../ledger/exposure/answer.ts";

export type { Exposure };

/** RFC 9457, with the members that every error of a gateway has. */
export interface Problem extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  retry: "never" | "later" | "fix";
  field?: string;
  value?: unknown;
  instance?: string;
  /** It was only tried. */
  dryRun?: true;
  /** Of a dry run: whom it would have let get to what. */
  exposure?: Exposure;
}

export interface Operation {
  id: string;
  action: string;
  /** Address of the officer key that signs. */
  key: string;
  organisation: string | null;
  at: string;
  state: "accepted" | "sent" | "mined" | "final" | "refused";
  transaction?: string;
  block?: number;
  error?: Problem;
  makes: string[];
}

/** What an action would do if it were done now. */
export interface DryRun {
  dryRun: true;
  action: string;
  /** Address of the officer key that would sign. */
  key: string;
  organisation: string | null;
  /** Tried on the state after this block, at this time; `ahead`: accepted acts of the key that were not counted. */
  asOf: { block: number; time: string; ahead: number };
  /** Commitments, and the ids made of them, will be others when it is done. */
  salted: boolean;
  items: DryRunItem[];
}

export interface DryRunItem {
  /** As it was understood, with what was left out filled in. */
  input: unknown;
  /**
   * `nothing`: on record already. `joins`: an open operation does the same. `waits`: it builds on what is not on the
   * chain yet, and could not be tried. `untried`: too many others of the batch are refused.
   */
  outcome: "would-record" | "nothing" | "joins" | "waits" | "refused" | "untried";
  facts: WouldBeFact[];
  /** Whether the facts are the chain's own simulation, or follow from the definition alone. */
  from: "chain" | "definition";
  /** Ids that it would bring into being. */
  makes: string[];
  /** Open operations that it joins or waits for. */
  operations: string[];
  /** Items before it that it waits for. */
  items: number[];
  error?: Problem;
  /** `null` where nobody would newly get to anything by such an act, or the API key may not read. */
  exposure: Exposure | null;
}

export interface WouldBeFact {
  name: string | null;
  says: Text;
  organisation: string | null;
  subjects: { kind: string; id: string; name: string }[];
  payload: Record<string, unknown>;
  hidden: boolean;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Me {
  id: string;
  label: string;
  scopes: Scope[];
  officers: { name: string; key: string }[];
}

export type Scope = "read" | "act" | "manage";

export interface AccessKey {
  id: string;
  label: string;
  scopes: Scope[];
  officers: string[];
  created: string;
  expires: string | null;
  revoked: string | null;
}

export interface NewAccessKey {
  label: string;
  scopes: Scope[];
  officers?: string[];
  expires?: string;
}

/** What has to be signed elsewhere. */
export interface Prepared {
  chainId: number;
  nonce: number;
  gas: string;
  gasPrice: "0";
  to: string;
  data: string;
  summary: Text;
}

export interface Fact {
  sequence: number;
  name: string | null;
  organisation: string | null;
  key: string;
  drill: boolean;
  subjects: string[];
  states: number[];
  payload: Record<string, unknown>;
  /** Members of the payload that this reader may not see are `null`. */
  hidden: boolean;
  hash: string;
  writer: string;
  block: number;
  time: string;
  transaction: string;
}

/** A fact, or the news that facts from `next` on were taken back with their blocks and will come again. */
export type LedgerEvent =
  { type: "fact"; id: number; fact: Fact } | { type: "rolled-back"; id: number; block: number; next: number };

/** A backup that a gateway writes, and what became of it. */
export interface Backup {
  id: string;
  target: string;
  state: "writing" | "done" | "failed";
  /** Bytes. */
  done: number;
  total: number;
  /** What the backup says of itself, once it is there. */
  manifest: BackupManifest | null;
  error: Problem | null;
}

export interface BackupManifest {
  id: string;
  taken: string;
  version: string;
  chain: "embedded" | "node";
  block: { number: number; hash: string } | null;
  sealed: boolean;
  files: { path: string; bytes: number; sha256: string }[];
}

/** What opens this commitment is at the gateway; `from` is who answered, null when it was there already. */
export interface FetchedOpening {
  of: string;
  commitment: string;
  from: string | null;
}

/** Of a text, or of a content. */
export type Opening =
  | { text: string; salt: string }
  | { dataset: string; content: { sha256: string; sm3: string; size: number }; salt: string };
