import { nextCity, nextSlot } from "../../core/hash.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { blocks, facts, heads, history, type BlockRow } from "../../ledger/spine/tables.ts";
import { type ChainIdentity } from "../apply.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** The city's head and every count, from the facts in order. */
export async function* checkFacts(reading: Reading, from: ChainIdentity): AsyncGenerator<Finding> {
  let [sequence, touches, city, number]: [number, number, Hex, number] = [0, 0, ZERO32, from.from];
  for await (const { key, row } of reading.each(facts)) {
    if (key !== ordinal(sequence)) yield finding("fact", key, key, ordinal(sequence));
    if (row.sequence !== sequence) yield finding("fact", key, row.sequence, sequence);
    if (row.block < number) yield finding("fact", key, `block ${row.block}`, `block ${number} or later`);
    city = nextCity(city, row.hash);
    [sequence, touches, number] = [sequence + 1, touches + row.subjects.length, row.block];
    for (const subject of row.subjects) {
      if (reading.get(history, subject + key) === undefined)
        yield finding("history", subject, null, `fact ${row.sequence}`);
    }
  }
  const stored = reading.get(heads, "city") ?? ZERO32;
  if (stored !== city) yield finding("head-recomputed", "city", stored, city);
  let listed = 0;
  for await (const _ of reading.each(history)) listed++;
  if (listed !== touches) yield finding("history", "all subjects", `${listed} touches`, `${touches} touches`);
}

/** Every subject's head from its own facts: history and heads are both in the order of subjects. */
export async function* checkHeads(reading: Reading): AsyncGenerator<Finding> {
  const folded = foldHistory(reading);
  let next = await folded.next();
  for await (const { key, row } of reading.each(heads)) {
    if (key === "city") continue;
    while (!next.done && next.value.subject < key) {
      yield finding("head-recomputed", next.value.subject, null, next.value.slot);
      next = await folded.next();
    }
    const mine = !next.done && next.value.subject === key ? next.value.slot : null;
    if (mine !== row) yield finding("head-recomputed", key, row, mine);
    if (mine !== null) next = await folded.next();
  }
  for (; !next.done; next = await folded.next())
    yield finding("head-recomputed", next.value.subject, null, next.value.slot);
}

async function* foldHistory(reading: Reading): AsyncGenerator<{ subject: Hex; slot: Hex }> {
  let [subject, slot]: [Hex | null, Hex] = [null, ZERO32];
  for await (const { key } of reading.each(history)) {
    const [of, sequence] = [key.slice(0, 66) as Hex, key.slice(66)];
    if (subject !== null && subject !== of) yield { subject, slot };
    if (subject !== of) [subject, slot] = [of, ZERO32];
    const fact = reading.get(facts, sequence);
    const at = fact?.subjects.indexOf(of) ?? -1;
    // A row that no fact supports leaves a head that cannot match.
    slot = at < 0 ? nextSlot(slot, ZERO32, 0) : nextSlot(slot, fact!.hash, fact!.states[at]!);
  }
  if (subject !== null) yield { subject, slot };
}

/** Blocks without a gap, each on top of the one before it, with the counts that its facts come to. */
export async function* checkBlocks(reading: Reading, identity: ChainIdentity): AsyncGenerator<Finding> {
  let before: BlockRow | undefined;
  let number = identity.from;
  for await (const { key, row } of reading.each(blocks)) {
    if (key !== ordinal(number) || row.number !== number) yield finding("block", number, row.number, number);
    if (before && row.parent !== before.hash)
      yield finding("block-chain", row.number, row.parent, before.hash);
    yield* checkCounts(reading, before, row);
    [before, number] = [row, row.number + 1];
  }
  const beyond = before && reading.get(facts, ordinal(before.facts));
  if (beyond) yield finding("block-count", before!.number, `${before!.facts} facts`, "more");
}

function* checkCounts(reading: Reading, before: BlockRow | undefined, row: BlockRow): Generator<Finding> {
  let published = 0;
  for (let s = before?.facts ?? 0; s < row.facts; s++) {
    const fact = reading.get(facts, ordinal(s));
    if (fact?.block !== row.number)
      yield finding("fact", s, fact && `block ${fact.block}`, `block ${row.number}`);
    if (fact?.name === "VersionPublished") published++;
  }
  const versions = (before?.versions ?? 0) + published;
  if (row.versions !== versions)
    yield finding("block-count", row.number, `${row.versions} versions`, `${versions} versions`);
}
