import { type Hex } from "../core/hex.ts";
import { Flaw } from "./flaw.ts";
import { type NoteKey } from "./note.ts";
import { hex, list, object, oneOf, text, whole, type Members } from "./shape.ts";

export const TRUST_FORMAT = "suyuan-trust";

/** Who may seal blocks, from a height on. */
export interface Era {
  from: number;
  signers: Hex[];
}

/** What an auditor believes without proof. Each conclusion says which of them it rests on. */
export type Belief =
  | { kind: "block"; number: number; hash: Hex }
  /** So many of the validators in force must have sealed the block. */
  | { kind: "qbft"; eras: Era[]; quorum: number }
  /** So many sealed blocks must follow, by more than half of the signers in force. */
  | { kind: "clique"; eras: Era[]; depth: number }
  /** So many witnesses must have co-signed a log of the chain's block hashes. */
  | { kind: "witnesses"; origin: string; witnesses: NoteKey[]; quorum: number };

/** A contract of the ledger, in whichever generation. */
export interface TrustedContract {
  address: Hex;
  role: string;
  codeHash: Hex;
}

export interface Trust {
  chain: number;
  log: Hex;
  spine: Hex;
  contracts: TrustedContract[];
  believe: Belief[];
}

/** Reads a trust file. Whatever it does not name is not believed. */
export function readTrust(value: unknown): Trust {
  try {
    return trustIn(value);
  } catch (error) {
    if (error instanceof Flaw && error.outcome === "tampered")
      throw new Flaw("not-trusted", `the trust file is not valid: ${error.message}`);
    throw error;
  }
}

function trustIn(value: unknown): Trust {
  const v = (value as Members | null) ?? {};
  oneOf(v["format"], [TRUST_FORMAT], "format");
  if (v["version"] !== 1)
    throw new Flaw("unsupported", "the trust file has a version that this does not read");
  const o = object(value, ["format", "version", "chain", "log", "spine", "contracts", "believe"], "it");
  const contracts = list(o["contracts"], 1_000, "contracts", readContract);
  requireUnlike(contracts, ({ address }) => address, "contract");
  return {
    chain: whole(o["chain"], Number.MAX_SAFE_INTEGER, "chain"),
    log: hex(o["log"], 20, "log"),
    spine: hex(o["spine"], 32, "spine"),
    contracts,
    believe: list(o["believe"], 20, "believe", readBelief),
  };
}

/** One name, one meaning: which of two is meant would be anybody's guess. */
function requireUnlike<T>(all: readonly T[], nameOf: (one: T) => unknown, what: string): void {
  if (new Set(all.map(nameOf)).size !== all.length)
    throw new Flaw("not-trusted", `the trust file names a ${what} twice`);
}

function readContract(value: unknown): TrustedContract {
  const o = object(value, ["address", "role", "codeHash"], "a contract");
  return {
    address: hex(o["address"], 20, "address"),
    role: text(o["role"], 31, "role"),
    codeHash: hex(o["codeHash"], 32, "codeHash"),
  };
}

const members: Record<Belief["kind"], string[]> = {
  block: ["kind", "number", "hash"],
  qbft: ["kind", "eras", "quorum"],
  clique: ["kind", "eras", "depth"],
  witnesses: ["kind", "origin", "witnesses", "quorum"],
};

function readBelief(value: unknown): Belief {
  const kinds = Object.keys(members) as Belief["kind"][];
  const kind = oneOf((value as Members | null)?.["kind"], kinds, "the kind of belief");
  const o = object(value, members[kind], `the belief in ${kind}`);
  const count = (name: string, least: number) => {
    const n = whole(o[name], 10_000, name);
    if (n < least) throw new Flaw("not-trusted", `the trust file's ${name} is ${n}, which believes nobody`);
    return n;
  };
  switch (kind) {
    case "block":
      return { kind, number: whole(o["number"], 2 ** 48 - 1, "number"), hash: hex(o["hash"], 32, "hash") };
    case "qbft":
      return { kind, eras: readEras(o["eras"]), quorum: count("quorum", 1) };
    case "clique":
      return { kind, eras: readEras(o["eras"]), depth: count("depth", 0) };
    case "witnesses": {
      const witnesses = list(o["witnesses"], 100, "witnesses", readKey);
      return { kind, origin: text(o["origin"], 200, "origin"), witnesses, quorum: count("quorum", 1) };
    }
  }
}

function readEras(value: unknown): Era[] {
  const eras = list(value, 1_000, "eras", readEra);
  requireUnlike(eras, ({ from }) => from, "height from which signers are in force");
  return eras;
}

function readEra(value: unknown): Era {
  const o = object(value, ["from", "signers"], "an era");
  const signers = list(o["signers"], 1_000, "signers", (s) => hex(s, 20, "a signer"));
  requireUnlike(signers, (signer) => signer, "signer");
  return { from: whole(o["from"], 2 ** 48 - 1, "from"), signers };
}

function readKey(value: unknown): NoteKey {
  const o = object(value, ["name", "key"], "a witness");
  return { name: text(o["name"], 200, "name"), key: hex(o["key"], 32, "key") };
}

/** Who was in force at this height; nobody, when no era reaches back that far. */
export function signersAt(eras: readonly Era[], block: number): Hex[] {
  const begun = eras.filter((era) => era.from <= block).sort((a, b) => b.from - a.from);
  return begun[0]?.signers ?? [];
}
