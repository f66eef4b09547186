import { SuyuanError } from "../core/errors.ts";
import { type Fact } from "../core/fact.ts";
import { nextCity, nextSlot } from "../core/hash.ts";
import { type Hex, ZERO32 } from "../core/hex.ts";
import { ordinal, type Rows } from "../core/table.ts";
import { decodeFact, type DecodedFact } from "../chain/decode.ts";
import { type NodeBlock, type NodeReceipt } from "../chain/node.ts";
import { counters } from "../ledger/dataset/tables.ts";
import { factDefinition } from "../ledger/definitions.ts";
import { SPINE_ROLE } from "../ledger/spine/facts.ts";
import {
  blocks,
  facts as factTable,
  heads,
  history,
  writers,
  type BlockRow,
} from "../ledger/spine/tables.ts";
import { Pace } from "../store/pace.ts";

/** Which ledger this is. `spine` binds every fact to it. */
export interface ChainIdentity {
  chainId: number;
  factLog: Hex;
  spine: Hex;
  /** The block FactLog was deployed in; nothing of interest lies before it. */
  from: number;
}

/** Applies the facts of one block in order: rows, history, heads. Nobody sees them before they are committed. */
export async function applyBlock(
  identity: ChainIdentity,
  before: BlockRow | undefined,
  block: NodeBlock,
  receipts: NodeReceipt[],
  rows: Rows,
): Promise<{ row: BlockRow; facts: Fact[] }> {
  const pace = new Pace();
  let sequence = before?.facts ?? 0;
  const facts: Fact[] = [];
  for (const receipt of receipts) {
    for (const log of receipt.logs) {
      if (log.address !== identity.factLog) continue;
      const raw = { topics: log.topics, data: log.data, transaction: receipt.transaction };
      const decoded = decodeFact(raw, identity.spine, block);
      requireNext(decoded.sequence, sequence, block.number);
      facts.push(applyFact(decoded, sequence++, block, identity, rows));
      if (pace.isOver) await pace.rest();
    }
  }
  const row: BlockRow = {
    number: block.number,
    hash: block.hash,
    parent: block.parent,
    time: block.time,
    facts: sequence,
    versions: rows.get(counters, "versions") ?? 0,
  };
  rows.put(blocks, ordinal(block.number), row);
  return { row, facts };
}

/** Facts are numbered on chain: one that is missing or comes twice is noticed at once. */
function requireNext(found: number, expected: number, block: number): void {
  if (found === expected) return;
  const value = `block ${block} holds fact ${found}, and ${expected} is the next`;
  throw new SuyuanError("INDEX_HALTED", { value });
}

function applyFact(
  d: DecodedFact,
  sequence: number,
  block: NodeBlock,
  identity: ChainIdentity,
  rows: Rows,
): Fact {
  const role = d.writer === identity.factLog ? SPINE_ROLE : (rows.get(writers, d.writer)?.role ?? null);
  const definition = d.event && role ? factDefinition(role, d.event.name) : undefined;
  const fact: Fact = {
    sequence,
    name: definition ? d.event!.name : null,
    kind: d.kind,
    writer: d.writer,
    role,
    organisation: d.organisation,
    key: d.key,
    drill: d.drill,
    subjects: d.subjects,
    states: d.states,
    payload: definition ? d.event!.payload : {},
    hash: d.hash,
    block: block.number,
    time: block.time,
    transaction: d.transaction,
  };
  definition?.apply(fact, rows);
  rows.put(factTable, ordinal(sequence), { ...fact, payload: plain(fact.payload) as Fact["payload"] });
  fact.subjects.forEach((subject, i) => {
    rows.put(history, subject + ordinal(sequence), null);
    rows.put(heads, subject, nextSlot(rows.get(heads, subject) ?? ZERO32, fact.hash, fact.states[i]!));
  });
  rows.put(heads, "city", nextCity(rows.get(heads, "city") ?? ZERO32, fact.hash));
  return fact;
}

/** Whole numbers beyond 2^53 lie in rows as decimal text. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
