import { type ChainPort } from "../chain/ports.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal } from "../core/table.ts";
import { type Index } from "../indexer/index.ts";
import { facts, type FactRow } from "../ledger/spine/tables.ts";
import { type Operation, sequenceOf } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { actionOf, RAW } from "./raw.ts";

/** The last restore of a gateway with real nodes. */
export interface NodeRestore {
  /** Of the backup. */
  backup: string;
  /** Sequence of the last operation in the backup: those after it, the restored gateway accepted itself. */
  lastId: number;
  /** The last block that was final for the lost gateway at the backup; null when its index was lost too. */
  final: number | null;
  oldGatewayIsDead: boolean;
}

/** Without the operator's word that the lost gateway is dead: final blocks in which its keys stay quiet. */
export const QUIET_BLOCKS = 64;

export interface AdoptionContext {
  restore: NodeRestore;
  outbox: Outbox;
  port: ChainPort;
  index: Index;
  log(event: string, fields: object): void;
}

/**
 * What the lost gateway signed with this key after the backup is in no journal here. Before the key signs
 * again, the chain is asked: once nothing of the key's can still be on its way, the nonce of a final block is
 * where it goes on, what lies before it is noted as the lost gateway's, and what it did of the operations
 * that wait here is found in its facts, so that nothing is done twice.
 */
export class Adoption {
  readonly #key: Hex;
  readonly #c: AdoptionContext;
  #quiet: { nonce: number; since: number } | null = null;
  #waits: string | null = null;

  constructor(key: Hex, context: AdoptionContext) {
    this.#key = key;
    this.#c = context;
  }

  get isDone(): boolean {
    return this.#c.outbox.adoptions.get(this.#key)?.restore === this.#c.restore.backup;
  }

  /** Why the key may not sign yet, or null. */
  get waits(): string | null {
    return this.isDone ? null : this.#waits;
  }

  /** Null while it must wait; else the waiting operations that the lost gateway had done, settled. */
  async attempt(waiting: readonly Operation[]): Promise<Operation[] | null> {
    const at = await this.#settledNonce();
    if (at === null) return null;
    const { outbox, restore, log } = this.#c;
    const found = await this.#doneBefore(waiting);
    for (const { operation, fact } of found) {
      const { transaction, block } = fact;
      outbox.observe([operation.id], { saw: "mined", transaction, block, final: true });
      await outbox.settle([operation.id]);
    }
    const from = outbox.nonces.get(this.#key) ?? 0;
    const adopted = { key: this.#key, restore: restore.backup, from, to: at.nonce, block: at.block };
    await outbox.adopt(adopted);
    log("lane.adopted", { ...adopted, unknown: at.nonce - from, found: found.length });
    return found.map(({ operation }) => operation);
  }

  /** The nonce of the last final block, once everything of the key's that any node knows is in it. */
  async #settledNonce(): Promise<{ nonce: number; block: number } | null> {
    const { port, index, restore } = this.#c;
    const block = index.final;
    if (block < (restore.final ?? 0))
      return this.#wait(`the index is at final block ${block} of ${restore.final}`);
    const nonce = await port.node.nonce(this.#key, block);
    const pending = await port.pendingNonce(this.#key);
    if (pending !== nonce) {
      this.#quiet = null;
      return this.#wait(`nonce ${nonce} is final and ${pending} is next, so something is on its way`);
    }
    if (restore.oldGatewayIsDead) return { nonce, block };
    if (this.#quiet?.nonce !== nonce) this.#quiet = { nonce, since: block };
    const passed = block - this.#quiet.since;
    if (passed >= QUIET_BLOCKS) return { nonce, block };
    return this.#wait(`its key was quiet for ${passed} of ${QUIET_BLOCKS} final blocks since the restore`);
  }

  #wait(why: string): null {
    this.#waits = why;
    return null;
  }

  /** Each operation that was waiting at the backup, with the fact that it left since; a fact answers for one. */
  async #doneBefore(waiting: readonly Operation[]): Promise<{ operation: Operation; fact: FactRow }[]> {
    const left = await this.#unknownFacts();
    const older = waiting.filter((o) => sequenceOf(o.id) <= this.#c.restore.lastId && o.action !== RAW);
    return older.flatMap((operation) => {
      const at = left.findIndex((fact) => isTraceOf(fact, operation));
      return at < 0 ? [] : [{ operation, fact: left.splice(at, 1)[0]! }];
    });
  }

  /** Facts by this key since the backup, in final blocks, of transactions that this outbox never had. */
  async #unknownFacts(): Promise<FactRow[]> {
    const { index, outbox, restore } = this.#c;
    const before = restore.final === null ? 0 : (index.block(restore.final)?.facts ?? 0);
    const after = before === 0 ? {} : { after: ordinal(before - 1) };
    const found = await index.rows.range(facts, after);
    return found
      .map(({ row }) => row)
      .filter((f) => f.key === this.#key && f.block <= index.final)
      .filter((f) => !outbox.sentBefore(f.block, f.transaction));
  }
}

/** Whether this fact is what this operation leaves. What makes a thing is told by the thing's id alone. */
export function isTraceOf(fact: FactRow, operation: Operation): boolean {
  const { element } = operation;
  const action = actionOf(operation.action);
  if (fact.name !== action.leaves) return false;
  const made = action.makes?.(element)[0]?.id;
  if (made !== undefined) return fact.subjects[0] === made;
  const named = action.names?.(element)[0];
  if (named !== undefined && fact.subjects[0] !== named) return false;
  const payload = fact.payload as Record<string, unknown>;
  const shared = Object.entries(element as object).filter(([field]) => field in payload);
  return shared.every(([field, value]) => String(value) === String(payload[field]));
}
