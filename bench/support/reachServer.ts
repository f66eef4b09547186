import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endOrphan } from "../../src/chain/embedded/orphan.ts";
import { configFrom } from "../../src/config.ts";
import { type RowReader, type Table } from "../../src/core/table.ts";
import { type Gateway, openGateway } from "../../src/gateway.ts";
import { openServer } from "../../src/http/server.ts";
import { type Index } from "../../src/indexer/index.ts";
import { LineageGraph } from "../../src/indexer/graph.ts";
import { blocks } from "../../src/ledger/spine/tables.ts";
import { versions } from "../../src/ledger/dataset/tables.ts";
import { type Given } from "../bench.ts";
import { randomDag } from "./dag.ts";
import { Poster, temporaryFolder } from "./gateway.ts";
import { type Question } from "./reachPeer.ts";

/** A gateway's own process and HTTP interface over a lineage that was never published. */
export interface ReachServer {
  reach(q: Question): Promise<{ versions: number[] }>;
  stop(): Promise<void>;
}

interface Size {
  edges: number;
  seed: number;
}

export async function serveReach(given: Given, { edges, seed }: Size): Promise<ReachServer> {
  const data = join(temporaryFolder(given), "data");
  const args = [import.meta.filename, data, String(edges), String(seed)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await Promise.race([once(child.stdout, "data"), once(child, "exit")])) as [Buffer];
  const url = said.toString().trim();
  const poster = new Poster({ url, key: readFileSync(join(data, "admin.key"), "utf8").trim() }, 1);
  let stopped: Promise<void> | undefined;
  const end = async () => {
    poster.close();
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    await endOrphan(join(data, "chain", "node.json"));
  };
  const stop = () => (stopped ??= end());
  given.after(stop);
  const ask = async (q: Question) =>
    JSON.parse(await poster.get(`/v1/versions/${idOf(q.from)}/reach?direction=${q.direction}`)) as {
      versions: number[];
    };
  return { reach: ask, stop };
}

const idOf = (n: number) => `0x04${n.toString(16).padStart(62, "0")}`;

/** Everything is the gateway's own but the graph, and the two rows that a reach reads. */
function withLineage(gateway: Gateway, graph: LineageGraph): Gateway {
  const { rows } = gateway.index;
  const invented: RowReader = {
    get<Row>(table: Table<Row>, key: string): Row | undefined {
      if (table.name === versions.name)
        return { id: key, ordinal: Number(key.replace("0x04", "0x")), block: 0 } as Row;
      const row = rows.get(table, key);
      return table.name === blocks.name && row ? { ...row, versions: graph.size } : row;
    },
    many: (table, keys) => rows.many(table, keys),
    range: (table, range) => rows.range(table, range),
  };
  const index = new Proxy(gateway.index, {
    get(target, name) {
      if (name === "graph") return graph;
      if (name === "rows") return invented;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { ...gateway, index: index as Index };
}

if (import.meta.main) {
  const [data, edges, seed] = process.argv.slice(2) as [string, string, string];
  const quiet = () => undefined;
  const gateway = await openGateway(configFrom({ data, city: "sample", port: 0 }, {}), quiet);
  const graph = LineageGraph.from(randomDag(Number(edges), Number(seed)));
  const server = await openServer(withLineage(gateway, graph), quiet, { requestsPerMinute: 0 });
  console.log(server.url);
}
