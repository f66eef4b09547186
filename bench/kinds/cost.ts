import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Bench, type Given, type Row, type Table } from "../bench.ts";
import { figure } from "../table.ts";
import { A_REQUEST, bodies, DATASETS, furnish, hand, version } from "../support/facts.ts";
import { type BenchGateway, DEPARTMENT, Poster, startGateway } from "../support/gateway.ts";
import { cpuSeconds, residentBytes } from "../support/machine.ts";
import { quantile } from "../support/numbers.ts";

const MB = 1e6;
const MILLION = 1e6;
const CLIENTS = 64;

export const cost: Bench = {
  name: "cost",
  title: "What facts cost: time to accept, disk, memory, processor, start",
  about:
    "A gateway that takes versions with one parent until it holds them all; then it is stopped, its files are " +
    "measured, and it is started again.",
  async run(given) {
    const facts = given.quick ? 3_000 : 100_000;
    const gateway = await startGateway(given);
    const roots = await furnish(gateway);
    const empty = memoryOf(gateway);
    const accepted = [
      await singles(gateway, roots, given.quick ? 200 : 5_000),
      await batches(gateway, roots, 5),
    ];
    const before = processorOf(gateway);
    await hand(gateway, bodies(facts, roots));
    const used = processorOf(gateway);
    given.say(`${facts} facts are indexed`);
    // With those accepted before, and the catalogue.
    const all = (await gateway.client.query("status", {})).facts;
    await gateway.stop();
    const disk = diskOf(gateway.data);
    const [second, full] = await startAgain(given, gateway);

    const count = all.toLocaleString("en-US");
    const perMillion = (amount: number, of = facts) => (amount / of) * MILLION;
    const rows: Row[] = [
      ...accepted.flat(),
      { what: `second start at ${count} facts`, unit: "s", ours: second / 1_000, goal: { figure: 5 } },
      { what: "disk, all stores", unit: "bytes/fact", ours: disk.total / all },
      {
        what: "memory per million facts, gateway",
        unit: "MB",
        ours: perMillion(full.gateway - empty.gateway, all) / MB,
      },
      {
        what: "memory per million facts, node",
        unit: "MB",
        ours: perMillion(full.node - empty.node, all) / MB,
      },
      {
        what: "processor per million facts, gateway",
        unit: "CPU s",
        ours: perMillion(used.gateway - before.gateway),
      },
      { what: "processor per million facts, node", unit: "CPU s", ours: perMillion(used.node - before.node) },
    ];
    return { rows, tables: [diskTable(disk.stores, all)], notes };
  },
};

const notes = [
  "Accepted means: checked, and the action with its key synced to disk. Mining, indexing and answering others go on meanwhile.",
  "Memory is what the processes hold after the second start, less what they held when empty. The node keeps 32 states of " +
    "the whole chain in memory, and its copy of the history.",
  "The processor's figures are of the way from nothing to 100,000 facts; the embedded chain's node re-hashes its whole state for each block, so more facts cost it more each.",
];

const memoryOf = (g: BenchGateway) => ({ gateway: residentBytes(g.pid), node: residentBytes(g.node.pid) });
const processorOf = (g: BenchGateway) => ({ gateway: cpuSeconds(g.pid), node: cpuSeconds(g.node.pid) });

/** One action a request, answered when it is on disk. */
async function singles(gateway: BenchGateway, roots: string[], count: number): Promise<Row[]> {
  const queue = Array.from({ length: count }, (_, i) => JSON.stringify(version(i, [roots[i % DATASETS]!])));
  return accept(gateway, queue, CLIENTS, 1, `one action a request, ${CLIENTS} clients, accepted`);
}

async function batches(gateway: BenchGateway, roots: string[], count: number): Promise<Row[]> {
  const queue = bodies(count * A_REQUEST, roots);
  return accept(gateway, queue, 1, A_REQUEST, "1,000 actions a request, one client, accepted");
}

async function accept(
  gateway: BenchGateway,
  queue: string[],
  clients: number,
  size: number,
  what: string,
): Promise<Row[]> {
  const poster = new Poster(gateway, clients);
  const count = queue.length * size;
  const taken: number[] = [];
  let last = "";
  const client = async () => {
    for (let body = queue.pop(); body !== undefined; body = queue.pop()) {
      const began = performance.now();
      last = await poster.post(`/v1/actions/publish-version?as=${DEPARTMENT}`, body);
      taken.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const rate = (count * 1_000) / (performance.now() - began);
  const { operations } = JSON.parse(last) as { operations: { id: string }[] };
  await poster.get(`/v1/operations/${operations.at(-1)!.id}?wait=indexed&timeout=60`);
  poster.close();
  return [
    { what, unit: "facts/s", ours: rate },
    { what: "  its median", unit: "ms", ours: quantile(taken, 0.5) },
    ...(clients > 1
      ? [{ what: "  its 99th of a hundred", unit: "ms" as const, ours: quantile(taken, 0.99) }]
      : []),
  ];
}

async function startAgain(given: Given, { data, key }: BenchGateway) {
  const again = await startGateway(given, { data, key });
  const full = memoryOf(again);
  await again.stop();
  return [again.startedInMs, full] as const;
}

function diskOf(data: string) {
  const stores = readdirSync(data).map((name) => [name, bytesOf(join(data, name))] as const);
  const chain = ["journal", "dumps"].map(
    (name) => [`chain/${name}`, bytesOf(join(data, "chain", name))] as const,
  );
  const total = stores.reduce((sum, [, bytes]) => sum + bytes, 0);
  return { total, stores: [...stores.filter(([name]) => name !== "chain"), ...chain] };
}

function bytesOf(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

const SMALLEST_SHOWN = 0.5;

function diskTable(stores: readonly (readonly [string, number])[], facts: number): Table {
  const shown = stores.filter(([, bytes]) => bytes / facts > SMALLEST_SHOWN).sort(([, a], [, b]) => b - a);
  const rows = shown.map(([name, bytes]) => [
    name,
    `${figure(bytes / MB)} MB`,
    `${figure(bytes / facts)} bytes`,
  ]);
  return { title: "Disk by store", head: ["store", "in all", "a fact"], rows };
}
