import { LineageGraph } from "../../src/indexer/graph.ts";
import { type Bench, type Given, type Peer, type Row } from "../bench.ts";
import { randomDag } from "../support/dag.ts";
import { loadMs } from "../support/graphLoad.ts";
import { median } from "../support/numbers.ts";
import { loadEdges, openPostgres, type Postgres } from "../support/postgres.ts";
import { onceMs, inTurn, type Question, ROUNDS, warm } from "../support/reachPeer.ts";
import { type ReachServer, serveReach } from "../support/reachServer.ts";

const SEED = 20_260_808;
/** Nearly everything derives from it. */
const EARLY = 10;
/** Nodes that are appended one by one after the load, as blocks bring them. */
const FRESH = 1_000;
const WARM_REQUESTS = 30;

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
      const server = await serveReach(given, { edges, seed: SEED });
      for (const question of questionsOf(graph).filter((q) => q.depth === undefined))
        rows.push(await compareOverHttp(given, graph, server, postgres, question));
      await server.stop();
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
    "Over HTTP a gateway's process with this lineage in its graph answers `GET /v1/versions/…/reach` with every ordinal; the time is " +
      "the client's, with reading the JSON. PostgreSQL's is the same as above: it still only counts.",
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
  warm(ask);
  const peer = "sql" in postgres ? await inTurn(postgres, q, nodes, () => onceMs(ask)) : undefined;
  const ours = peer?.ours ?? onceMs(ask);
  given.say(`${what}: ${ours.toFixed(3)} ms`);
  return { what, unit: "ms", ours, peer: peerNamed(postgres, peer?.theirs), goal: { ratio: 70 } };
}

/** From the request to the list of ordinals in the client's hands, on a kept connection. */
async function compareOverHttp(
  given: Given,
  graph: LineageGraph,
  server: ReachServer,
  postgres: Postgres | { missing: string },
  q: Question,
): Promise<Row> {
  const nodes = Uint32Array.from((await server.reach(q)).versions);
  const what = `${edgesOf(graph.edges)}, ${q.what}, over HTTP: ${nodes.length.toLocaleString("en-US")} versions`;
  const ask = async () => {
    const began = performance.now();
    await server.reach(q);
    return performance.now() - began;
  };
  for (let i = 0; i < WARM_REQUESTS; i++) await ask();
  const peer = "sql" in postgres ? await inTurn(postgres, q, nodes, ask) : undefined;
  const ours = peer?.ours ?? (await ask());
  given.say(`${what}: ${ours.toFixed(3)} ms`);
  return { what, unit: "ms", ours, peer: peerNamed(postgres, peer?.theirs), goal: { ratio: 10 } };
}

function peerNamed(postgres: Postgres | { missing: string }, value: number | undefined): Peer {
  if (value !== undefined) return { name: "PostgreSQL", value };
  return { name: "PostgreSQL", missing: (postgres as { missing: string }).missing };
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
