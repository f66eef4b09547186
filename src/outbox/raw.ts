import { z } from "zod";
import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { interfaces, contractOfRole, type ContractName } from "../chain/abi/contracts.ts";
import { type Directory } from "../chain/encode.ts";
import { readTransaction } from "../chain/embedded/transaction.ts";
import { actionNamed } from "../ledger/definitions.ts";

/** An operation whose transaction an officer signed elsewhere. */
export const RAW = "raw-transaction";

export interface RawElement {
  raw: Hex;
  hash: Hex;
  from: Hex;
  nonce: number;
  to: Hex;
  data: Hex;
  gas: string;
  /** `Contract.verb`. */
  calls: string;
}

/** Stands in for an action, so that the outbox treats handed-in bytes as any operation. */
const rawAction: Action<RawElement, RawElement> = {
  name: RAW,
  summary: { zh: "提交在别处签名的交易。", en: "Hand in a transaction that was signed elsewhere." },
  by: "anyone",
  input: z.never() as unknown as z.ZodType<RawElement>,
  calls: "FactLog.none",
  leaves: "",
  prepare: (i) => i,
  args: () => ({}),
  key: (e) => e.hash,
};

export function actionOf(name: string): Action {
  const action = name === RAW ? (rawAction as unknown as Action) : actionNamed(name);
  if (!action) throw new Error(`no action is called ${name}`);
  return action;
}

const ROLES = ["agents", "datasets"];

/**
 * Reads handed-in bytes. Another chain, another contract, a malleable signature or an unknown verb is
 * refused here, before anything is accepted.
 */
export function readRaw(raw: string, chainId: number, directory: Directory): RawElement {
  const refuse = (reason: string, value: unknown = `${raw.slice(0, 20)}…`): never => {
    throw new SuyuanError("TRANSACTION_NOT_VALID", { field: "transaction", value, reason });
  };
  if (!/^0x([0-9a-f]{2})+$/.test(raw)) refuse("must be 0x and whole lower-case bytes");
  const bytes = Buffer.from(raw.slice(2), "hex");
  const read = attempt(() => readTransaction(bytes, chainId), refuse);
  if (read.cost !== 0n) refuse("offers a price or a value, and nobody holds any here", read.cost);
  const to = (read.to ?? refuse("creates a contract, which no officer does")) as Hex;
  const contract = contractAt(to, directory) ?? refuse("is for no contract of this ledger", to);
  const fragment = interfaces[contract].getFunction(read.data.slice(0, 10));
  if (!fragment || fragment.constant) refuse(`calls no verb of ${contract}`, read.data.slice(0, 10));
  const { hash, from, nonce, data } = read;
  const gas = read.gasLimit.toString();
  return {
    raw: raw as Hex,
    hash: hash as Hex,
    from: from as Hex,
    nonce,
    to,
    data: data as Hex,
    gas,
    calls: `${contract}.${fragment!.name}`,
  };
}

/** Officers call a contract in force; members of the council call the council. */
function contractAt(to: Hex, directory: Directory): ContractName | undefined {
  if (to === directory.council) return "Council";
  const role = ROLES.find((r) => directory.contract(r) === to);
  return role === undefined ? undefined : contractOfRole(role);
}

function attempt<T>(read: () => T, refuse: (reason: string) => never): T {
  try {
    return read();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
