import { LineageGraph } from "../../src/indexer/graph.ts";
import { type Bench, type Given, type Peer, type Row } from "../bench.ts";
import { randomDag } from "../support/dag.ts";
import { loadMs } from "../support/graphLoad.ts";
import { median, timed } from "../support/numbers.ts";
import { loadEdges, openPostgres, type Postgres } from "../support/postgres.ts";

const SEED = 20_260_808;
const ROUNDS = 7;
/** Nearly everything derives from it. */
const EARLY = 10;
/** Nodes that are appended one by one after the load, as blocks bring them. */
const FRESH = 1_000;

interface Question {
  what: string;
  direction: "up" | "down";
  from: number;
  depth?: number;
}

export const lineage: Bench = {
  name: "lineage",
  title: "Lineage: reach in a graph of derivations",
  about:
    "Nodes with three parents each, anywhere before them. We answer in process with nodes and depths; PostgreSQL " +
    "counts the nodes of a recursive CTE, prepared and warm, over covering indexes.",
  async run(given) {
    const postgres = await openPostgres(given);
    const rows: Row[] = [];
    for (const edges of given.quick ? [1e4, 1e5] : [1e5, 1e6]) {
      const parents = randomDag(edges, SEED);
      const graph = LineageGraph.from(parents.slice(0, -FRESH));
      for (const list of parents.slice(-FRESH)) graph.append(list);
      if ("sql" in postgres) await loadEdges(postgres, parents);
      for (const question of questionsOf(graph)) rows.push(await compare(given, graph, postgres, question));
      rows.push(withEdges(graph), asOf(graph));
    }
    const most = given.quick ? 1e6 : 1e7;
    rows.push({
      what: `loading ${edgesOf(most)} from the store, cold`,
      unit: "s",
      ours: (await loadMs(given, randomDag(most, SEED))) / 1_000,
      goal: { figure: 2 },
    });
    return { rows, notes: notesOf(postgres) };
  },
};

const edgesOf = (edges: number) => `${edges.toLocaleString("en-US")} edges`;

function notesOf(postgres: Postgres | { missing: string }): string[] {
  const version = "version" in postgres ? `PostgreSQL ${postgres.version}` : "PostgreSQL";
  return [
    `${version} runs in a private cluster on a socket, 1 GB of shared buffers, 512 MB of work memory, JIT off; of the ` +
      "planner's own choice and nested loops over the index the quicker counts. Its node sets equal ours (asserted). " +
      "It is asked for the count alone, so that sending rows costs it nothing.",
    "Cold is a new process that opens the index, with the system's cache dropped where that is permitted; the store holds " +
      "the packed chunks that indexing leaves.",
    `Seed ${SEED}.`,
  ];
}

function questionsOf(graph: LineageGraph): Question[] {
  const last = graph.size - 1;
  return [
    { what: "down, depth ≤ 5", direction: "down", from: EARLY, depth: 5 },
    { what: "up, depth ≤ 5", direction: "up", from: last, depth: 5 },
    { what: "down, full reach", direction: "down", from: EARLY },
    { what: "up, full reach", direction: "up", from: last },
  ];
}

async function compare(
  given: Given,
  graph: LineageGraph,
  postgres: Postgres | { missing: string },
  q: Question,
): Promise<Row> {
  const ask = () =>
    graph.reached({
      from: [q.from],
      direction: q.direction,
      ...(q.depth === undefined ? {} : { depth: q.depth }),
    });
  const { nodes } = ask();
  const what = `${edgesOf(graph.edges)}, ${q.what}: ${nodes.length.toLocaleString("en-US")} versions`;
  const peer = "sql" in postgres ? await peerOf(postgres, q, nodes, ask) : undefined;
  warm(ask);
  const ours = peer?.ours ?? onceMs(ask);
  given.say(`${what}: ${ours.toFixed(3)} ms`);
  const other: Peer = peer
    ? { name: "PostgreSQL", value: peer.theirs }
    : { name: "PostgreSQL", missing: (postgres as { missing: string }).missing };
  return { what, unit: "ms", ours, peer: other, goal: { ratio: 70 } };
}

