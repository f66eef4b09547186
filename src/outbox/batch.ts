import { type Action } from "../core/action.ts";
import { type Operation } from "./operation.ts";

/** Nodes refuse signed transactions over 128 KiB; this leaves room for the envelope. */
export const BATCH_BYTES = 120 * 1024;
export const BATCH_ELEMENTS = 1_000;

/**
 * The longest run from the front of a lane that may go into one transaction: one action, one grouping, and
 * nothing that still waits for another lane. Order is never changed.
 */
export function nextBatch(
  queue: readonly Operation[],
  actionOf: (name: string) => Action,
  isReady: (o: Operation) => boolean,
  most = BATCH_ELEMENTS,
): Operation[] {
  const [first] = queue;
  if (!first) return [];
  const action = actionOf(first.action);
  const together = action.together?.(first.element);
  const batch: Operation[] = [];
  for (const o of queue) {
    const fits = o.action === first.action && action.together?.(o.element) === together;
    if (!fits || batch.length >= most || !isReady(o)) break;
    batch.push(o);
  }
  return batch;
}

/** How many of `count` elements to try when `bytes` was too much. */
export function smaller(count: number, bytes: number): number {
  return Math.max(1, Math.min(count - 1, Math.floor((count * BATCH_BYTES * 0.95) / bytes)));
}

/** Gas to ask for. Nothing is paid for it; it only has to be enough, and to leave room in the block. */
export function gasFor(elements: number, bytes: number, cap: bigint): bigint {
  const wanted = 400_000n + 160_000n * BigInt(elements) + 240n * BigInt(bytes);
  return wanted < cap ? wanted : cap;
}
