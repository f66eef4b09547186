import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Index } from "../../src/indexer/index.ts";
import { GRAPH_CHUNK, graphChunks, graphNodes } from "../../src/ledger/dataset/tables.ts";
import { ordinal } from "../../src/core/table.ts";
import { keyOf, openLevel } from "../../src/store/open.ts";
import { type Given } from "../bench.ts";
import { temporaryFolder } from "./gateway.ts";

const identity = { chainId: 1, factLog: "0x00", spine: "0x00", from: 0 } as const;

/** Milliseconds in which a new process opens an index that holds this lineage. */
export async function loadMs(given: Given, parents: readonly (readonly number[])[]): Promise<number> {
  const folder = join(temporaryFolder(given), "index");
  await store(folder, parents);
  dropCaches();
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, folder], {});
  const { ms, edges } = JSON.parse(stdout) as { ms: number; edges: number };
  const stored = parents.reduce((sum, list) => sum + list.length, 0);
  if (edges !== stored) throw new Error(`${edges} edges were loaded of ${stored}`);
  return ms;
}

/** The rows that indexing leaves for a start: full chunks, and the nodes after them. */
async function store(folder: string, parents: readonly (readonly number[])[]): Promise<void> {
  const level = await openLevel(folder);
  const whole = Math.floor(parents.length / GRAPH_CHUNK);
  for (let chunk = 0; chunk < whole; chunk++) {
    const lists = parents.slice(chunk * GRAPH_CHUNK, (chunk + 1) * GRAPH_CHUNK);
    const packed = lists.flatMap((list) => [list.length, ...list]);
    await level.put(keyOf(graphChunks, ordinal(chunk)), JSON.stringify(packed));
  }
  for (let n = whole * GRAPH_CHUNK; n < parents.length; n++)
    await level.put(keyOf(graphNodes, ordinal(n)), JSON.stringify({ id: "0x", parents: parents[n] }));
  await level.close();
}

/** Only root may. */
function dropCaches(): void {
  try {
    execFileSync("sync");
    writeFileSync("/proc/sys/vm/drop_caches", "1");
  } catch {
    // The figure is then of files in the system's cache.
  }
}

if (import.meta.main) {
  const began = performance.now();
  const index = await Index.open(await openLevel(process.argv[2]!), identity);
  const ms = performance.now() - began;
  console.log(JSON.stringify({ ms, edges: index.graph.edges }));
  await index.close();
}
