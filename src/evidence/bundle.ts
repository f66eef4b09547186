import { createHash } from "node:crypto";
import { keccak } from "../core/hash.ts";
import { fromHex, toHex, type Hex } from "../core/hex.ts";
import { kindOf } from "../core/ids.ts";
import { ordinal } from "../core/table.ts";
import { type ChainNode } from "../chain/node.ts";
import { type Index } from "../indexer/index.ts";
import { preimageOf } from "../ledger/dataset/publish.ts";
import { graphNodes, versions } from "../ledger/dataset/tables.ts";
import { blocks, facts, history, type FactRow } from "../ledger/spine/tables.ts";
import { hashOfBlock } from "../proof/belief.ts";
import { readHeader } from "../proof/header.ts";
import {
  ALGORITHMS,
  FORMAT,
  lineText,
  VERSION,
  type CheckpointLine,
  type FactLine,
  type Line,
  type Scope,
  type VersionLine,
} from "../proof/lines.ts";
import { mappingSlot } from "../proof/trie.ts";
import { headerRlp } from "./header.ts";
import { Payloads } from "./payloads.ts";

/** What a bundle is to prove. */
export interface Question {
  /** The histories of these subjects, or everything. */
  of: readonly Hex[] | "city";
  /** Of a lineage: its versions are taken in addition. */
  scope: Scope | null;
  /** The answer's block; the newest final one when it is left out. */
  asOf?: number;
}

export interface BundleSources {
  index: Index;
  node: ChainNode;
  chainId: number;
  /** Salts of committed content that this reader may have. */
  opened(version: Hex): VersionLine["opened"];
  /** Whether the reader may see this fact's payload. */
  shows(fact: FactRow): boolean;
  /** Witnessed checkpoints that reach this block. */
  checkpoints(block: number): Promise<CheckpointLine[]>;
  /** How many headers after the proved one are wanted; fewer when there are no more. */
  depth: number;
}

const CITY_AT: Hex = `0x${"00".repeat(31)}01`;
const SUBJECTS_A_LINE = 500;
const SLOTS_AT_ONCE = 500;
const NODES_A_LINE = 100;
const AT_ONCE = 1_000;

/** A bundle's lines, one after the other, each with its newline. */
export async function* bundle(question: Question, s: BundleSources): AsyncGenerator<string> {
  const digest = createHash("sha256");
  let lines = 0;
  for await (const line of content(question, s)) {
    const text = `${lineText(line)}\n`;
    digest.update(text);
    lines++;
    yield text;
  }
  yield `${lineText({ is: "end", lines, sha256: toHex(digest.digest()) })}\n`;
}

async function* content(question: Question, s: BundleSources): AsyncGenerator<Line> {
  const { index } = s;
  const at = index.block(index.final)!;
  const asOf = question.asOf ?? at.number;
  const isCity = question.of === "city";
  const subjects = isCity ? [] : subjectsOf(question, s, asOf);
  const { factLog: log, spine } = index.identity;
  yield {
    is: "bundle",
    format: FORMAT,
    version: VERSION,
    algorithms: ALGORITHMS,
    chain: s.chainId,
    ...{ log, spine, asOf },
    at: { block: at.number, hash: at.hash },
    of: isCity ? "city" : "subjects",
    scope: question.scope,
  };
  for (const some of parts(subjects, SUBJECTS_A_LINE)) yield { is: "subjects", subjects: some };
  yield* versionLines(question, s);
  const writers = new Set<Hex>();
  const sequences = isCity ? null : await sequencesOf(subjects, s);
  yield* factLines(sequences, at.number, writers, s);
  const slots = isCity ? [CITY_AT] : subjects.map((subject) => mappingSlot(subject, 0));
  yield* nodeLines(slots, writers, at.number, s);
  yield* headerLines(at, s);
  yield* await s.checkpoints(at.number);
}

function* parts<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size);
}

/** Ascending; the root's dataset too, so that a newer version cannot be hidden. */
function subjectsOf({ of, scope }: Question, { index }: BundleSources, asOf: number): Hex[] {
  const all = new Set(of === "city" ? [] : of);
  if (scope) {
    const row = index.rows.get(versions, scope.root);
    all.add(scope.root);
    if (row) {
      all.add(row.dataset);
      for (const id of reached(row.ordinal, scope, index, asOf)) all.add(id);
    }
  }
  return [...all].sort();
}

function* reached(from: number, { up, down }: Scope, index: Index, asOf: number): Generator<Hex> {
  const cutoff = index.block(asOf)?.versions ?? 0;
  for (const [direction, depth] of [
    ["up", up],
    ["down", down],
  ] as const) {
    const { nodes } = index.graph.levelled({
      ...{ from: [from], direction, cutoff, limit: Number.MAX_SAFE_INTEGER },
      ...(depth === null ? {} : { depth }),
    });
    for (const node of nodes) yield index.rows.get(graphNodes, ordinal(node))!.id;
  }
}

