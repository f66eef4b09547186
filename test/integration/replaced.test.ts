import { beforeAll, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { type Gateway } from "../../src/gateway.ts";
import { BUREAU } from "../../src/ops/founding.ts";
import { actionOf, RAW, type RawElement } from "../../src/outbox/raw.ts";
import { encodeVerb } from "../../src/chain/encode.ts";
import { afterFile } from "../support/folder.ts";
import { Given } from "../support/given.ts";

let given: Given;
let g: Gateway;

const after = afterFile();

beforeAll(async () => {
  given = await Given.city(["weather"], {}, after);
  g = given.gateway;
});

const BEYOND_A_BLOCK = 40_000_000_000n;

function registerDomain(code: string, nonce: number, gas: bigint): RawElement {
  const bureau = g.keyring.named(BUREAU)!;
  const to = g.contracts.contract("datasets");
  const data = encodeVerb("Datasets", "registerDomains", { step: 0n, entries: [{ code, metadata: "{}" }] });
  const signed = bureau.sign({ chainId: g.port.chainId, nonce, gas, to, data });
  return {
    ...signed,
    from: bureau.address,
    nonce,
    to,
    data,
    gas: gas.toString(),
    calls: "Datasets.registerDomains",
  };
}

test("bytes whose nonce another transaction used are refused once that is final, not waited for", async () => {
  const key: Hex = g.keyring.named(BUREAU)!.address;
  const nonce = await g.port.node.nonce(key);
  const [waiting] = await g.outbox.accept(actionOf(RAW) as Action, key, [
    registerDomain("never", nonce, BEYOND_A_BLOCK),
  ]);
  const sent = await g.port.submit(registerDomain("instead", nonce, 2_000_000n));
  expect(sent.outcome).toBe("sent");
  for (let i = 0; i < 100 && waiting!.status.state !== "refused"; i++)
    await new Promise((r) => setTimeout(r, 100));
  expect(waiting!.status).toMatchObject({ state: "refused", code: "CHAIN_REFUSED" });
});
