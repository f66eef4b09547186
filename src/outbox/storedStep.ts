import { interfaces } from "../chain/abi/contracts.ts";
import { type Directory } from "../chain/encode.ts";
import { type StateAt } from "../chain/node.ts";
import { type ChainPort } from "../chain/ports.ts";
import { type Hex } from "../core/hex.ts";

/** The step stored on chain for this key, after this block; an ordered batch carries the next one. */
export async function stepOf(
  key: Hex,
  at: StateAt,
  { port, directory }: { port: ChainPort; directory: Directory },
): Promise<bigint> {
  const data = interfaces.Agents.encodeFunctionData("keyOf", [key]) as Hex;
  const answer = await port.node.call({ from: key, to: directory.contract("agents"), data }, at);
  return interfaces.Agents.decodeFunctionResult("keyOf", answer)[4] as bigint;
}
