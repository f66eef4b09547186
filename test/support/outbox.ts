import { join } from "node:path";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { type Clocks, type Entry } from "../../src/outbox/entries.ts";
import { Journal } from "../../src/outbox/journal.ts";
import { type Batch, type Operation } from "../../src/outbox/operation.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { type OutboxLimits } from "../../src/outbox/room.ts";
import { openLevel } from "../../src/store/open.ts";

export const registerDomain = actionNamed("register-domain") as Action;
export const [alice, bob]: Hex[] = [`0x${"a1".repeat(20)}`, `0x${"b0".repeat(20)}`];
export const domain = (code: string) => ({ code, metadata: "{}" });
export const body = (word: string): Hex => `0x${Buffer.from(word).toString("hex")}`;
export const plenty: OutboxLimits = { operations: 1_000, bytes: 1_000_000, journalBytes: 2_000 };

/** An outbox in a folder, and what its disk was asked to do. */
export async function openIn(
  folder: string,
  limits = plenty,
  crashAt?: (point: string) => void,
  clocks?: () => Clocks,
): Promise<Outbox> {
  const settled = await openLevel(join(folder, "operations"));
  const open = (each: (e: Entry) => void) =>
    Journal.open<Entry>(join(folder, "journal"), each, crashAt ? { crashAt } : {});
  return Outbox.open(open, settled, limits, clocks ? { clocks } : {});
}

export const ids = (operations: readonly Operation[]) => operations.map((o) => o.id);

export function batchOf(key: Hex, nonce: number, operations: string[]): Batch {
  const hash: Hex = `0x${Buffer.from(`${key} ${nonce}`).toString("hex")}`;
  return { key, nonce, hash, raw: "0x00", operations, step: nonce + 1 };
}

export async function finish(outbox: Outbox, batch: Batch): Promise<void> {
  outbox.observe(batch.operations, { saw: "mined", transaction: batch.hash, block: 5, final: true });
  await outbox.settle(batch.operations);
}
