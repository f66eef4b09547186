import { type Bench, type Given, type Row } from "../bench.ts";
import { bodies, DATASETS, furnish, hand, version } from "../support/facts.ts";
import { type BenchGateway, DEPARTMENT, Poster, startGateway } from "../support/gateway.ts";
import { openLedger, type PeerLedger, publication, publish, RUN } from "../support/ledger.ts";
import { quantile } from "../support/numbers.ts";
import { profiledShares } from "../support/shares.ts";

/** Clients that each have one request of one action under way. */
const CLIENTS = 64;

export const throughput: Bench = {
  name: "throughput",
  title: "Governed facts per second, from HTTP to the read model",
  about:
    "Versions with one parent over 50 datasets, handed in over HTTP to a gateway on its embedded chain; the peers " +
    "publish the same versions with ethers on the same kind of node.",
  async run(given) {
    const size = given.quick
      ? { steps: [1_000, 3_000], whole: 5_000, singles: 256, waited: 20, pipelined: 200 }
      : { steps: [1_000, 5_000, 14_000], whole: 100_000, singles: 6_400, waited: 100, pipelined: 1_500 };
    const gateway = await startGateway(given);
    const roots = await furnish(gateway);
    const batches = await inBatches(given, gateway, roots, size.steps, size.whole);
    await gateway.stop();

    const ledger = await openLedger(given, DATASETS);
    const first = Array.from({ length: DATASETS }, (_, i) => publication(ledger.dataset(i), []));
    const parents = (await publish(ledger, first)).ids;
    const next = (i: number) => publication(ledger.dataset(i % DATASETS), [parents[i % DATASETS]!]);
    const waited = await sendAndWait(ledger, size.waited, next);
    given.say(`ethers send-and-wait: ${waited.toFixed(1)} facts/s`);
    const pipelined = await pipeline(ledger, size.pipelined, next);
    given.say(`ethers pipelined: ${pipelined.toFixed(0)} facts/s`);
    const singles = await oneByOne(given, size.singles);

    const rows: Row[] = batches.rows.map((row) => ({
      ...row,
      peer: { name: "ethers send-and-wait", value: waited },
    }));
    const judged = rows.find((row) => row.what === batches.judged)!;
    judged.goal = { figure: 8_000 };
    rows.push({ ...judged, what: `${judged.what}, beside the peer`, goal: { ratio: 300 } });
    rows.push({
      what: `one action a request, ${CLIENTS} clients, answered when indexed`,
      unit: "facts/s",
      ours: singles.rate,
      peer: { name: "ethers pipelined", value: pipelined },
    });
    rows.push({ what: "  its median", unit: "ms", ours: singles.p50 });
    rows.push({ what: "  its 99th of a hundred", unit: "ms", ours: singles.p99 });
    const shares = await profiledShares(given, given.quick ? 2_000 : 20_000);
    return { rows, tables: [shares], notes };
  },
};

const notes = [
  "ethers send-and-wait is `await (await contract.publishVersions(…)).wait()` with ethers' own settings (but for its cache, which gives a nonce twice on a node that mines at once, and its polling, every 50 ms in place of 4 s), one version at a time; " +
    `ethers pipelined keeps ${CLIENTS} transactions under way with nonce, step and gas given, so that it asks the node for nothing else.`,
  "The peers' node mines each transaction at once; ours syncs every action and every block to disk before it goes on.",
];

/** One ledger grows from nothing to the whole, in steps whose rates are told apart. */
async function inBatches(
  given: Given,
  gateway: BenchGateway,
  roots: string[],
  steps: number[],
  whole: number,
) {
  const rows: Row[] = [];
  let [facts, ms] = [0, 0];
  const add = async (count: number) => {
    const { indexedMs } = await hand(gateway, bodies(count, roots));
    given.say(`${count} facts after ${facts}: ${((count * 1_000) / indexedMs).toFixed(0)} facts/s`);
    facts += count;
    ms += indexedMs;
    return (count * 1_000) / indexedMs;
  };
  for (const step of steps) await add(step);
  const judged = `1,000 a request, the first ${facts.toLocaleString("en-US")} facts`;
  rows.push({ what: judged, unit: "facts/s", ours: (facts * 1_000) / ms });
  let last = 0;
  const each = given.quick ? 1_000 : 20_000;
  while (facts < whole) last = await add(Math.min(each, whole - facts));
  const count = whole.toLocaleString("en-US");
  rows.push({ what: `1,000 a request, all of ${count} facts`, unit: "facts/s", ours: (facts * 1_000) / ms });
  rows.push({ what: `1,000 a request, the last of ${count} facts`, unit: "facts/s", ours: last });
  return { rows, judged };
}

async function oneByOne(given: Given, count: number) {
  const gateway = await startGateway(given);
  const roots = await furnish(gateway);
  const poster = new Poster(gateway, CLIENTS);
  const queue = Array.from({ length: count }, (_, i) => JSON.stringify(version(i, [roots[i % DATASETS]!])));
  const taken: number[] = [];
  const client = async () => {
    for (let body = queue.pop(); body !== undefined; body = queue.pop()) {
      const began = performance.now();
      await poster.post(`/v1/actions/publish-version?as=${DEPARTMENT}&wait=indexed&timeout=60`, body);
      taken.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const rate = (count * 1_000) / (performance.now() - began);
  poster.close();
  await gateway.stop();
  const figures = { rate, p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) };
  given.say(
    `one by one: ${rate.toFixed(0)} facts/s, ${figures.p50.toFixed(1)} and ${figures.p99.toFixed(1)} ms`,
  );
  return figures;
}

type Next = (i: number) => unknown[];

/** As ethers' own examples do it. */
async function sendAndWait(ledger: PeerLedger, count: number, next: Next): Promise<number> {
  const verb = ledger.datasets.getFunction("publishVersions");
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const sent = (await verb(ledger.nextStep++, [RUN], [next(i)])) as { wait(): Promise<{ status: number }> };
    const receipt = await sent.wait();
    if (receipt.status !== 1) throw new Error("the peer's version was refused");
  }
  return (count * 1_000) / (performance.now() - began);
}

/** Everything ethers would ask the node for is given; 64 are always under way. */
async function pipeline(ledger: PeerLedger, count: number, next: Next): Promise<number> {
  const verb = ledger.datasets.getFunction("publishVersions");
  let nonce = await ledger.wallet.getNonce();
  let left = count;
  const began = performance.now();
  const client = async () => {
    while (left-- > 0) {
      const given = { nonce: nonce++, gasLimit: 1_000_000, gasPrice: 0, type: 0 };
      const sent = (await verb(ledger.nextStep++, [RUN], [next(left)], given)) as {
        wait(): Promise<unknown>;
      };
      await sent.wait();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (count * 1_000) / (performance.now() - began);
}
