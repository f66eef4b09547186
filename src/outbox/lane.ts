import { SuyuanError, type ErrorCode } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Refusal } from "../chain/reverts.ts";
import { type StateAt } from "../chain/node.ts";
import { type SignedBytes, type Submission } from "../chain/ports.ts";
import { type Signer } from "../chain/signer.ts";
import { type Adoption } from "./adoption.ts";
import { BATCH_ELEMENTS, nextBatch } from "./batch.ts";
import { type Batch, type Operation } from "./operation.ts";
import { mayGoAgain } from "./again.ts";
import { type LaneContext, type Landed } from "./laneContext.ts";
import { orphansOf } from "./orphans.ts";
import { actionOf, RAW, type RawElement } from "./raw.ts";
import { Trial, type Draft } from "./trial.ts";

const OUTSTANDING = 10;
const ATTEMPTS = 5;
const RESEND_AFTER_MS = 5_000;

/** After these a lane does nothing until the gateway is started anew. */
const FOR_GOOD: readonly ErrorCode[] = ["OUTBOX_NONCE_FOREIGN", "OUTBOX_LEASE_LOST"];

/**
 * One key, one owner of its nonces. Forms batches from the front of its queue, tries them, signs them, and
 * sends only bytes that are on disk. After a revert it waits until everything it sent has come down, then
 * queues the rest again in order; trying the batch again tells which element was to blame.
 */
export class Lane {
  readonly key: Hex;
  readonly #signer: Signer | null;
  readonly #c: LaneContext;
  readonly #trial: Trial;
  #queue: Operation[] = [];
  readonly #outstanding: { batch: Batch; landed: Landed | null }[] = [];
  /** Waiting operations whose ancestor was refused. */
  readonly #orphans: { operation: Operation; ancestor: string }[] = [];
  readonly #attempts = new Map<string, number>();
  /** What is not tried again, with the transaction that was the last to fail: refused at the front of the queue. */
  readonly #spent = new Map<string, Hex>();
  /**
   * When bytes were last handed to the chain (Infinity while it has not answered). Sending them again at once
   * would only be refused as a repeat; the index gets time to see them.
   */
  readonly #handed = new Map<Hex, number>();
  #next: { nonce: number; step: bigint } | null = null;
  #fitting = 200;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped: SuyuanError | null = null;

  constructor(key: Hex, signer: Signer | null, context: LaneContext) {
    this.key = key;
    this.#signer = signer;
    this.#c = context;
    this.#trial = new Trial(key, context);
  }

  get stopped(): SuyuanError | null {
    return this.#stopped;
  }

  /** Why it signs nothing for now, or null. */
  get waitsFor(): string | null {
    return this.#c.adoption?.waits ?? null;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get outstanding(): readonly Batch[] {
    return this.#outstanding.map((o) => o.batch);
  }

  /** Takes back what the journal says of this lane. */
  restore(operations: Operation[], batches: Batch[]): void {
    const sent = new Set(batches.flatMap((b) => b.operations));
    this.#queue.push(...operations.filter((o) => !sent.has(o.id)));
    for (const batch of [...batches].sort((a, b) => a.nonce - b.nonce))
      this.#outstanding.push({ batch, landed: null });
  }

  enqueue(operations: Operation[]): void {
    this.#queue.push(...operations);
    void this.work();
  }

  /** Does what can be done now. Calls while it works make it look once more. */
  work(): Promise<void> {
    this.#again = true;
    return (this.#working ??= this.#run());
  }

  async idle(): Promise<void> {
    while (this.#working) await this.#working;
  }

  /** A block was indexed: what became of this lane's transactions in it. */
  saw(hash: Hex, landed: Landed): boolean {
    const mine = this.#outstanding.find((o) => o.batch.hash === hash);
    if (!mine) return false;
    mine.landed = landed;
    this.#handed.delete(hash);
    if (landed.succeeded) {
      const { block, final } = landed;
      this.#c.outbox.observe(mine.batch.operations, { saw: "mined", transaction: hash, block, final });
    }
    return true;
  }

  /** Blocks above this were taken back: what was in them is on its way again. */
  rolledBack(to: number): void {
    for (const o of this.#outstanding) {
      if (!o.landed || o.landed.block <= to) continue;
      o.landed = null;
      this.#c.outbox.observe(o.batch.operations, { saw: "rolled-back" });
    }
  }

  /** A final block shows these nonces used: what has no receipt by then was replaced and cannot happen. */
  replaced(hash: Hex, block: number): void {
    const mine = this.#outstanding.find((o) => o.batch.hash === hash);
    if (mine && !mine.landed) mine.landed = { block, succeeded: false, final: true };
  }

  finalised(block: number): void {
    for (const { batch, landed } of this.#outstanding) {
      if (!landed || landed.block > block) continue;
      landed.final = true;
      if (!landed.succeeded) continue;
      this.#c.outbox.observe(batch.operations, {
        saw: "mined",
        transaction: batch.hash,
        block: landed.block,
        final: true,
      });
    }
  }

