import { type Hex } from "../../src/core/hex.ts";
import { hashOfIds } from "../../src/core/ids.ts";
import { interfaces } from "../../src/chain/abi/contracts.ts";
import { type Bench, type Peer, type Row } from "../bench.ts";
import { attest, attestBytes, deployEas, digestOnly, type Eas, sameFields } from "../support/attestations.ts";
import {
  openLedger,
  type PeerLedger,
  publication,
  publish,
  random32,
  registration,
  RUN,
  send,
} from "../support/ledger.ts";
import { peersInstalled } from "../support/peers.ts";
import { sum } from "../support/numbers.ts";

/** As many versions as are spread over full transactions; and as many datasets, for "all distinct". */
const MANY = 1_000;
const FEW = 50;
const SIZES = [1, 10, 100];
/** Nodes refuse signed transactions over 128 KiB, so ours stay below 120; the envelope takes the rest. */
const FULL_BYTES = 120 * 1024 - 200;

export const gas: Bench = {
  name: "gas",
  title: "Gas a fact",
  about:
    "What one fact costs, its share of the transaction and the calldata included; EAS on the same node, multiAttest.",
  async run(given) {
    const ledger = await openLedger(given, MANY);
    const missing = await peersInstalled(given);
    const eas = missing === undefined ? await deployEas(ledger) : undefined;
    const b = new GasBench(ledger, eas, missing ?? "");
    const rows: Row[] = [...(await b.versions()), ...(await b.others())];
    return { rows, notes };
  },
};

const notes = [
  "A slot that a transaction writes again costs it little, so versions over few datasets and parents cost less the more of " +
    "them one transaction holds: at 160 or so a transaction the first writes are shared by three, at 1,000 by twenty.",
  "“Full” is as many as fit a signed transaction of 120 KiB, what nodes let through; 1,000 facts over such transactions.",
  "“Same fields” gives EAS what our fact records: dataset, state, both digests, size, schema, run, correction and " +
    "metadata, the first parent as the attestation's reference. EAS then keeps them in storage; ours keeps a rolling " +
    "head a subject and emits them. EAS checks no authority, no grade and no parents' standing.",
];

class GasBench {
  readonly #ledger: PeerLedger;
  readonly #eas: Eas | undefined;
  readonly #missing: string;
  #attested: Hex[] = [];

  constructor(ledger: PeerLedger, eas: Eas | undefined, missing: string) {
    this.#ledger = ledger;
    this.#eas = eas;
    this.#missing = missing;
  }

