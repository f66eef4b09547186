import { type Hex } from "../core/hex.ts";
import { type Batch } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { actionOf } from "./raw.ts";

/**
 * After a loss everything goes out again at once, and must find what it found the first time: what it builds
 * on, and for bytes that reverted, whatever made them revert.
 */
export function mayGoAgain(batch: Batch, key: Hex, outbox: Outbox, areQuiet: () => boolean): boolean {
  if (batch.operations.length === 0) return areQuiet();
  return batch.operations.every((id) => {
    const o = outbox.openOperation(id);
    const names = o ? (actionOf(o.action).names?.(o.element) ?? []) : [];
    // Only what was accepted before it, so that no two wait for each other.
    const makers = names.map((name) => outbox.makerOf(name)).filter((m) => m !== undefined && m < id);
    return makers.every((maker) => outbox.openOperation(maker!)?.key === key);
  });
}
