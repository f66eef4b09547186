import { sha256 } from "@noble/hashes/sha2.js";
import { ZERO32, type Hex } from "../core/hex.ts";
import { hashOfBlock, requireChained, restsOn, type Rested } from "./belief.ts";
import { bytesOf, hexOf, utf8 } from "./bytes.ts";
import { Flaw, tampered } from "./flaw.ts";
import { readHeader, type Header } from "./header.ts";
import { History } from "./history.ts";
import { Lineage } from "./lineage.ts";
import {
  LIMITS,
  order,
  readLine,
  type CheckpointLine,
  type FactLine,
  type Line,
  type NodesLine,
  type Opening,
  type SubjectsLine,
  type VersionLine,
} from "./lines.ts";
import { outcomeOf, worstOf, type Outcome } from "./outcome.ts";
import { accountAt, mappingSlot, storageAt, TrieNodes } from "./trie.ts";
import { type Trust, type TrustedContract } from "./trust.ts";
import { fileMatches, requireVersionId, type FileDigest } from "./version.ts";

/** Variables of FactLog: `slot` is a mapping, `city` a word. */
const SLOT_AT = 0;
const CITY_AT: Hex = `0x${"00".repeat(31)}01`;
const DATASETS = "datasets";
const SPINE = "spine";
const VERSION = "0x04";

export interface SubjectSaid {
  id: Hex;
  /** Up to the asked-for block. */
  facts: number;
  /** Two state bytes; `null` when it did not exist then. */
  state: number | null;
}

/** What a bundle proves. */
export interface Conclusion {
  outcome: Outcome;
  /** Why, when it is not valid, and in which line of the bundle; 0 is the whole. */
  reason: string | null;
  line: number;
  about: null | {
    chain: number;
    spine: Hex;
    asOf: number;
    at: { block: number; hash: Hex; time: number };
    of: Opening["of"];
    root: Hex | null;
    facts: number;
    /** Of a lineage: how many versions were reached. */
    versions: number | null;
    subjects: SubjectSaid[];
    /** What the conclusion rests on. */
    restsOn: Rested[];
  };
}

/** How much of a hostile bundle is read before it is refused. */
export interface Bounds {
  bytes: number;
  subjects: number;
  nodes: number;
  headers: number;
}

export const bounds: Bounds = { bytes: 4 * 2 ** 30, subjects: 2_000_000, nodes: 8_000_000, headers: 10_000 };

/** At most so many subjects are told one by one. */
const TOLD = 100;

/** Reads a bundle line by line and answers at the end. Pure: no clock, no network, no files. */
export class Verifier {
  readonly #trust: Trust;
  readonly #bounds: Bounds;
  readonly #digest = sha256.create();
  readonly #subjects: Hex[] = [];
  readonly #versions: VersionLine[] = [];
  readonly #nodes = new TrieNodes();
  readonly #headers: Header[] = [];
  readonly #checkpoints: CheckpointLine[] = [];
  readonly #lineage = new Lineage();
  readonly #contracts: Map<Hex, TrustedContract>;
  #opening: Opening | undefined;
  #history: History | undefined;
  #lines = 0;
  #bytes = 0;
  #place = 0;
  #lastNode = "";
  #ended = false;

  constructor(trust: Trust, limits: Bounds = bounds) {
    this.#trust = trust;
    this.#bounds = limits;
    this.#contracts = new Map(trust.contracts.map((contract) => [contract.address, contract]));
  }

