import { expect, onTestFinished, test } from "vitest";
import { type Hex } from "../core/hex.ts";
import { keccakText } from "../core/hash.ts";
import { openLevel } from "../store/open.ts";
import { temporaryFolder } from "../../test/support/folder.ts";
import { type Batch, type Operation } from "./operation.ts";
import { KEPT_BLOCKS, Settled } from "./settled.ts";

const key: Hex = `0x${"11".repeat(20)}`;

async function given(): Promise<Settled> {
  const settled = new Settled(await openLevel(temporaryFolder(onTestFinished)));
  onTestFinished(() => settled.close());
  return settled;
}

function finalIn(block: number): { operation: Operation; batch: Batch } {
  const hash = keccakText(`transaction ${block}`);
  const id = `op-${block.toString(36).padStart(8, "0")}`;
  const status = { state: "final", transaction: hash, block } as const;
  const operation = { id, action: "grant-key", element: {}, key, at: block, status };
  return { operation, batch: { key, nonce: block, hash, raw: "0x01", operations: [id], step: block } };
}

test("bytes of a final block can be sent again for ten thousand blocks, and are then forgotten", async () => {
  const settled = await given();
  const [old, recent, now] = [5, 6_000, 5 + KEPT_BLOCKS + 500].map(finalIn) as ReturnType<typeof finalIn>[];
  for (const { operation, batch } of [old!, recent!]) await settled.keep([operation], batch);
  expect(settled.sentBytes(5, old!.batch.hash)).toEqual(old!.batch);
  await settled.keep([now!.operation], now!.batch);
  expect(settled.sentBytes(5, old!.batch.hash)).toBeUndefined();
  expect(settled.sentBytes(6_000, recent!.batch.hash)).toEqual(recent!.batch);
  expect(settled.find(old!.operation.id)).toEqual(old!.operation);
});

test("what was refused was never sent, so only its story is kept", async () => {
  const settled = await given();
  const { operation } = finalIn(7);
  const refused: Operation = {
    ...operation,
    status: { state: "refused", code: "CHAIN_REFUSED", details: {} },
  };
  await settled.keep([refused]);
  expect(await settled.list({ limit: 10, key })).toEqual([refused]);
  expect(await settled.lastId()).toBe(refused.id);
});
