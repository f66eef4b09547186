import { type Hex } from "../core/hex.ts";
import { kindOf } from "../core/ids.ts";
import { type Index } from "../indexer/index.ts";
import { facts, history } from "../ledger/spine/tables.ts";
import { type Batch, type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { actionOf, RAW } from "./raw.ts";

const LATEST = 200;

/**
 * The block in which the index has a batch's facts. What the index holds was checked by the receipts' root; a
 * node that is asked for a receipt may say that there is none, and be wrong.
 */
export async function blockOf(batch: Batch, outbox: Outbox, index: Index): Promise<number | undefined> {
  const operation = batch.operations.map((id) => outbox.openOperation(id)).find((o) => o !== undefined);
  const subject = operation && subjectOf(operation);
  if (subject === undefined) return undefined;
  const touching = await index.rows.range(history, { prefix: subject, reverse: true, limit: LATEST });
  for (const { key } of touching) {
    const fact = index.rows.get(facts, key.slice(subject.length));
    if (fact?.transaction === batch.hash) return fact.block;
  }
  return undefined;
}

/** What the operation's fact is about first. A delivery has an id and no history: it lies in its grant's. */
function subjectOf(o: Operation): Hex | undefined {
  if (o.action === RAW) return undefined;
  const action = actionOf(o.action);
  const made = (action.makes?.(o.element) ?? []).map(({ id }) => id);
  return [...made, ...(action.names?.(o.element) ?? [])].find((id) => kindOf(id) !== "delivery");
}