  /** Sends again, unchanged, whatever has not landed. */
  async resend(): Promise<void> {
    if (this.#stopped || this.#c.halted()) return;
    for (const { batch, landed } of [...this.#outstanding]) {
      if (landed) continue;
      if (!mayGoAgain(batch, this.key, this.#c.outbox, this.#c.areQuiet)) return;
      await this.#send(batch);
    }
  }

  /** Whether nothing is on its way that could still decide what bytes that reverted find. */
  get isQuiet(): boolean {
    const first = this.#outstanding.find((o) => !o.landed);
    if (!first || first.batch.operations.length === 0) return true;
    // What waits for another lane may wait for what lies behind such bytes there.
    return !mayGoAgain(first.batch, this.key, this.#c.outbox, () => false);
  }

  /** Ends in the turn in which nobody asked again, so that no call is left to work that is over. */
  async #run(): Promise<void> {
    await null;
    while (this.#again) {
      this.#again = false;
      try {
        await this.#settleLanded();
        while (!this.#stopped && (await this.#sendNext()));
      } catch (error) {
        this.#report(error);
      }
    }
    this.#working = undefined;
  }

  #report(error: unknown): void {
    if (error instanceof SuyuanError && FOR_GOOD.includes(error.code)) this.#stopped = error;
    this.#c.log("lane.problem", {
      key: this.key,
      problem: error instanceof Error ? error.message : String(error),
    });
  }

  async #settleLanded(): Promise<void> {
    while (this.#outstanding[0]?.landed?.final && this.#outstanding[0].landed.succeeded) {
      await this.#settle(this.#outstanding[0]);
      this.#outstanding.shift();
    }
    const failed = this.#outstanding.some((o) => o.landed?.succeeded === false);
    if (!failed || !this.#outstanding.every((o) => o.landed?.final)) return;
    // Everything has come down for good, so nothing signed before can still happen. Each stays here until it is
    // dealt with: whatever stops this in the middle, the next look goes on.
    this.#next = null;
    for (let first = this.#outstanding[0]; first; first = this.#outstanding[0]) {
      if (first.landed!.succeeded) await this.#settle(first);
      else await this.#takeBack(first.batch, first.landed!.block);
      this.#outstanding.shift();
    }
  }

  /** Bytes that were sent for their nonce alone have nothing to settle. */
  async #settle({ batch, landed }: { batch: Batch; landed: Landed | null }): Promise<void> {
    if (batch.operations.length > 0) return this.#c.outbox.settle(batch.operations);
    return this.#c.outbox.voidBatch(batch, landed!.block);
  }

  async #takeBack(batch: Batch, block: number): Promise<void> {
    await this.#c.outbox.voidBatch(batch, block);
    this.#c.crashAt("batch-voided");
    const back = batch.operations
      .map((id) => this.#c.outbox.openOperation(id))
      .filter((o) => o !== undefined);
    for (const o of back) {
      const tries = (this.#attempts.get(o.id) ?? 0) + 1;
      this.#attempts.set(o.id, tries);
      if (tries >= ATTEMPTS || o.action === RAW) this.#spent.set(o.id, batch.hash);
    }
    // A crash between two of these left the first in the queue already: acceptance decides the order.
    this.#queue = [...back, ...this.#queue].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #refuseSpent(operation: Operation, transaction: Hex): Promise<boolean> {
    const value = `transaction ${transaction} reverted, or another used its nonce`;
    await this.#refuse([operation], "CHAIN_REFUSED", { value });
    this.#spent.delete(operation.id);
    return true;
  }

  /** Whether a batch went out or an operation was refused, so that there may be more to do. */
  async #sendNext(): Promise<boolean> {
    if (await this.#refuseOrphan()) return true;
    const [first] = this.#queue;
    const spent = first && this.#spent.get(first.id);
    if (spent) return this.#refuseSpent(first, spent);
    if (this.#c.halted()) return false;
    if (!first || this.#outstanding.some((o) => o.landed?.succeeded === false)) return false;
    if (first.action === RAW) return this.#sendRaw(first);
    if (this.#c.adoption?.isDone === false) return this.#adopt(this.#c.adoption);
    const { by } = actionOf(first.action);
    const ordered = by !== "council" && by !== "anyone";
    const alone = this.#outstanding.some((o) => o.batch.step === 0);
    if (!this.#signer || this.#outstanding.length >= (ordered && !alone ? OUTSTANDING : 1)) return false;
    const operations = nextBatch(this.#queue, actionOf, (o) => this.#isReady(o));
    if (operations.length === 0) return false;
    const draft = await this.#draft(operations, ordered);
    if (this.#outstanding.length === 0) {
      const at = await this.#c.state();
      const refusal = await this.#trial.refusalOf(draft, at);
      if (refusal) return this.#refuseCulprit(draft, refusal, at);
    }
    await this.#signAndSend(draft);
    return true;
  }

  /** What was sent before the backup comes down first: its bytes are known here, and sent again. */
  async #adopt(adoption: Adoption): Promise<boolean> {
    if (this.#outstanding.length > 0) return false;
    const done = await adoption.attempt(this.#queue);
    if (!done) return false;
    this.#queue = this.#queue.filter((o) => !done.includes(o));
    this.#next = null;
    return true;
  }

  /** Signed elsewhere: its place in the order of nonces was checked when it was accepted. */
  async #sendRaw(operation: Operation): Promise<boolean> {
    const { raw, hash, nonce } = operation.element as RawElement;
    const batch = { key: this.key, nonce, hash, raw, operations: [operation.id], step: 0 };
    await this.#c.outbox.recordBatch(batch);
    this.#queue.shift();
    this.#next = null;
    this.hand(batch);
    return true;
  }

  /** Ready when everything it names is on the ledger, or will be made by this lane before it. */
  #isReady(o: Operation): boolean {
    if (this.#spent.has(o.id)) return false;
    const names = actionOf(o.action).names?.(o.element) ?? [];
    return names.every((id) => {
      const maker = this.#c.outbox.makerOf(id);
      if (maker === undefined || maker === o.id) return true;
      return this.#c.outbox.openOperation(maker)?.key === this.key;
    });
  }

  async #draft(operations: Operation[], ordered: boolean): Promise<Draft> {
    const position = (this.#next ??= await this.#synchronise());
    const step = ordered ? position.step + 1n : 0n;
    // Encoding is the dear part, so the first guess is what fitted before.
    const draft = this.#trial.largest(operations.slice(0, this.#fitting), step);
    this.#fitting = Math.min(BATCH_ELEMENTS, Math.ceil(draft.operations.length * 1.1) + 8);
    return draft;
  }

  /** Where the chain stands. A nonce beyond ours means that somebody else signs with this key. */
  async #synchronise(): Promise<{ nonce: number; step: bigint }> {
    const at = await this.#c.state();
    const chain = await this.#c.port.node.nonce(this.key, at);
    const ours = this.#c.outbox.nonces.get(this.key);
    if (ours !== undefined && chain > ours) {
      throw new SuyuanError("OUTBOX_NONCE_FOREIGN", { field: "key", value: this.key, chain, ours });
    }
    // What is on its way counts as done: nonce and step go on from the last of it.
    const last = this.#outstanding.at(-1)?.batch;
    const stepped = this.#outstanding.filter((o) => o.batch.step > 0).at(-1)?.batch.step ?? 0;
    const stored = await this.#c.storedStep(this.key, at);
    const step = stored > BigInt(stepped) ? stored : BigInt(stepped);
    // With nothing on its way, all we ever signed is in final blocks: a node without them must not decide.
    if (!last && ours !== undefined && chain < ours)
      throw new Error(`the node has nonce ${chain} for ${this.key}, final blocks have ${ours}`);
    return { nonce: Math.max(chain, last ? last.nonce + 1 : 0), step };
  }

  async #refuseCulprit(draft: Draft, refusal: Refusal, at: StateAt): Promise<boolean> {
    const [first] = draft.operations;
    if (refusal.again) {
      this.#next = null;
      const tries = (this.#attempts.get(first!.id) ?? 0) + 1;
      this.#attempts.set(first!.id, tries);
      if (tries < ATTEMPTS) return true;
    }
    const { blamed, reason } = await this.#trial.blame(draft, refusal, at);
    await this.#refuse(blamed, reason.error.code, reason.error.details);
    return true;
  }

  async #signAndSend(p: Draft): Promise<void> {
    const { nonce } = this.#next!;
    this.#c.mayAct();
    this.#c.crashAt("before-signing");
    const signed = this.#signer!.sign({ chainId: this.#c.port.chainId, nonce, gas: p.gas, ...p.call });
    this.#c.crashAt("after-signing");
    const ids = p.operations.map((o) => o.id);
    const batch = { key: this.key, nonce, ...signed, operations: ids, step: Number(p.step) };
    await this.#c.outbox.recordBatch(batch);
    this.#queue.splice(0, p.operations.length);
    this.#next = { nonce: nonce + 1, step: p.step > 0n ? p.step : this.#next!.step };
    this.hand(batch);
  }

  /** Hands a batch whose bytes are on disk to the chain, without waiting for a block. */
  hand(batch: Batch): void {
    this.#outstanding.push({ batch, landed: null });
    void this.#send(batch);
  }

  async #send(batch: SignedBytes): Promise<void> {
    if ((this.#handed.get(batch.hash) ?? -Infinity) > performance.now() - RESEND_AFTER_MS) return;
    this.#c.crashAt("before-send");
    this.#handed.set(batch.hash, Infinity);
    const { outcome, ...rest } = await this.#c.port.submit(batch).catch(unknownOutcome);
    this.#handed.set(batch.hash, outcome === "sent" ? performance.now() : -Infinity);
    this.#c.crashAt("after-send");
    if (outcome !== "sent")
      this.#c.log("lane.send", { key: this.key, transaction: batch.hash, outcome, ...rest });
  }

  /** Refuses operations, and whatever waits for what they would have made. */
  async #refuse(operations: Operation[], code: ErrorCode, details: Record<string, unknown>): Promise<void> {
    // Who is superseded sees its successor's work in the way of its own, and must not call that refused.
    this.#c.mayAct();
    const ids = new Set(operations.map((o) => o.id));
    this.#queue = this.#queue.filter((o) => !ids.has(o.id));
    const { outbox } = this.#c;
    outbox.observe([...ids], { saw: "refused", code, details });
    // What is on the ledger already, or will be made by another, leaves no orphans.
    const leaves = code === "LEDGER_SUBJECT_EXISTS" ? [] : operations;
    const orphans = leaves.flatMap((o) => orphansOf(outbox, o).map((orphan) => ({ orphan, ancestor: o.id })));
    await outbox.settle([...ids]);
    for (const { orphan, ancestor } of orphans) outbox.emit("orphaned", orphan, ancestor);
  }

  /** Refuses one operation that waits here because what it builds on was refused. */
  orphan(operation: Operation, ancestor: string): Promise<void> {
    this.#orphans.push({ operation, ancestor });
    return this.work();
  }

  /** Whether there was one. Between two batches only: a batch being signed owns the front of the queue. */
  async #refuseOrphan(): Promise<boolean> {
    const [orphan] = this.#orphans;
    if (!orphan) return false;
    const { operation, ancestor } = orphan;
    if (this.#queue.includes(operation))
      await this.#refuse([operation], "OUTBOX_ANCESTOR_REFUSED", { field: "builds on", value: ancestor });
    this.#orphans.shift();
    return true;
  }
}

/** A port that fails has not said what became of the bytes. */
function unknownOutcome(error: unknown): Submission {
  return { outcome: "unknown", reason: error instanceof Error ? error.message : String(error) };
}
