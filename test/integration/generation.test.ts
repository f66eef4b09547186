import { expect, test } from "vitest";
import { requireContracts } from "../../src/ops/generation.ts";
import { type ChainPort } from "../../src/chain/ports.ts";
import { Reverted } from "../../src/chain/reverts.ts";
import { openTestGateway } from "../support/given.ts";

test("a ledger without one of the contracts is refused with a sentence that names it", async () => {
  const { port, index } = await openTestGateway();
  const { factLog } = index.identity;
  await expect(requireContracts(port, factLog, "data")).resolves.toBeUndefined();

  // Agents is there, and knows no roles: as a spine before any admission would.
  const empty = index.rows.get({ name: "role" }, "agents") as typeof factLog;
  await expect(requireContracts(port, empty, "data")).rejects.toMatchObject({
    code: "DATA_DIRECTORY_FOREIGN",
    details: { reason: expect.stringContaining("agents") as string },
  });
});

test("a node that does not answer is not taken for an old ledger", async () => {
  const silent = { node: { call: () => Promise.reject(new Error("no answer")) } } as unknown as ChainPort;
  await expect(requireContracts(silent, "0x00", "data")).resolves.toBeUndefined();
  const reverting = { node: { call: () => Promise.reject(new Reverted("0x")) } } as unknown as ChainPort;
  await expect(requireContracts(reverting, "0x00", "data")).rejects.toMatchObject({
    code: "DATA_DIRECTORY_FOREIGN",
  });
});
