import { beforeAll, describe, expect, test } from "vitest";
import { nextCity, nextSlot } from "../../src/core/hash.ts";
import { toHex, ZERO32, type Hex } from "../../src/core/hex.ts";
import { keccakWords } from "../../src/core/hash.ts";
import { SPINE_SUBJECT } from "../../src/core/ids.ts";
import { bits, has } from "../../src/core/states.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { facts, heads, type FactRow } from "../../src/ledger/spine/tables.ts";
import { Given } from "../support/given.ts";

/** FactLog's storage: `slot` is its first variable, `city` its second. */
const CITY_SLOT: Hex = `0x${"1".padStart(64, "0")}`;
const slotOf = (subject: Hex) => keccakWords([subject, ZERO32]);

interface Run {
  onChain: Map<string, Hex>;
  inIndex: Map<string, Hex>;
  facts: FactRow[];
  states: Map<string, number>;
}

/** A few departments' work, and what chain and index hold afterwards. */
async function run(given: Given): Promise<Run> {
  const { index, port } = given.gateway;
  await given.domain("climate");
  await given.dataset("weather/daily", "climate", { sharing: "unconditional" });
  await given.dataset("traffic/counts", "climate");
  await given.dataset("traffic/patients", "climate", { personal: true, grade: "general-4" });
  const sources = await given.versions("weather/daily", texts("day", 12));
  const joined = texts("count", 10).map((v, i) => ({ ...v, parents: sources.slice(i % 3, (i % 3) + 4) }));
  const counts = await given.versions("traffic/counts", joined);
  await given.versions("traffic/patients", [{ text: "p", parents: [counts[0]!, sources[11]!] }]);
  await given.done("withdraw-version", "weather", [{ version: sources[10], reason: "superseded" }]);
  await given.done("recall-version", "weather", [{ version: sources[1], reason: "quality", note: "错误" }]);
  await given.council("suspend-organisation", [{ organisation: "traffic", reason: "audit" }]);
  await given.council("resume-organisation", [{ organisation: "traffic", reason: "done" }]);
  const edges = counts.filter((_, i) => i % 3 < 2).map((child) => ({ child, parent: sources[1] }));
  await given.done("spread-recall", "traffic", edges);

  const rows = await index.rows.range(heads);
  const inIndex = new Map(rows.map(({ key, row }) => [key, row]));
  const slots = rows.map(({ key }) => (key === "city" ? CITY_SLOT : slotOf(key as Hex)));
  const stored = await port.node.storageMany(index.identity.factLog, slots, index.head!.number);
  const all = (await index.rows.range(facts)).map(({ row }) => row);
  const marks = (await index.rows.range(versions)).map(({ row }) => [row.id, row.state] as const);
  return {
    onChain: new Map(rows.map(({ key }, i) => [key, stored[i]!])),
    inIndex,
    facts: all,
    states: new Map(marks),
  };
}

function texts(word: string, count: number): { text: string }[] {
  return Array.from({ length: count }, (_, i) => ({ text: `${word} ${i}` }));
}

describe("after dozens of facts", () => {
  let ledger: Run;
  beforeAll(async () => {
    const undo: (() => void | Promise<void>)[] = [];
    try {
      ledger = await run(await Given.city(["weather", "traffic"], {}, (u) => undo.push(u)));
    } finally {
      for (const u of undo.reverse()) await u();
    }
  });

  test("every head and state in the index is the slot on the chain", () => {
    expect(ledger.facts.length).toBeGreaterThan(40);
    expect(ledger.inIndex.size).toBeGreaterThan(30);
    expect(Object.fromEntries(ledger.inIndex)).toEqual(Object.fromEntries(ledger.onChain));
  });

  test("every subject that a fact touched has a head, and nothing else has", () => {
    const touched = new Set(ledger.facts.flatMap((f) => f.subjects));
    expect(touched.has(SPINE_SUBJECT)).toBe(true);
    expect([...ledger.inIndex.keys()].sort()).toEqual(["city", ...touched].sort());
  });

  test("the facts' hashes alone give every head again", () => {
    const slots = new Map<string, Hex>();
    for (const f of ledger.facts) {
      f.subjects.forEach((s, i) => slots.set(s, nextSlot(slots.get(s) ?? ZERO32, f.hash, f.states[i]!)));
      slots.set("city", nextCity(slots.get("city") ?? ZERO32, f.hash));
    }
    expect(Object.fromEntries(slots)).toEqual(Object.fromEntries(ledger.onChain));
  });

  test("one fact left out, changed or moved gives other heads", () => {
    const city = (all: FactRow[]) => all.reduce((c, f) => nextCity(c, f.hash), ZERO32);
    const [first, second, ...rest] = ledger.facts as [FactRow, FactRow, ...FactRow[]];
    const forgeries = [
      [first, ...rest],
      [second, first, ...rest],
      [first, second, ...rest.slice(0, -1)],
      [{ ...first, hash: toHex(new Uint8Array(32).fill(1)) }, second, ...rest],
    ];
    expect(city(ledger.facts)).toBe(ledger.onChain.get("city"));
    for (const forged of forgeries) expect(city(forged)).not.toBe(ledger.onChain.get("city"));
  });

  test("every kind of mark occurred, and the read model's states are the chain's", () => {
    const all = [...ledger.states];
    for (const mark of ["withdrawn", "recalled", "affected", "personal", "unconditional"] as const) {
      expect(all.some(([, state]) => has(state, mark))).toBe(true);
    }
    for (const [id, state] of all) expect(Number(`0x${ledger.onChain.get(id)!.slice(-4)}`)).toBe(state);
    expect(all.filter(([, s]) => s & bits.recalled)).toHaveLength(1);
  });
});