/** Of what was asked about, so that a file can be compared. */
function* versionLines(q: Question, { index, opened }: BundleSources): Generator<VersionLine> {
  const subjects = new Set([...(q.of === "city" ? [] : q.of), ...(q.scope ? [q.scope.root] : [])]);
  for (const id of [...subjects].sort()) {
    const row = kindOf(id) === "version" ? index.rows.get(versions, id) : undefined;
    if (!row) continue;
    const { dataset, content, run, parentsHash, underHash } = preimageOf(row);
    yield {
      is: "version",
      id,
      dataset,
      content,
      run,
      parentsHash,
      underHash,
      opened: opened(id),
    };
  }
}

/** Every fact about any of the subjects, once, in order. */
async function sequencesOf(subjects: readonly Hex[], { index }: BundleSources): Promise<string[]> {
  const all = new Set<string>();
  for (const subject of subjects) {
    for (let after: string | undefined; ;) {
      const page = await index.rows.range(history, {
        prefix: subject,
        limit: AT_ONCE,
        ...(after ? { after } : {}),
      });
      for (const { key } of page) all.add(key.slice(subject.length));
      if (page.length < AT_ONCE) break;
      after = page.at(-1)!.key;
    }
  }
  return [...all].sort();
}

async function* rowsOf(
  sequences: readonly string[] | null,
  { index }: BundleSources,
): AsyncGenerator<FactRow[]> {
  if (sequences) {
    for (const some of parts(sequences, AT_ONCE)) yield some.map((key) => index.rows.get(facts, key)!);
    return;
  }
  for (let after: string | undefined; ;) {
    const page = await index.rows.range(facts, { limit: AT_ONCE, ...(after ? { after } : {}) });
    yield page.map(({ row }) => row);
    if (page.length < AT_ONCE) return;
    after = page.at(-1)!.key;
  }
}

async function* factLines(
  sequences: readonly string[] | null,
  upTo: number,
  writers: Set<Hex>,
  s: BundleSources,
): AsyncGenerator<FactLine> {
  const { index, node } = s;
  const hashOf = (block: number) => index.rows.get(blocks, ordinal(block))!.hash;
  const payloads = new Payloads(node, index.identity.factLog, hashOf);
  for await (const rows of rowsOf(sequences, s)) {
    const kept = rows.filter((f) => f.block <= upTo);
    const ahead = [...new Set(kept.map((f) => f.block))];
    for (const f of kept) {
      while (ahead[0]! < f.block) ahead.shift();
      writers.add(f.writer);
      const payload = await payloads.of(f.sequence, ahead);
      yield factLine(f, payload, s.shows(f));
    }
  }
}

function factLine(f: FactRow, payload: Hex, isShown: boolean): FactLine {
  const { sequence, block, time, kind, writer, organisation, drill, key, subjects } = f;
  const states: Hex = `0x${f.states.map((state) => state.toString(16).padStart(4, "0")).join("")}`;
  const rest = { sequence, block, time, kind, writer, organisation, drill, key, subjects, states };
  if (isShown) return { is: "fact", ...rest, payload };
  return { is: "fact", ...rest, payloadHash: keccak(fromHex(payload)) };
}

/** Every trie node once, by its hash. */
async function* nodeLines(
  slots: readonly Hex[],
  writers: ReadonlySet<Hex>,
  at: number,
  { index, node }: BundleSources,
): AsyncGenerator<Line> {
  const log = index.identity.factLog;
  const nodes = new Map<Hex, Hex>();
  const keep = (some: Hex[]) => {
    for (const one of some) nodes.set(keccak(fromHex(one)), one);
  };
  for (const some of parts(slots, SLOTS_AT_ONCE)) keep(await node.proof(log, some, at));
  for (const writer of writers) if (writer !== log) keep(await node.proof(writer, [], at));
  const sorted = [...nodes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  for (const some of parts(sorted, NODES_A_LINE)) yield { is: "nodes", nodes: some };
}

async function* headerLines(
  at: { number: number; hash: Hex },
  { index, node, depth }: BundleSources,
): AsyncGenerator<Line> {
  const last = Math.min(at.number + depth, index.head!.number);
  for (let number = at.number; number <= last; number++) {
    const block = await node.rawBlock(number);
    const rlp = block && headerRlp(block);
    if (!rlp || hashOfBlock(readHeader(rlp)) !== block["hash"])
      throw new Error(`the header of block ${number} does not hash to what the node calls it`);
    yield { is: "header", rlp };
  }
}
