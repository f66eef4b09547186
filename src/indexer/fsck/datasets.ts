import { keccakText } from "../../core/hash.ts";
import { type Hex } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { has } from "../../core/states.ts";
import { organisations } from "../../ledger/agent/tables.ts";
import {
  counters,
  datasets,
  digests,
  GRAPH_CHUNK,
  graphChunks,
  graphNodes,
  recalls,
  versions,
  versionsOfDataset,
  type VersionRow,
} from "../../ledger/dataset/tables.ts";
import { heads } from "../../ledger/spine/tables.ts";
import { finding, type Finding } from "./finding.ts";
import { type Reading } from "./reading.ts";

/** The state that the chain keeps beside a subject's head. */
function stateOnChain(reading: Reading, id: Hex): number | undefined {
  const slot = reading.get(heads, id);
  return slot === undefined ? undefined : Number.parseInt(slot.slice(62), 16);
}

export async function* checkDatasets(reading: Reading): AsyncGenerator<Finding> {
  for await (const { key, row } of reading.each(datasets)) {
    const state = stateOnChain(reading, row.id);
    if (row.state !== state) yield finding("state", row.id, row.state, state);
    let listed = 0;
    for await (const entry of reading.each(versionsOfDataset, key)) {
      if (entry.key !== key + ordinal(++listed))
        yield finding("version", entry.row, entry.key.slice(66), ordinal(listed));
    }
    if (listed !== row.versions) yield finding("dataset", row.id, row.versions, listed);
  }
  for await (const { row } of reading.each(organisations)) {
    const suspended = has(stateOnChain(reading, row.id) ?? 0, "suspended");
    if (row.suspended !== suspended)
      yield finding("state", row.id, `suspended ${row.suspended}`, `suspended ${suspended}`);
  }
}

/** Every version under each name it is found by, and nothing under those names that is no version. */
export async function* checkVersions(reading: Reading): AsyncGenerator<Finding> {
  const counted = { versions: 0, digests: 0, recalls: 0 };
  for await (const { row } of reading.each(versions)) {
    counted.versions++;
    counted.digests += row.content === row.sm3 ? 1 : 2;
    if (row.recalled) counted.recalls++;
    yield* checkVersion(reading, row);
  }
  const stored = reading.get(counters, "versions") ?? 0;
  if (stored !== counted.versions) yield finding("version", "counter", stored, counted.versions);
  yield* counts(reading, "graph", graphNodes, counted.versions);
  yield* checkChunks(reading, counted.versions);
  yield* counts(reading, "digest", digests, counted.digests);
  yield* counts(reading, "recall", recalls, counted.recalls);
  yield* counts(reading, "version", versionsOfDataset, counted.versions);
}

/** What a start loads is packed from the nodes, a full chunk at a time. */
async function* checkChunks(reading: Reading, versions: number): AsyncGenerator<Finding> {
  const whole = Math.floor(versions / GRAPH_CHUNK);
  for (let chunk = 0; chunk < whole; chunk++) {
    const nodes = Array.from({ length: GRAPH_CHUNK }, (_, i) => ordinal(chunk * GRAPH_CHUNK + i));
    const parents = nodes.map((node) => reading.get(graphNodes, node)?.parents ?? []);
    const wanted = JSON.stringify(parents.flatMap((list) => [list.length, ...list]));
    const found = JSON.stringify(reading.get(graphChunks, ordinal(chunk)));
    if (found !== wanted) yield finding("graph", `chunk ${chunk}`, digestOf(found), digestOf(wanted));
  }
  yield* counts(reading, "graph", graphChunks, whole);
}

/** A chunk is too long to be shown. */
const digestOf = (text: string | undefined) => (text === undefined ? undefined : keccakText(text));

function* checkVersion(reading: Reading, row: VersionRow): Generator<Finding> {
  const state = stateOnChain(reading, row.id);
  if (row.state !== state) yield finding("state", row.id, row.state, state);
  for (const bit of ["recalled", "withdrawn", "affected"] as const) {
    if (has(row.state, bit) !== (row[bit] !== null))
      yield finding("state", row.id, `${bit} ${row[bit] !== null}`, `${bit} ${has(row.state, bit)}`);
  }
  const numbered = reading.get(versionsOfDataset, row.dataset + ordinal(row.number));
  if (numbered !== row.id) yield finding("version", row.id, numbered, row.name);
  for (const digest of [row.content, row.sm3]) {
    const leads = reading.get(digests, digest + ordinal(row.ordinal));
    if (leads !== row.id) yield finding("digest", digest, leads, row.id);
  }
  const parents = row.parents.map((id) => reading.get(versions, id)?.ordinal ?? -1).sort((a, b) => a - b);
  const wanted = { id: row.id, parents };
  const node = reading.get(graphNodes, ordinal(row.ordinal));
  if (JSON.stringify(node) !== JSON.stringify(wanted)) yield finding("graph", row.ordinal, node, wanted);
  const recall = reading.get(recalls, ordinal(row.ordinal));
  if ((recall === row.id) !== (row.recalled !== null))
    yield finding("recall", row.id, recall, row.recalled ? row.id : null);
}

async function* counts(
  reading: Reading,
  check: "graph" | "digest" | "recall" | "version",
  table: Parameters<Reading["each"]>[0],
  wanted: number,
): AsyncGenerator<Finding> {
  let listed = 0;
  for await (const _ of reading.each(table)) listed++;
  if (listed !== wanted) yield finding(check, "all", `${listed} entries`, `${wanted} entries`);
}
