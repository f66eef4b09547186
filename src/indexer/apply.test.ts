import { AbiCoder } from "ethers";
import { describe, expect, test } from "vitest";
import { interfaces } from "../chain/abi/contracts.ts";
import { type NodeBlock, type NodeReceipt } from "../chain/node.ts";
import { factHash, keccak, keccakText, nextCity, nextSlot } from "../core/hash.ts";
import { fromHex, ZERO32, type Hex } from "../core/hex.ts";
import { domainId, organisationId } from "../core/ids.ts";
import { ordinal, type Rows, type Table } from "../core/table.ts";
import { domains } from "../ledger/dataset/tables.ts";
import { blocks, facts, heads, history, writers, type BlockRow } from "../ledger/spine/tables.ts";
import { applyBlock, type ChainIdentity } from "./apply.ts";

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const [factLog, datasets, agents, stranger] = ["f", "d", "a", "e"].map(address) as [Hex, Hex, Hex, Hex];
const identity: ChainIdentity = { chainId: 1, factLog, spine: keccakText("spine"), from: 5 };
const key = address("1");
const bureau = organisationId("bureau");
const by: Hex = `0x00000002${"00".repeat(8)}${key.slice(2)}`;

/** Rows as plain as they come. */
class PlainRows implements Rows {
  readonly all = new Map<string, unknown>();
  get<Row>(t: Table<Row>, k: string): Row | undefined {
    return this.all.get(`${t.name}!${k}`) as Row | undefined;
  }
  put<Row>(t: Table<Row>, k: string, row: Row): void {
    this.all.set(`${t.name}!${k}`, row);
  }
  delete(t: Table<unknown>, k: string): void {
    this.all.delete(`${t.name}!${k}`);
  }
  count(t: Table<unknown>): number {
    return [...this.all.keys()].filter((k) => k.startsWith(`${t.name}!`)).length;
  }
}

function given(): PlainRows {
  const rows = new PlainRows();
  for (const [writer, role] of [
    [datasets, "datasets"],
    [agents, "agents"],
  ] as const) {
    const row = {
      address: writer,
      role,
      generation: 1,
      codeHash: ZERO32,
      from: 5,
      sealed: null,
      successor: null,
    };
    rows.put(writers, writer, row);
  }
  return rows;
}

const block: NodeBlock = {
  number: 9,
  hash: keccakText("9"),
  parent: keccakText("8"),
  time: 1_000,
  receiptsRoot: ZERO32,
  transactions: [],
};

const payload = (code: string) => ({ code, metadata: '{"name":{"en":"Climate","zh":"气候"}}' });

interface Said {
  writer?: Hex;
  at?: Hex;
  subjects: Hex[];
  states?: Hex;
  says: { code: string; metadata: string };
  /** Its number in the whole history. */
  number?: number;
}

/** `by` with the fact's number in it. */
function numbered(number: number): Hex {
  return `${by.slice(0, 12)}${number.toString(16).padStart(14, "0")}${by.slice(26)}` as Hex;
}

/** The log of a DomainRegistered as FactLog emits it. */
function logOf({ writer = datasets, at = factLog, subjects, states, says, number = 0 }: Said) {
  const event = interfaces.Datasets.getEvent("DomainRegistered")!;
  const header = { by: numbered(number), subjects, states: states ?? `0x${"0000".repeat(subjects.length)}` };
  const { topics, data } = interfaces.Datasets.encodeEventLog(event, [writer, header, says]);
  return { address: at, topics: topics as Hex[], data: data as Hex };
}

function receiptOf(logs: ReturnType<typeof logOf>[]): NodeReceipt {
  const plain = { type: 0, succeeded: true, cumulativeGas: 0n, gasUsed: 0n, bloom: ZERO32 };
  return { ...plain, transaction: keccakText(JSON.stringify(logs)), logs };
}

function apply(rows: PlainRows, logs: ReturnType<typeof logOf>[][], before?: BlockRow) {
  return applyBlock(identity, before, block, logs.map(receiptOf), rows);
}

const climate = { subjects: [domainId("climate"), bureau], says: payload("climate") };

