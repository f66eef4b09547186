import { ledgerCode, SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { interfaces } from "./abi/contracts.ts";
import { readable } from "./readable.ts";

/** A call that the contracts refused, with the bytes they refused it with. */
export class Reverted extends Error {
  readonly data: Hex;
  constructor(data: Hex) {
    super(`reverted with ${data.slice(0, 10)}`);
    this.data = data;
  }
}

export interface Refusal {
  error: SuyuanError;
  /** Every 32-byte or text argument: what a bad element is found by. */
  mentions: string[];
  /** The batch was fine, but its lane's step was not, or its contract was succeeded: encode it again. */
  again: boolean;
}

/** What the contracts said, in the catalogue's words. */
export function explainRevert(data: Hex): Refusal {
  const parsed = parse(data);
  if (!parsed) {
    const error = new SuyuanError("CHAIN_REFUSED", {
      value: data === "0x" ? "no reason given" : data.slice(0, 138),
    });
    return { error, mentions: [], again: false };
  }
  const details = Object.fromEntries(parsed.fields.map((f) => [f.name, readable(f)]));
  const mentions = parsed.fields.map((f) => f.value);
  const code = ledgerCode(parsed.name);
  const value = `${parsed.name}(${mentions.join(", ")})`;
  const error = code
    ? new SuyuanError(code, { ...details, value: mentions[0] })
    : new SuyuanError("CHAIN_REFUSED", { value });
  return { error, mentions, again: parsed.name === "LaneOutOfStep" || parsed.name === "Sealed" };
}

interface Field {
  name: string;
  type: string;
  value: string;
}

function parse(data: Hex): { name: string; fields: Field[] } | undefined {
  // Calldata cut short, or no gas left, reverts without a word.
  if (data.length < 10) return undefined;
  for (const contract of Object.values(interfaces)) {
    const found = contract.parseError(data);
    if (!found) continue;
    const fields = found.fragment.inputs.map(({ name, type }, i): Field => {
      return { name, type, value: text(found.args[i]) };
    });
    return { name: found.name, fields };
  }
  return undefined;
}

function text(value: unknown): string {
  const s = String(value);
  return /^0x[0-9a-fA-F]+$/.test(s) ? s.toLowerCase() : s;
}
