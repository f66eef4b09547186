import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { interfaces } from "../chain/abi/contracts.ts";
import { RAW, type RawElement } from "../outbox/raw.ts";
import { type Gateway } from "../gateway.ts";

/** Where the next transaction of a key has to stand. */
export interface Position {
  nonce: number;
  step: bigint;
  /** Whether something of this key is on its way, so that the chain's present state is not what it will meet. */
  pending: boolean;
}

/** After everything of this key that the chain has, and everything that this gateway has taken in for it. */
export async function positionOf({ port, outbox, contracts }: Gateway, key: Hex): Promise<Position> {
  const nonce = await port.node.nonce(key);
  const data = interfaces.Agents.encodeFunctionData("keyOf", [key]) as Hex;
  const answer = await port.node.call({ from: key, to: contracts.contract("agents"), data });
  const stored = interfaces.Agents.decodeFunctionResult("keyOf", answer)[4] as bigint;
  const open = [...outbox.openOperations()].filter((o) => o.key === key && o.status.state === "accepted");
  if (open.some((o) => o.action !== RAW)) {
    const reason =
      "names a key whose next nonce is not known: this gateway signs with it and has work waiting";
    throw new SuyuanError("TRANSACTION_NOT_VALID", { field: "transaction", value: key, reason });
  }
  const raws = open.map((o) => o.element as RawElement);
  const sent = [...outbox.batches.values()].filter((b) => b.key === key);
  const ahead = [
    ...raws.map((r) => ({ nonce: r.nonce, step: stepOf(r) })),
    ...sent.map((b) => ({ nonce: b.nonce, step: rawStep(outbox, b.operations) ?? BigInt(b.step) })),
  ].filter((a) => a.nonce >= nonce);
  return {
    nonce: Math.max(nonce, ...ahead.map((a) => a.nonce + 1)),
    step: ahead.reduce((most, a) => (a.step > most ? a.step : most), stored),
    pending: ahead.length > 0,
  };
}

function rawStep(outbox: Gateway["outbox"], [id]: string[]): bigint | undefined {
  const operation = id === undefined ? undefined : outbox.openOperation(id);
  return operation?.action === RAW ? stepOf(operation.element as RawElement) : undefined;
}

/** The step in the calldata; ordered verbs have it as their first argument. */
function stepOf({ calls, data }: RawElement): bigint {
  const [contract, verb] = calls.split(".") as [keyof typeof interfaces, string];
  const isOrdered = interfaces[contract].getFunction(verb)?.inputs[0]?.name === "step";
  return isOrdered ? BigInt(`0x${data.slice(10, 74)}`) : 0n;
}