describe("a fact in a block", () => {
  test("is kept with its place, its writer's role, and who signed it", async () => {
    const rows = given();
    const { facts: found, row } = await apply(rows, [[logOf({ ...climate, number: 7 })]], {
      facts: 7,
    } as BlockRow);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      sequence: 7,
      name: "DomainRegistered",
      role: "datasets",
      organisation: 2,
      key,
    });
    expect(found[0]).toMatchObject({ drill: false, block: 9, time: 1_000, payload: payload("climate") });
    expect(rows.get(facts, ordinal(7))).toEqual(found[0]);
    expect(rows.get(domains, domainId("climate"))).toMatchObject({ code: "climate", block: 9 });
    expect(row).toMatchObject({ number: 9, facts: 8, versions: 0 });
    expect(rows.get(blocks, ordinal(9))).toEqual(row);
  });

  test("has the hash that the contract gives it, over the payload's own bytes", async () => {
    const { facts: found } = await apply(given(), [[logOf({ ...climate, states: "0x00010203" })]]);
    const encoded = AbiCoder.defaultAbiCoder().encode(["string", "string"], Object.values(climate.says));
    const kind = interfaces.Datasets.getEvent("DomainRegistered")!.topicHash as Hex;
    const payloadHash = keccak(fromHex(encoded));
    const { spine } = identity;
    const envelope = { spine, kind, writer: datasets, by, block: 9, time: 1_000, payloadHash };
    expect(found[0]!.states).toEqual([1, 0x203]);
    expect(found[0]!.hash).toBe(factHash({ ...envelope, subjects: climate.subjects, states: [1, 0x203] }));
  });

  test.each([0, 2, 8])("stops the index when it is number %i and another one is next", async (number) => {
    const again = apply(given(), [[logOf({ ...climate, number })]], { facts: 1 } as BlockRow);
    await expect(again).rejects.toMatchObject({ code: "INDEX_HALTED" });
  });

  test("moves the head of every subject and the city's, in the order of the logs", async () => {
    const rows = given();
    const traffic = { subjects: [domainId("traffic"), bureau], says: payload("traffic") };
    const { facts: found } = await apply(rows, [[logOf(climate)], [logOf({ ...traffic, number: 1 })]]);
    const [a, b] = found.map((f) => f.hash) as [Hex, Hex];
    expect(rows.get(heads, domainId("climate"))).toBe(nextSlot(ZERO32, a, 0));
    expect(rows.get(heads, bureau)).toBe(nextSlot(nextSlot(ZERO32, a, 0), b, 0));
    expect(rows.get(heads, "city")).toBe(nextCity(nextCity(ZERO32, a), b));
    expect([0, 1].map((n) => rows.get(history, bureau + ordinal(n)))).toEqual([null, null]);
  });
});

describe("what is no fact of this ledger", () => {
  test("a log from another contract counts for nothing, whatever it says", async () => {
    const rows = given();
    const before = rows.all.size;
    const { facts: found } = await apply(rows, [[logOf({ ...climate, at: stranger })]]);
    expect(found).toEqual([]);
    expect(rows.all.size).toBe(before + 1);
  });

  test("a kind from a writer of another role enters the heads, and changes nothing else", async () => {
    const rows = given();
    const { facts: found } = await apply(rows, [[logOf({ ...climate, writer: agents })]]);
    expect(found[0]).toMatchObject({ name: null, role: "agents", payload: {} });
    expect(rows.get(domains, domainId("climate"))).toBeUndefined();
    expect(rows.get(heads, domainId("climate"))).toBe(nextSlot(ZERO32, found[0]!.hash, 0));
  });

  test("so does a fact of a writer that the index does not know", async () => {
    const rows = given();
    const { facts: found } = await apply(rows, [[logOf({ ...climate, writer: stranger })]]);
    expect(found[0]).toMatchObject({ name: null, role: null, writer: stranger });
    expect(rows.count(domains)).toBe(0);
    expect(rows.get(heads, "city")).toBe(nextCity(ZERO32, found[0]!.hash));
  });

  test("and one whose payload does not fit its kind", async () => {
    const rows = given();
    const log = logOf(climate);
    const { facts: found } = await apply(rows, [[{ ...log, data: log.data.slice(0, -192) as Hex }]]);
    expect(found[0]).toMatchObject({ name: null, payload: {} });
    expect(rows.count(domains)).toBe(0);
    expect(rows.get(heads, domainId("climate"))).toBe(nextSlot(ZERO32, found[0]!.hash, 0));
  });

  test("and one of a kind that nobody has defined yet", async () => {
    const rows = given();
    const log = logOf(climate);
    const kind = keccakText("DomainRetired(address,(bytes32,bytes32[],bytes),(string))");
    const { facts: found } = await apply(rows, [[{ ...log, topics: [kind, log.topics[1]!] }]]);
    expect(found[0]).toMatchObject({ name: null, kind, role: "datasets" });
  });
});

test("metadata that is no JSON is kept as a fact, and read as none", async () => {
  const rows = given();
  await apply(rows, [
    [logOf({ ...climate, says: { code: "climate", metadata: '{"name":{"en":1},"name":2}' } })],
  ]);
  expect(rows.get(domains, domainId("climate"))).toMatchObject({ name: { zh: "climate", en: "climate" } });
});

test("an empty block moves the place and nothing else", async () => {
  const rows = given();
  const { facts: found, row } = await apply(rows, [], { facts: 7 } as BlockRow);
  expect(found).toEqual([]);
  expect(row.facts).toBe(7);
  expect(rows.get(heads, "city")).toBeUndefined();
});