  /** One line, without its newline. Throws Flaw. */
  push(text: string): void {
    this.#lines++;
    try {
      if (this.#ended) throw tampered("something follows the end");
      const line = readLine(text, this.#lines === 1);
      this.#follow(line);
      this.#take(line);
      if (!this.#ended) this.#count(utf8(`${text}\n`));
    } catch (error) {
      if (error instanceof Flaw) error.line = this.#lines;
      throw error;
    }
  }

  #count(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > this.#bounds.bytes) throw new Flaw("too-large", "the bundle is too long");
    this.#digest.update(bytes);
  }

  /** What the whole proves about these files, or about no file. Throws Flaw. */
  end(files: readonly FileDigest[] = []): Conclusion {
    if (!this.#ended) throw new Flaw("incomplete", "the bundle is cut off: it has no last line");
    const opening = this.#opening!;
    const restsOnWhat = this.#prove(opening);
    for (const { id } of this.#versions) this.#requireTold(id);
    const matched = this.#requireFiles(files);
    return this.#conclude(opening, restsOnWhat, matched);
  }

  /** Lines come in one order. */
  #follow(line: Line): void {
    const place = order.indexOf(line.is);
    if (place < this.#place) throw tampered(`a line of kind ${line.is} is out of order`);
    this.#place = place;
  }

  #take(line: Line): void {
    switch (line.is) {
      case "bundle":
        return this.#open(line);
      case "subjects":
        return this.#takeSubjects(line);
      case "version":
        return this.#takeVersion(line);
      case "fact":
        return this.#takeFact(line);
      case "nodes":
        return this.#takeNodes(line);
      case "header":
        if (this.#headers.length >= this.#bounds.headers) throw new Flaw("too-large", "too many headers");
        this.#headers.push(namedHeader(line.rlp));
        return;
      case "checkpoint":
        if (this.#checkpoints.length >= LIMITS.checkpoints)
          throw new Flaw("too-large", "too many checkpoints");
        this.#checkpoints.push(line);
        return;
      case "end": {
        const read = { lines: this.#lines - 1, sha256: hexOf(this.#digest.digest()) };
        if (line.lines !== read.lines || line.sha256 !== read.sha256)
          throw tampered("the bundle's last line does not fit what is before it");
        this.#ended = true;
      }
    }
  }

  #open(opening: Opening): void {
    const { chain, log, spine } = this.#trust;
    const isOther = opening.chain !== chain || opening.log !== log || opening.spine !== spine;
    if (isOther)
      throw new Flaw("not-trusted", "the bundle is of another chain or ledger than the trust file's");
    if (opening.asOf > opening.at.block)
      throw tampered("the answer is as of a later block than it is proved at");
    if (opening.of === "city" && opening.scope) throw tampered("a bundle of everything has no scope");
    this.#opening = opening;
  }

  #takeSubjects({ subjects }: SubjectsLine): void {
    if (this.#opening!.of === "city") throw tampered("a bundle of everything names no subjects");
    for (const subject of subjects) {
      const last = this.#subjects.at(-1);
      if (last !== undefined && subject <= last) throw tampered("the subjects are not in ascending order");
      if (this.#subjects.length >= this.#bounds.subjects) throw new Flaw("too-large", "too many subjects");
      this.#subjects.push(subject);
    }
  }

  #takeVersion(line: VersionLine): void {
    const last = this.#versions.at(-1);
    if (last && line.id <= last.id) throw tampered("the versions are not in ascending order");
    if (this.#versions.length >= LIMITS.versions) throw new Flaw("too-large", "too many versions are opened");
    requireVersionId(line);
    this.#versions.push(line);
  }

  #takeFact(line: FactLine): void {
    const { asOf, of, at } = this.#opening!;
    this.#history ??= new History(this.#trust.spine, asOf, of === "city" ? null : this.#subjects);
    if (line.block > at.block) throw tampered("a fact is younger than the proved block");
    this.#history.add(line);
    if (line.block <= asOf) this.#lineage.add(line, this.#contracts.get(line.writer)?.role === DATASETS);
  }

  #takeNodes({ nodes }: NodesLine): void {
    for (const node of nodes) {
      const hash = this.#nodes.add(bytesOf(node));
      if (hash <= this.#lastNode) throw tampered("the trie nodes are not in the order of their hashes");
      if (this.#nodes.size > this.#bounds.nodes) throw new Flaw("too-large", "too many trie nodes");
      this.#lastNode = hash;
    }
  }

  /** That the heads are in FactLog's storage, in a block that is believed. */
  #prove({ asOf, at, of }: Opening): Rested[] {
    const history = (this.#history ??= new History(
      this.#trust.spine,
      asOf,
      of === "city" ? null : this.#subjects,
    ));
    if (of === "subjects" && this.#subjects.length === 0) throw tampered("the bundle names no subject");
    const [block] = this.#headers;
    if (!block) throw new Flaw("incomplete", "the bundle has no block header");
    if (block.number !== at.block || hashOfBlock(block) !== at.hash)
      throw tampered("the header is not that of the block it is proved at");
    requireChained(this.#headers);
    const storage = this.#requireCode(this.#trust.log, block, SPINE);
    for (const writer of history.writers) if (writer !== this.#trust.log) this.#requireCode(writer, block);
    if (of === "city") this.#requireHead("everything", CITY_AT, storage, history.city);
    else
      for (const [subject, slot] of history.slots)
        this.#requireHead(subject, mappingSlot(subject, SLOT_AT), storage, slot);
    this.#nodes.requireAllWalked();
    return this.#believe();
  }

  /** Answers with the contract's storage root. */
  #requireCode(address: Hex, block: Header, role?: string): Hex {
    const trusted = this.#contracts.get(address);
    if (!trusted || (role !== undefined && trusted.role !== role))
      throw new Flaw(
        "not-trusted",
        `the trust file does not name the contract ${address}${role ? ` as ${role}` : ""}`,
      );
    const account = accountAt(this.#nodes, block.stateRoot, address);
    if (account?.codeHash !== trusted.codeHash)
      throw new Flaw("not-trusted", `the contract ${address} has other code than the trust file says`);
    return account.storageRoot;
  }

  #requireHead(what: string, slot: Hex, storage: Hex, head: Hex): void {
    const stored = storageAt(this.#nodes, storage, slot);
    if (stored === head) return;
    const all = head === ZERO32 ? "all facts" : "facts";
    throw new Flaw(
      "incomplete",
      `${all} about ${what} are left out, or were changed: their head is not on the chain`,
    );
  }

  #believe(): Rested[] {
    const grounds = { headers: this.#headers, checkpoints: this.#checkpoints };
    const said = this.#trust.believe.map((belief) => restsOn(belief, grounds));
    const held = said.filter((s) => typeof s !== "string");
    if (held.length > 0) return held;
    const why = said.length === 0 ? "the trust file believes nobody" : said.join("; ");
    throw new Flaw("not-trusted", why);
  }

  #isTold(subject: Hex): boolean {
    return this.#opening!.of === "city" || this.#history!.tells(subject);
  }

  #requireTold(subject: Hex): void {
    if (!this.#isTold(subject)) throw new Flaw("incomplete", `the history of ${subject} is left out`);
  }

  /** Answers with the versions whose content the files are. */
  #requireFiles(files: readonly FileDigest[]): Hex[] {
    return files.flatMap((file) => {
      const matched = this.#versions.filter((v) => fileMatches(v, file));
      if (matched.length > 0) return matched.map(({ id }) => id);
      const why =
        this.#versions.length === 0 ? "the bundle is about no content" : "its digest is none of the bundle's";
      throw new Flaw("file-differs", `${file.name}: ${why}`);
    });
  }

  #conclude(opening: Opening, rests: Rested[], matched: readonly Hex[]): Conclusion {
    const history = this.#history!;
    const about = this.#aboutWhat(opening);
    const root = about.length === 1 ? about[0]! : null;
    const reached = opening.scope && this.#lineage.within(opening.scope, (s) => this.#isTold(s));
    const told = opening.of === "city" ? [] : this.#subjects.slice(0, TOLD);
    const { chain, spine, asOf, at, of } = opening;
    return {
      outcome: worstOf([...about, ...matched].map((subject) => this.#outcomeOf(subject))),
      reason: null,
      line: 0,
      about: {
        ...{ chain, spine, asOf, of, root },
        at: { ...at, time: this.#headers[0]!.time },
        facts: history.facts,
        versions: reached?.length ?? null,
        subjects: told.map((id) => ({ id, facts: history.factsOf(id), state: history.stateOf(id) ?? null })),
        restsOn: rests,
      },
    };
  }

  /** What the outcome is said of; nothing in particular, when there are several subjects. */
  #aboutWhat({ scope }: Opening): Hex[] {
    if (scope) return [scope.root];
    if (this.#versions.length > 0) return this.#versions.map(({ id }) => id);
    return this.#subjects.length === 1 ? this.#subjects : [];
  }

  #outcomeOf(root: Hex): Outcome {
    this.#requireTold(root);
    const state = this.#history!.stateOf(root);
    if (state === undefined) return "absent";
    if (!root.startsWith(VERSION)) return "current";
    const outcome = outcomeOf(state);
    if (outcome !== "current") return outcome;
    const dataset = this.#lineage.datasetOf(root);
    const newest = dataset !== null && this.#isTold(dataset) ? this.#lineage.newestOf(dataset) : undefined;
    return newest === undefined || newest === root ? "current" : "superseded";
  }
}

/** A header whose hash can be told: QBFT's is not that of its bytes. */
function namedHeader(rlp: Hex): Header {
  const header = readHeader(rlp);
  hashOfBlock(header);
  return header;
}

/** A flaw as the answer it is. */
export function refusal(flaw: Flaw): Conclusion {
  return { outcome: flaw.outcome, reason: flaw.message, line: flaw.line, about: null };
}
