import { type Hex } from "../core/hex.ts";
import { utf8 } from "./bytes.ts";
import { Flaw, tampered } from "./flaw.ts";
import { type ProvedFact } from "./fact.ts";
import { canonical, hex, hexUpTo, list, nothingOr, object, oneOf, text, truth, whole } from "./shape.ts";

export const FORMAT = "suyuan-bundle";
export const VERSION = 1;

/** What the bytes of a bundle mean. Inside it, so that a later algorithm cannot be passed off as this one. */
export const ALGORITHMS = {
  file: "sha-256",
  head: "keccak-256/240",
  fact: "keccak-256",
  trie: "ethereum-mpt-keccak-256",
} as const;

export const LIMITS = {
  /** Bytes of a line, and of the first. */
  line: 1 << 20,
  opening: 1 << 10,
  /** Bytes of one fact's payload, of a trie node, of a header. */
  payload: 1 << 18,
  node: 2048,
  header: 1 << 16,
  subjectsOfFact: 600,
  nodesOfLine: 256,
  versions: 100_000,
  checkpoints: 100,
};

/** From which subject the bundle goes how far along derivations; `null` is without end. */
export interface Scope {
  root: Hex;
  /** Edges towards the sources. */
  up: number | null;
  /** Edges towards what was derived. */
  down: number | null;
}

export interface Opening {
  is: "bundle";
  format: typeof FORMAT;
  version: typeof VERSION;
  algorithms: typeof ALGORITHMS;
  chain: number;
  /** FactLog. */
  log: Hex;
  spine: Hex;
  /** The answer is as of this block, and proved at that one. */
  asOf: number;
  at: { block: number; hash: Hex };
  /** What is proved complete: these subjects' histories, or everything (`city`). */
  of: "subjects" | "city";
  scope: Scope | null;
}

/** Subjects of the bundle, ascending, over as many lines as it takes. */
export interface SubjectsLine {
  is: "subjects";
  subjects: Hex[];
}

/** What a version's id is made of, and what opens its commitment. */
export interface VersionLine {
  is: "version";
  id: Hex;
  dataset: Hex;
  content: Hex;
  run: Hex;
  parentsHash: Hex;
  underHash: Hex;
  /** Of committed content: its SHA-256, its size and the salt. */
  opened: { sha256: Hex; size: number; salt: Hex } | null;
}

/** With its payload, or with the keccak256 of it where the bundle's reader may not see it. */
export type FactLine = { is: "fact" } & ProvedFact;

/** Trie nodes, ascending by their hash over the whole bundle. */
export interface NodesLine {
  is: "nodes";
  nodes: Hex[];
}

/** A header, the proved block's first; each later one is the child of the one before. */
export interface HeaderLine {
  is: "header";
  rlp: Hex;
}

/** A witnessed checkpoint over block hashes, and that the proved block is among them. */
export interface CheckpointLine {
  is: "checkpoint";
  /** A C2SP signed note. */
  note: string;
  /** The leaf's number: the block's less that of the log's first, which the log's name says. */
  leaf: number;
  /** RFC 6962 inclusion proof. */
  proof: Hex[];
}

export interface EndLine {
  is: "end";
  /** Before this one. */
  lines: number;
  /** SHA-256 of all bytes before this line. */
  sha256: Hex;
}

export type Line =
  Opening | SubjectsLine | VersionLine | FactLine | NodesLine | HeaderLine | CheckpointLine | EndLine;

/** The order in which lines come; each kind may be repeated but the first and the last. */
export const order = [
  "bundle",
  "subjects",
  "version",
  "fact",
  "nodes",
  "header",
  "checkpoint",
  "end",
] as const;

/** Of all lines but the first. */
const kinds = order.filter((kind) => kind !== "bundle");

export function lineText(line: Line): string {
  return canonical(line);
}

/** Reads one line. There is one way to write each; every other is refused. */
export function readLine(line: string, isFirst: boolean): Line {
  const bytes = utf8(line).length;
  if (bytes > LIMITS.line) throw new Flaw("too-large", `a line of ${bytes} bytes`);
  if (isFirst && bytes > LIMITS.opening) throw foreign();
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw tampered("this is not JSON");
  }
  const kind = (value as { is?: unknown } | null)?.is;
  if (isFirst && kind !== "bundle") throw foreign();
  const read = oneOf(kind, isFirst ? ["bundle" as const] : kinds, "the kind of line");
  const result = readers[read](value);
  if (canonical(result) !== line) throw tampered("this is not the canonical form of the line");
  return result;
}

function foreign(): Flaw {
  return new Flaw("unsupported", "this is no evidence bundle of Suyuan");
}

const bytes32 = (what: string) => (value: unknown) => hex(value, 32, what);
const MOST_NUMBER = 2 ** 48 - 1;

