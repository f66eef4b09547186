import { setTimeout as wait } from "node:timers/promises";
import { interfaces } from "../../src/chain/abi/contracts.ts";
import { type Hex } from "../../src/core/hex.ts";
import { type Bench, type Given, type Row, type Table } from "../bench.ts";
import { A_REQUEST, furnish, version } from "../support/facts.ts";
import { type BenchGateway, DEPARTMENT, startGateway } from "../support/gateway.ts";
import { sum } from "../support/numbers.ts";
import { figure } from "../table.ts";

/** Shares of the descendants at each depth: few near the source, most of them far away. */
const SHARES = [0.01, 0.09, 0.2, 0.3, 0.25, 0.15];
const LOOK_MS = 20;
/** Shares of the way to the leaves at which is told what a reader sees. */
const STAGES = [0, 0.25, 0.5, 0.75, 1];
const PATIENCE_MS = 600_000;

export const recall: Bench = {
  name: "recall",
  title: "A recall, pushed to its leaves",
  about:
    "One source with descendants at six depths, over 50 datasets of one department, on an embedded chain with its keeper. " +
    "The index flags them all in the recall's own block; the keeper tells the chain edge by edge.",
  async run(given) {
    const size = given.quick ? 600 : 10_000;
    const gateway = await startGateway(given);
    const roots = await furnish(gateway);
    const source = roots[0]!;
    const depths = await derive(given, gateway, source, size);
    const spread = await recalled(given, gateway, source, size);
    const cost = await gasOf(gateway, spread.block);
    await gateway.stop();
    const count = size.toLocaleString("en-US");
    const rows: Row[] = [
      { what: `from the request to all ${count} flagged by the index`, unit: "ms", ours: spread.flaggedMs },
      {
        what: `counting all ${count}, with grants, deliveries and remainder`,
        unit: "ms",
        ours: spread.countedMs,
      },
      {
        what: `from the request to the last of ${count} marked on chain`,
        unit: "s",
        ours: spread.leavesMs / 1_000,
      },
      { what: "the recall itself", unit: "gas/fact", ours: cost.recall },
      { what: "an edge", unit: "gas/fact", ours: cost.edges / size },
    ];
    return { rows, tables: [seenTable(spread.seen, size)], notes: notesOf(cost, depths) };
  },
};

function notesOf({ edges, transactions, blocks }: Cost, depths: readonly number[]): string[] {
  return [
    `All edges together: ${figure(edges / 1e6)} million gas, in ${transactions} transactions over ${blocks} blocks. Depths: ${depths.join(", ")}.`,
    "The index is asked as of the recall's own block, and finds all of them there: what a reader sees does not wait for the chain.",
    "The chain refuses to deliver what it has marked. A delivery that is recorded before the mark passes, and the scan finds it.",
  ];
}

/** Versions at each depth, each of one parent a step nearer; how many lie where. */
async function derive(given: Given, gateway: BenchGateway, source: string, size: number): Promise<number[]> {
  const counts = SHARES.map((share) => Math.round(share * size));
  counts[counts.length - 1]! += size - sum(counts);
  let parents = [source];
  for (const count of counts) {
    const made: string[] = [];
    for (let i = 0; i < count; i += A_REQUEST) {
      const some = Math.min(A_REQUEST, count - i);
      const items = Array.from({ length: some }, (_, j) =>
        version(i + j, [parents[(i + j) % parents.length]!]),
      );
      const done = await gateway.client.act(
        "publish-version",
        { items },
        { as: DEPARTMENT, wait: "indexed" },
      );
      made.push(...done.map((o) => o.makes[0]!));
    }
    parents = made;
  }
  given.say(`${size} descendants at ${counts.length} depths: ${counts.join(", ")}`);
  return counts;
}

/** What a reader is told at one moment. */
interface Seen {
  ms: number;
  byIndex: number;
  onChain: number;
}

interface Spread {
  block: number;
  flaggedMs: number;
  countedMs: number;
  leavesMs: number;
  seen: Seen[];
}

async function recalled(given: Given, gateway: BenchGateway, source: string, size: number): Promise<Spread> {
  const { client } = gateway;
  const before = (await client.query("status", {})).facts;
  const began = performance.now();
  const passed = () => performance.now() - began;
  const why = { version: source, reason: "source-error" as const };
  await client.act("recall-version", why, { as: DEPARTMENT, wait: "indexed" });
  const flaggedMs = passed();
  const own = (await client.query("version", { version: source })).recalled!;
  const at = { version: source, at: String(own.block) };
  const asking = performance.now();
  const flagged = (await client.query("fallout", at)).descendants;
  const countedMs = performance.now() - asking;
  if (flagged.versions !== size || flagged.onChain !== 0)
    throw new Error(`as of block ${own.block} the index flags ${flagged.versions} of ${size}`);
  const seen: Seen[] = [];
  for (let marked = 0; ; await wait(LOOK_MS)) {
    // Nothing else happens here: what comes after the recall's own fact are the keeper's.
    marked = (await client.query("status", {})).facts - before - 1;
    if (marked / size < (STAGES[seen.length] ?? 1)) {
      if (passed() > PATIENCE_MS) throw new Error(`the keeper marked ${marked} of ${size} and no more`);
      continue;
    }
    const leavesMs = passed();
    const { descendants } = await client.query("fallout", { version: source });
    seen.push({ ms: leavesMs, byIndex: descendants.versions, onChain: descendants.onChain });
    given.say(
      `${(leavesMs / 1_000).toFixed(1)} s: ${descendants.onChain} of ${descendants.versions} on chain`,
    );
    if (marked >= size) return { block: own.block, flaggedMs, countedMs, leavesMs, seen };
  }
}

function seenTable(seen: readonly Seen[], size: number): Table {
  const share = (n: number) => `${((100 * n) / size).toFixed(1)} %`;
  const rows = seen.map((s) => [`${figure(s.ms / 1_000)} s`, share(s.byIndex), share(s.onChain)]);
  const head = ["since the recall's request", "affected, says the index", "marked on chain"];
  return { title: "What a reader sees meanwhile", head, rows };
}

interface Cost {
  recall: number;
  edges: number;
  transactions: number;
  blocks: number;
}

/** Gas of whole transactions, as the node has them. */
async function gasOf({ node }: BenchGateway, from: number): Promise<Cost> {
  const hashesOf = async (event: string) => {
    const kind = interfaces.Datasets.getEvent(event)!.topicHash;
    const logs = await call<{ transactionHash: Hex; blockNumber: Hex }[]>(node.url, "eth_getLogs", [
      { fromBlock: `0x${from.toString(16)}`, toBlock: "latest", topics: [kind] },
    ]);
    return {
      transactions: [...new Set(logs.map((l) => l.transactionHash))],
      blocks: new Set(logs.map((l) => l.blockNumber)).size,
    };
  };
  const gasIn = async (hashes: readonly Hex[]) => {
    let gas = 0;
    for (const hash of hashes) {
      const { gasUsed } = await call<{ gasUsed: Hex }>(node.url, "eth_getTransactionReceipt", [hash]);
      gas += Number(gasUsed);
    }
    return gas;
  };
  const recalls = await hashesOf("VersionRecalled");
  const edges = await hashesOf("VersionAffected");
  return {
    recall: await gasIn(recalls.transactions),
    edges: await gasIn(edges.transactions),
    transactions: edges.transactions.length,
    blocks: edges.blocks,
  };
}

async function call<T>(url: string, method: string, params: unknown[]): Promise<T> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body });
  const { result, error } = (await answer.json()) as { result: T; error?: { message: string } };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
