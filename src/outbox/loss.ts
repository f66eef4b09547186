import { type Hex } from "../core/hex.ts";
import { type ChainNode, type TransactionPlace } from "../chain/node.ts";
import { type Batch, type Operation } from "./operation.ts";
import { type AcceptedOperation, type Entry } from "./entries.ts";
import { type Journal } from "./journal.ts";
import { type Settled, type Unsettled } from "./settled.ts";
import { type Standing } from "./standing.ts";

/** What a chain that lost blocks, which were final here, means for the outbox. */
export interface Loss extends Required<Unsettled> {
  /** Bytes to hand to the chain again, unchanged. */
  again: readonly Batch[];
  /** Open batches behind a nonce nobody can fill: they are to be signed anew. */
  freed: readonly Batch[];
  /** The next nonce of each key. */
  nonces: ReadonlyMap<Hex, number>;
  /** The lowest block that something was final in and is no longer; null when nothing is missing. */
  from: number | null;
  /** What cannot be sent again, as it was: final in a block that is gone. */
  lost: readonly Operation[];
}

/** The outbox as it lies on disk, while no gateway runs. */
export interface OutboxAtRest {
  journal: Journal<Entry>;
  standing: Standing;
  settled: Settled;
}

/** The chain as it is to be gone on with. */
export interface NewChain {
  node: ChainNode;
  head: { number: number; hash: Hex };
  hashAt(number: number): Hex | undefined;
}

interface Candidate {
  batch: Batch;
  /** Where it was final. */
  block: number;
  operations: Operation[];
  /** It is in a block of the new chain, though another. */
  isThere: boolean;
}

/** Compares everything final in the outbox, and the bytes it keeps, with a chain. Changes nothing. */
export async function lossOn(chain: NewChain, outbox: OutboxAtRest): Promise<Loss> {
  const { candidates, restated, lost, from } = await missing(chain, outbox);
  const again: Candidate[] = [];
  const freed: Batch[] = [];
  const nonces = new Map<Hex, number>();
  const keys = new Set([...outbox.standing.nonces.keys(), ...candidates.map((c) => c.batch.key)]);
  for (const key of keys) {
    const own = candidates.filter((c) => c.batch.key === key);
    const open = [...outbox.standing.batches.values()].filter((b) => b.key === key);
    const next = nextNonce(await chain.node.nonce(key, chain.head.hash), own, open);
    // Never upwards: a nonce beyond ours means that somebody else signs with this key.
    nonces.set(key, Math.min(outbox.standing.nonces.get(key) ?? next.nonce, next.nonce));
    for (const c of own) {
      if (c.isThere || next.reached.has(c.batch.hash)) again.push(c);
      else lost.push(...c.operations);
    }
    freed.push(...open.filter((b) => b.nonce >= next.nonce));
  }
  const gone = lost.map((o) => ({ ...o, status: lostStatus(o) }));
  return {
    again: again.map((c) => c.batch),
    freed,
    nonces,
    from,
    lost,
    reopened: again.flatMap((c) => c.operations),
    restated: [...restated, ...gone],
    bytes: candidates.map(({ block, batch }) => ({ block, hash: batch.hash })),
  };
}

/**
 * Opens again what was final in the lost blocks: on its way, with the same bytes. One record, so that it holds
 * whole or not at all; repeating it after a crash is harmless.
 */
export async function reopen(
  { journal, settled }: OutboxAtRest,
  loss: Loss,
  crashAt: (point: string) => void,
): Promise<void> {
  const ops = loss.reopened.map(({ status: _, ...o }): AcceptedOperation => o);
  const freed = loss.freed.map((b) => b.hash);
  await journal.append({ t: "reopen", ops, batches: [...loss.again], freed, nonces: [...loss.nonces] });
  crashAt("fork-recorded");
  await settled.unsettle(loss);
}

/** What is final here and not in the same block there. */
async function missing(chain: NewChain, outbox: OutboxAtRest) {
  const finals = await finalsByTransaction(outbox);
  const kept = new Map((await outbox.settled.kept()).map((k) => [k.batch.hash, k]));
  const hashes = [...new Set([...finals.keys(), ...kept.keys()])];
  const places = new Map((await chain.node.places(hashes)).map((place, i) => [hashes[i]!, place]));
  const candidates: Candidate[] = [];
  const restated: Operation[] = [];
  const lost: Operation[] = [];
  let from = Infinity;
  for (const hash of hashes) {
    if (outbox.standing.batches.has(hash)) continue;
    const operations = finals.get(hash) ?? [];
    const place = standing(chain, places.get(hash) ?? null);
    const bytes = kept.get(hash);
    const before = bytes?.block ?? blockOf(operations[0]!);
    const reverted = operations.length === 0;
    if (place?.block === before && place.succeeded !== reverted) continue;
    if (!reverted) from = Math.min(from, before);
    if (bytes) candidates.push(candidate(bytes, operations, place !== null));
    else if (place?.succeeded) restated.push(...operations.map((o) => moved(o, place.block)));
    else lost.push(...operations);
  }
  const useful = candidates.filter((c) => c.operations.length > 0 || !c.isThere);
  return { candidates: useful, restated, lost, from: Number.isFinite(from) ? from : null };
}

async function finalsByTransaction(outbox: OutboxAtRest): Promise<Map<Hex, Operation[]>> {
  const found = new Map<Hex, Operation[]>();
  for await (const o of outbox.settled.finals()) {
    // A crash in the middle of an accepted fork leaves it here and open at once.
    if (outbox.standing.open.has(o.id)) continue;
    const { transaction } = o.status as { transaction: Hex };
    const same = found.get(transaction);
    if (same) same.push(o);
    else found.set(transaction, [o]);
  }
  return found;
}

/** Only a place on the chain that was just read counts. */
function standing(chain: NewChain, place: TransactionPlace | null): TransactionPlace | null {
  return place && chain.hashAt(place.block) === place.blockHash ? place : null;
}

function candidate(
  kept: { block: number; batch: Batch },
  operations: Operation[],
  isThere: boolean,
): Candidate {
  const batch = { ...kept.batch, operations: operations.map((o) => o.id) };
  return { batch, block: kept.block, operations, isThere };
}

/**
 * The bytes that can be executed again are those whose nonces follow one another from the chain's on. What lies
 * behind a nonce whose bytes nobody keeps could only wait for ever.
 */
function nextNonce(chain: number, own: Candidate[], open: Batch[]): { nonce: number; reached: Set<Hex> } {
  const absent = own.filter((c) => !c.isThere).map((c) => c.batch);
  const byNonce = new Map([...absent, ...open].map((batch) => [batch.nonce, batch]));
  const reached = new Set<Hex>();
  let nonce = chain;
  for (let batch = byNonce.get(nonce); batch; batch = byNonce.get(++nonce)) reached.add(batch.hash);
  return { nonce, reached };
}

function blockOf(o: Operation): number {
  return (o.status as { block: number }).block;
}

function moved(o: Operation, block: number): Operation {
  const { transaction } = o.status as { transaction: Hex };
  return { ...o, status: { state: "final", transaction, block } };
}

function lostStatus(o: Operation): Operation["status"] {
  const { transaction, block } = o.status as { transaction: Hex; block: number };
  return { state: "refused", code: "CHAIN_BLOCK_LOST", details: { value: block, transaction } };
}