const readers: Record<(typeof order)[number], (value: unknown) => Line> = {
  bundle: readOpening,
  subjects(value) {
    const o = object(value, ["is", "subjects"], "the line");
    return { is: "subjects", subjects: list(o["subjects"], 10_000, "subjects", bytes32("a subject")) };
  },
  version: readVersion,
  fact: readFact,
  nodes(value) {
    const o = object(value, ["is", "nodes"], "the line");
    const node = (n: unknown) => hexUpTo(n, LIMITS.node, "a trie node");
    return { is: "nodes", nodes: list(o["nodes"], LIMITS.nodesOfLine, "nodes", node) };
  },
  header(value) {
    const o = object(value, ["is", "rlp"], "the line");
    return { is: "header", rlp: hexUpTo(o["rlp"], LIMITS.header, "the header") };
  },
  checkpoint(value) {
    const o = object(value, ["is", "note", "leaf", "proof"], "the line");
    return {
      is: "checkpoint",
      note: text(o["note"], 1 << 16, "the note"),
      leaf: whole(o["leaf"], MOST_NUMBER, "the leaf"),
      proof: list(o["proof"], 64, "the proof", bytes32("a hash of the proof")),
    };
  },
  end(value) {
    const o = object(value, ["is", "lines", "sha256"], "the line");
    const lines = whole(o["lines"], MOST_NUMBER, "the number of lines");
    return { is: "end", lines, sha256: hex(o["sha256"], 32, "the digest") };
  },
};

function readOpening(value: unknown): Opening {
  const v = (value as { format?: unknown; version?: unknown } | null) ?? {};
  if (v.format !== FORMAT) throw foreign();
  if (v.version !== VERSION)
    throw new Flaw(
      "unsupported",
      `the bundle's version is ${String(v.version).slice(0, 20)}, this reads ${VERSION}`,
    );
  const members = "is format version algorithms chain log spine asOf at of scope".split(" ");
  const o = object(value, members, "the first line");
  requireAlgorithms(o["algorithms"]);
  const at = object(o["at"], ["block", "hash"], "`at`");
  return {
    is: "bundle",
    format: FORMAT,
    version: VERSION,
    algorithms: ALGORITHMS,
    chain: whole(o["chain"], Number.MAX_SAFE_INTEGER, "`chain`"),
    log: hex(o["log"], 20, "`log`"),
    spine: hex(o["spine"], 32, "`spine`"),
    asOf: whole(o["asOf"], MOST_NUMBER, "`asOf`"),
    at: { block: whole(at["block"], MOST_NUMBER, "`at.block`"), hash: hex(at["hash"], 32, "`at.hash`") },
    of: oneOf(o["of"], ["subjects", "city"] as const, "`of`"),
    scope: nothingOr(o["scope"], readScope),
  };
}

function requireAlgorithms(value: unknown): void {
  const o = object(value, Object.keys(ALGORITHMS), "`algorithms`");
  for (const [name, known] of Object.entries(ALGORITHMS))
    if (o[name] !== known) throw new Flaw("unsupported", `the bundle's ${name} algorithm is not ${known}`);
}

function readScope(value: unknown): Scope {
  const o = object(value, ["root", "up", "down"], "`scope`");
  const depth = (name: "up" | "down") => nothingOr(o[name], (n) => whole(n, 1_000_000, `\`scope.${name}\``));
  return { root: hex(o["root"], 32, "`scope.root`"), up: depth("up"), down: depth("down") };
}

function readVersion(value: unknown): VersionLine {
  const members = "is id dataset content run parentsHash underHash opened".split(" ");
  const o = object(value, members, "the line");
  const field = (name: string) => hex(o[name], 32, name);
  return {
    is: "version",
    id: field("id"),
    dataset: field("dataset"),
    content: field("content"),
    run: field("run"),
    parentsHash: field("parentsHash"),
    underHash: field("underHash"),
    opened: nothingOr(o["opened"], (value) => {
      const opened = object(value, ["sha256", "size", "salt"], "`opened`");
      return {
        sha256: hex(opened["sha256"], 32, "`opened.sha256`"),
        size: whole(opened["size"], Number.MAX_SAFE_INTEGER, "`opened.size`"),
        salt: hex(opened["salt"], 32, "`opened.salt`"),
      };
    }),
  };
}

function readFact(value: unknown): FactLine {
  const isShown = value !== null && "payload" in (value as object);
  const members = "is sequence block time kind writer organisation drill key subjects states";
  const o = object(value, [...members.split(" "), isShown ? "payload" : "payloadHash"], "the fact");
  const subjects = list(o["subjects"], LIMITS.subjectsOfFact, "subjects", bytes32("a subject"));
  return {
    is: "fact",
    sequence: whole(o["sequence"], MOST_NUMBER, "sequence"),
    block: whole(o["block"], MOST_NUMBER, "block"),
    time: whole(o["time"], MOST_NUMBER, "time"),
    kind: hex(o["kind"], 32, "kind"),
    writer: hex(o["writer"], 20, "writer"),
    organisation: whole(o["organisation"], 2 ** 32 - 1, "organisation"),
    drill: truth(o["drill"], "drill"),
    key: hex(o["key"], 20, "key"),
    subjects,
    states: hex(o["states"], 2 * subjects.length, "states"),
    ...(isShown
      ? { payload: hexUpTo(o["payload"], LIMITS.payload, "payload") }
      : { payloadHash: hex(o["payloadHash"], 32, "payloadHash") }),
  };
}