/** In turn, under each way of planning; the better of the peer's two medians. */
async function peerOf({ sql }: Postgres, q: Question, nodes: Uint32Array, ask: () => unknown) {
  const name = `${q.direction} ${q.depth ?? "full"}`;
  const values = [q.from, ...(q.depth === undefined ? [] : [q.depth])];
  const listed = await sql.query({
    text: `${reachable(q)} select distinct n from reached order by n`,
    values,
    rowMode: "array",
  });
  mustEqual(nodes.slice().sort(), listed.rows);
  const taken: number[] = [];
  const ours: number[] = [];
  warm(ask);
  for (const hash of ["on", "off"]) {
    await sql.query(`set enable_hashjoin = ${hash}; set enable_mergejoin = ${hash}`);
    const counted = {
      name: `${name} ${hash}`,
      text: `${reachable(q)} select count(distinct n) from reached`,
      values,
      rowMode: "array" as const,
    };
    for (let i = 0; i < 2; i++) await sql.query(counted);
    const theirs: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      ours.push(onceMs(ask));
      theirs.push(await timed(() => sql.query(counted)));
    }
    taken.push(median(theirs));
  }
  return { ours: median(ours), theirs: Math.min(...taken) };
}

/** UNION drops what was found before; with a bound on the depth, what was found before at that depth. */
function reachable({ direction, depth }: Question): string {
  const [to, by] = direction === "down" ? ["child", "parent"] : ["parent", "child"];
  if (depth === undefined)
    return `with recursive reached(n) as (select $1::int union select e.${to} from reached r join edge e on e.${by} = r.n)`;
  return (
    "with recursive reached(n, d) as (select $1::int, 0 union " +
    `select e.${to}, r.d + 1 from reached r join edge e on e.${by} = r.n where r.d < $2::int)`
  );
}

function mustEqual(ours: Uint32Array, theirs: unknown[][]): void {
  const same = ours.length === theirs.length && theirs.every(([n], i) => n === ours[i]);
  if (!same) throw new Error(`the node sets differ: ${ours.length} here, ${theirs.length} there`);
}

/** What nobody asks PostgreSQL for here: the derivations themselves. */
function withEdges(graph: LineageGraph): Row {
  const ask = () => graph.reach({ from: [EARLY], direction: "down" });
  warm(ask);
  const taken = Array.from({ length: ROUNDS }, () => onceMs(ask));
  const found = ask().parents.length.toLocaleString("en-US");
  return {
    what: `${edgesOf(graph.edges)}, down, full reach with its ${found} edges`,
    unit: "ms",
    ours: median(taken),
  };
}

/** As of the moment before the last node came, which leaves the answer nearly as it is: what looking back costs. */
function asOf(graph: LineageGraph): Row {
  const ask = (cutoff?: number) => () =>
    graph.reach({ from: [EARLY], direction: "down", ...(cutoff === undefined ? {} : { cutoff }) });
  warm(ask());
  const [present, past]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    present.push(onceMs(ask()));
    past.push(onceMs(ask(graph.size - 1)));
  }
  const what = `${edgesOf(graph.edges)}, full reach as of one version ago, to the same now`;
  return { what, unit: "times", ours: median(past) / median(present), goal: { figure: 2 } };
}

/** Long enough for the compiler, as a gateway that has answered a few hundred questions is. */
const WARM_MS = 100;
/** A clock's own cost would show in anything shorter. */
const SAMPLE_MS = 2;

function warm(work: () => unknown): void {
  for (const until = performance.now() + WARM_MS; performance.now() < until;) work();
}

/** Milliseconds one takes, by the mean of as many as make a sample. */
function onceMs(work: () => unknown): number {
  const began = performance.now();
  let [times, taken] = [0, 0];
  for (; taken < SAMPLE_MS; taken = performance.now() - began, times++) work();
  return taken / times;
}
