import { type Action } from "../core/action.ts";
import { keccakText } from "../core/hash.ts";
import { type Hex } from "../core/hex.ts";
import { type AbiParameter } from "./abi/decoder.ts";
import { tupleEncoder } from "./abi/encoder.ts";
import { interfaces, roleOfContract, type ContractName } from "./abi/contracts.ts";

/** Where the contracts are: by role, from the index, so that a successor is found by itself. */
export interface Directory {
  council: Hex;
  contract(role: string): Hex;
}

export interface Call {
  to: Hex;
  data: Hex;
}

/**
 * One transaction for a batch of elements of one action. A council's act goes through `Council.enact`, whose
 * salt names the first operation, so that the same act proposed again does not collide.
 */
export function encodeBatch(
  a: Action,
  step: bigint,
  elements: unknown[],
  where: Directory,
  salt: string,
): Call {
  const [contract, verb] = a.calls.split(".") as [ContractName, string];
  const role = roleOfContract[contract];
  if (role === undefined) throw new Error(`${a.name} calls ${contract}, which has no role`);
  const to = where.contract(role);
  const data = encodeVerb(contract, verb, a.args(step, elements));
  if (a.by !== "council") return { to, data };
  const enact = [to, data, keccakText(salt)];
  return { to: where.council, data: interfaces.Council.encodeFunctionData("enact", enact) as Hex };
}

/** Arguments go by their names in the ABI; a missing one is refused here, not by the node. */
export function encodeVerb(contract: ContractName, verb: string, args: Record<string, unknown>): Hex {
  const { selector, encode } = encoderOf(contract, verb);
  try {
    return `${selector}${encode(args).toString("hex")}`;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${contract}.${verb}: ${why}`, { cause });
  }
}

interface VerbEncoder {
  selector: Hex;
  encode(args: Record<string, unknown>): Buffer;
}

const encoders = new Map<string, VerbEncoder>();

/** Types are walked once; a general encoder takes half of the whole journey's time. */
function encoderOf(contract: ContractName, verb: string): VerbEncoder {
  const name = `${contract}.${verb}`;
  let encoder = encoders.get(name);
  if (!encoder) {
    const fragment = interfaces[contract].getFunction(verb);
    if (!fragment) throw new Error(`${contract} has no verb ${verb}`);
    const abi = JSON.parse(fragment.format("json")) as { inputs: AbiParameter[] };
    encoder = { selector: fragment.selector as Hex, encode: tupleEncoder(abi.inputs) };
    encoders.set(name, encoder);
  }
  return encoder;
}
