import { type Text } from "../core/text.ts";

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
