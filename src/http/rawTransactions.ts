import { SuyuanError } from "../core/errors.ts";
import { explainRevert, Reverted } from "../chain/reverts.ts";
import { RpcError } from "../chain/rpc.ts";
import { type Once } from "../outbox/entries.ts";
import { type Operation } from "../outbox/operation.ts";
import { actionOf, RAW, type RawElement } from "../outbox/raw.ts";
import { actions } from "../ledger/definitions.ts";
import { checkOfficer } from "./officers.ts";
import { type Position, positionOf } from "./position.ts";
import { type Served } from "./served.ts";

type Given = Omit<Once, "operations" | "at">;

/** Accepts a transaction that was signed elsewhere, once everything that can be known beforehand is right. */
export async function acceptRaw(
  s: Served,
  element: RawElement,
  once: Given | undefined,
): Promise<Operation[]> {
  const { outbox, index, port } = s.gateway;
  const known = [...outbox.openOperations()].find(
    (o) => (o.element as Partial<RawElement>).hash === element.hash,
  );
  if (!known) {
    const action = actions.find((a) => a.calls === element.calls);
    if (action) checkOfficer(index.rows, element.from, action.by, s.now(), "transaction");
    requireGas(BigInt(element.gas), port.gasCap);
    const position = await positionOf(s.gateway, element.from);
    requireNonce(element.nonce, position);
    await simulate(s, element, position);
  }
  return outbox.accept(actionOf(RAW), element.from, [known?.element ?? element], once);
}

function requireGas(gas: bigint, cap: bigint): void {
  if (gas <= cap) return;
  throw refuse(gas.toString(), `asks for more gas than the ${cap} a transaction may have here`);
}

function requireNonce(nonce: number, position: Position): void {
  if (nonce === position.nonce) return;
  const way = nonce < position.nonce ? "is used already" : "leaves a gap";
  throw refuse(nonce, `has a nonce that ${way}; the next one of its key is ${position.nonce}`);
}

/** What is on its way for this key changes its step, so only then may the step seem wrong. */
async function simulate({ gateway }: Served, e: RawElement, { pending }: Position): Promise<void> {
  const { from, to, data } = e;
  try {
    await gateway.port.node.call({ from, to, data, gas: BigInt(e.gas) });
  } catch (error) {
    if (error instanceof Reverted) {
      const refusal = explainRevert(error.data);
      if (!pending || !refusal.again) throw named(refusal.error);
    } else if (error instanceof RpcError) throw refuse(e.gas, `could not run: ${error.message}`);
    else throw error;
  }
}

function named(error: SuyuanError): SuyuanError {
  return new SuyuanError(error.code, { field: "transaction", ...error.details }, { cause: error });
}

function refuse(value: unknown, reason: string): SuyuanError {
  return new SuyuanError("TRANSACTION_NOT_VALID", { field: "transaction", value, reason });
}