  async versions(): Promise<Row[]> {
    const roots = await this.#publish(MANY, MANY, () => []);
    const more = await this.#publish(MANY, MANY, () => []);
    const one = (i: number) => [roots.ids[i]!];
    const two = (i: number) => [roots.ids[i]!, more.ids[i]!];
    if (this.#eas) this.#attested = (await this.#attest("version", MANY, () => [])).ids;
    const rows: Row[] = [];
    for (const size of SIZES)
      rows.push(await this.#row(`a version with one parent, ${size} a transaction`, size, one));
    const distinct = await this.#row("… full transactions, all on distinct datasets", MANY, one);
    rows.push({ ...distinct, goal: { figure: 55_000 } });
    const over = await this.#row(`… full transactions, over ${FEW} datasets and parents`, MANY, one, FEW);
    rows.push({ ...over, goal: { figure: 46_000 } });
    rows.push(await this.#inOne("… 1,000 in one transaction, all on distinct datasets", MANY, one));
    rows.push(await this.#inOne(`… 1,000 in one transaction, over ${FEW} datasets and parents`, FEW, one));
    rows.push(await this.#row("a version with two parents, full, distinct", MANY, two));
    rows.push({
      what: "a version without parents, full, distinct",
      unit: "gas/fact",
      ours: roots.gas / MANY,
      peer: await this.#peer("EAS same fields", "version", MANY, () => []),
    });
    for (const size of [...SIZES, MANY]) {
      const what = size === MANY ? "full transactions" : `${size} a transaction`;
      const peer = await this.#peer("EAS 32 bytes", "digest", size, () => []);
      const ours = rows[size === MANY ? SIZES.length : SIZES.indexOf(size)]!.ours;
      rows.push({
        what: `a version with one parent beside a bare digest, ${what}`,
        unit: "gas/fact",
        ours,
        peer,
      });
    }
    return rows;
  }

  /** Registration and recall have no peer: EAS has no datasets, and revoking is a flag. */
  async others(): Promise<Row[]> {
    const ledger = this.#ledger;
    const all = Array.from({ length: MANY }, (_, i) => registration(`e${i}`));
    const registered = await this.#inFull(all, (some) => [some], "registerDatasets");
    const dataset = ledger.dataset(0);
    const versions = Array.from({ length: MANY }, () => publication(dataset, []));
    const run = await this.#runOf(versions);
    const endings = versions.map((v) => [[dataset, v[3], run, hashOfIds([]), hashOfIds([])], 1, ""]);
    const recalled = await this.#inFull(endings, (some) => [some], "recallVersions");
    return [
      { what: "a dataset's registration, full", unit: "gas/fact", ours: registered / MANY },
      { what: "a recall, full", unit: "gas/fact", ours: recalled / MANY },
    ];
  }

  async #row(what: string, size: number, parents: (i: number) => Hex[], over = size): Promise<Row> {
    const { gas: used } = await this.#publish(size, over, parents);
    const peer = await this.#peer("EAS same fields", "version", size, (i) =>
      parents(i % over).map((_, j) => this.#attested[(i + j) % over]!),
    );
    return { what, unit: "gas/fact", ours: used / size, peer };
  }

  /** More than nodes of a real network let through; datasets and parents that come again are written once. */
  async #inOne(what: string, over: number, parents: (i: number) => Hex[]): Promise<Row> {
    const all = Array.from({ length: MANY }, (_, i) =>
      publication(this.#ledger.dataset(i % over), parents(i % over)),
    );
    return { what, unit: "gas/fact", ours: (await publish(this.#ledger, all)).gas / MANY };
  }

  async #peer(
    name: string,
    schema: keyof Eas["schemas"],
    size: number,
    parents: (i: number) => Hex[],
  ): Promise<Peer> {
    if (!this.#eas) return { name, missing: this.#missing };
    return { name, value: (await this.#attest(schema, size, parents)).gas / size };
  }

  /** Over so many datasets and parents, in as few transactions as they fit. */
  async #publish(size: number, over: number, parents: (i: number) => Hex[]) {
    const all = Array.from({ length: size }, (_, i) =>
      publication(this.#ledger.dataset(i % over), parents(i % over)),
    );
    const bytes = (some: unknown[][]) =>
      interfaces.Datasets.encodeFunctionData("publishVersions", [0, [RUN], some]).length / 2;
    const done = [];
    for (const some of split(all, bytes)) done.push(await publish(this.#ledger, some));
    return { ids: done.flatMap((d) => d.ids), gas: sum(done.map((d) => d.gas)) };
  }

  async #attest(name: keyof Eas["schemas"], size: number, parents: (i: number) => Hex[]) {
    const eas = this.#eas!;
    const schema = eas.schemas[name];
    const run = random32();
    const all = Array.from({ length: size }, (_, i) =>
      name === "digest"
        ? digestOnly()
        : sameFields(publication(this.#ledger.dataset(i), []), parents(i), run),
    );
    const done = [];
    for (const some of split(all, (s) => attestBytes(eas, schema, s)))
      done.push(await attest(eas, schema, some));
    return { ids: done.flatMap((d) => d.ids), gas: sum(done.map((d) => d.gas)) };
  }

  async #inFull(all: unknown[][], args: (some: unknown[][]) => unknown[], verb: string): Promise<number> {
    const bytes = (some: unknown[][]) =>
      interfaces.Datasets.encodeFunctionData(verb, [0, ...args(some)]).length / 2;
    let total = 0;
    for (const some of split(all, bytes))
      total += Number((await send(this.#ledger, verb, args(some))).gasUsed);
    return total;
  }

  /** Publishes them; the run's id, which a recall has to show. */
  async #runOf(versions: unknown[][]): Promise<Hex> {
    let run: Hex | undefined;
    for (const some of split(
      versions,
      (s) => interfaces.Datasets.encodeFunctionData("publishVersions", [0, [RUN], s]).length / 2,
    )) {
      const { logs } = await send(this.#ledger, "publishVersions", [[RUN], some]);
      const named = logs
        .map((log) => interfaces.Datasets.parseLog(log))
        .find((l) => l?.name === "RunRecorded");
      run ??= (named?.args as unknown as { payload: { run: Hex } } | undefined)?.payload.run;
    }
    return run!;
  }
}

/** In runs that each fit a full transaction. Elements are of one size, so two encodings tell the number. */
function split<T>(all: readonly T[], bytes: (some: T[]) => number): T[][] {
  if (all.length === 1) return [[...all]];
  const [one, two] = [bytes(all.slice(0, 1)), bytes(all.slice(0, 2))];
  const most = Math.max(1, Math.floor((FULL_BYTES - one) / (two - one)) + 1);
  return Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));
}
