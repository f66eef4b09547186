import { join } from "node:path";
import { rebuild } from "../../src/indexer/rebuild.ts";
import { type Bench, type Given, type Peer, type Row } from "../bench.ts";
import { DATASETS, furnish, version } from "../support/facts.ts";
import { DEPARTMENT, Poster, startGateway, temporaryFolder } from "../support/gateway.ts";
import { openLedger, type PeerLedger, publication, publish, versionOf } from "../support/ledger.ts";
import { quantile } from "../support/numbers.ts";
import { peersInstalled } from "../support/peers.ts";
import { type Ponder, startPonder } from "../support/ponder.ts";

/** Ponder leaves so many blocks to its live part; these stay empty. */
const NOT_FINAL = 30;
const A_TRANSACTION = 150;
const PATIENCE_MS = 20_000;

export const backfill: Bench = {
  name: "backfill",
  title: "Reading a chain into a read model, and a block until it can be queried",
  about:
    "The same node and the same events for both. We check receipts roots and heads and write some ten rows a version, " +
    "with history; Ponder writes one row a version.",
  async run(given) {
    const missing = await peersInstalled(given);
    const ledger = await openLedger(given, DATASETS);
    await fill(ledger, given.quick ? 600 : 19_500);
    const ours = await rebuildRate(given, ledger);
    given.say(`ours: ${ours.toFixed(0)} events/s`);
    const ponder = missing === undefined ? await startPonder(given, ledger) : undefined;
    const name = `Ponder 0.16.10${ponder ? ` on ${ponder.database}` : ""}`;
    const peer = (value: (p: Ponder) => number): Peer =>
      ponder ? { name, value: value(ponder) } : { name, missing: missing! };

    const samples = given.quick ? 20 : 200;
    const theirs = ponder ? await ponderLatency(ledger, ponder, samples) : [];
    const own = await ownLatency(given, samples);
    const rows: Row[] = [
      {
        what: "backfill",
        unit: "events/s",
        ours,
        peer: peer((p) => (p.backfill.events * 1_000) / p.backfill.ms),
        goal: { ratio: 8 },
      },
      {
        what: "block to queryable over HTTP, median",
        unit: "ms",
        ours: quantile(own, 0.5),
        peer: peer(() => quantile(theirs, 0.5)),
      },
      {
        what: "block to queryable over HTTP, 99th of a hundred",
        unit: "ms",
        ours: quantile(own, 0.99),
        peer: peer(() => quantile(theirs, 0.99)),
        goal: { figure: 10 },
      },
    ];
    return { rows, notes };
  },
};

const notes = [
  "Ponder's backfill is from “Started” to “Completed backfill indexing” of its own log, without its start; ours is the " +
    "whole of `suyuan rebuild`, from an empty folder to the last row.",
  "Block to queryable, the same for both: from the moment at which the node, asked again and again, names the new block, to the " +
    "first answer over HTTP that has the row. Ponder is told of blocks over a websocket; ours mines them itself and syncs " +
    "each to disk before it reads it. A look costs about a millisecond, and both are looked at in the same way.",
];

async function fill(ledger: PeerLedger, facts: number): Promise<void> {
  for (let done = 0; done < facts; done += A_TRANSACTION) {
    const all = Array.from({ length: A_TRANSACTION }, (_, i) =>
      publication(ledger.dataset((done + i) % DATASETS), []),
    );
    await publish(ledger, all);
  }
  await ledger.provider.send("anvil_mine", [`0x${NOT_FINAL.toString(16)}`]);
}

async function rebuildRate(given: Given, { port, identity }: PeerLedger): Promise<number> {
  const began = performance.now();
  let facts = 0;
  const level = await rebuild(port, identity, join(temporaryFolder(given), "index"), {
    onProgress: (progress) => (facts = progress.facts),
  });
  const ms = performance.now() - began;
  await level.close();
  return (facts * 1_000) / ms;
}

async function ponderLatency(ledger: PeerLedger, ponder: Ponder, samples: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < samples; i++) {
    const one = publication(ledger.dataset(i % DATASETS), []);
    const id = versionOf(one);
    const before = await headOf(ledger.url);
    const sent = publish(ledger, [one]);
    taken.push(
      await fromBlockTo(ledger.url, before, async () => (await fetch(`${ponder.url}/version/${id}`)).ok),
    );
    await sent;
  }
  return taken;
}

async function ownLatency(given: Given, samples: number): Promise<number[]> {
  const gateway = await startGateway(given);
  const roots = await furnish(gateway);
  const poster = new Poster(gateway, 2);
  const taken: number[] = [];
  for (let i = 0; i < samples; i++) {
    const before = await headOf(gateway.node.url);
    const body = JSON.stringify(version(i, [roots[i % DATASETS]!]));
    const answer = await poster.post(`/v1/actions/publish-version?as=${DEPARTMENT}`, body);
    const { operations } = JSON.parse(answer) as { operations: { makes: string[] }[] };
    const id = operations[0]!.makes[0]!;
    const found = () =>
      poster.get(`/v1/versions/${id}`).then(
        () => true,
        () => false,
      );
    taken.push(await fromBlockTo(gateway.node.url, before, found));
  }
  poster.close();
  return taken;
}

/** Milliseconds from the first look that shows a newer block to the first that finds the row. */
async function fromBlockTo(node: string, before: number, found: () => Promise<boolean>): Promise<number> {
  const until = performance.now() + PATIENCE_MS;
  const when = async (what: string, isSo: () => Promise<boolean>) => {
    while (!(await isSo()))
      if (performance.now() > until) throw new Error(`no ${what} within ${PATIENCE_MS / 1_000} s`);
    return performance.now();
  };
  const mined = when("block", async () => (await headOf(node)) > before);
  const readable = when("row", found);
  readable.catch(() => undefined);
  const at = await mined;
  return Math.max(0, (await readable) - at);
}

async function headOf(node: string): Promise<number> {
  const body = '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}';
  const response = await fetch(node, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return Number(((await response.json()) as { result: string }).result);
}
