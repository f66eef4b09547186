import { instant } from "../core/instant.ts";
import { grades } from "../core/states.ts";
import { steps } from "../ledger/clock/tables.ts";
import { responses } from "../ledger/recall/tables.ts";
import { stages } from "../ledger/request/tables.ts";
import { sharingKinds } from "../ledger/supply/tables.ts";
import { payloadTypes } from "./decode.ts";

/** Names of enumerations, by the members that carry them; the first is number 1. */
const names: Record<string, readonly string[]> = {
  stage: stages,
  sharing: sharingKinds,
  step: steps,
  ceiling: grades,
  grade: grades,
  response: responses,
};

/** A value of the chain's as people read it. Moments are uint48 wherever there are any. */
export function readable({ name, type, value }: { name: string; type: string; value: string }): string {
  if (type === "uint48") return instant(Number(value));
  if (!/^uint(8|16)$/.test(type)) return value;
  return names[name]?.[Number(value) - 1] ?? value;
}

/** A fact's payload likewise: whole numbers become text or codes, and stay numbers where they are neither. */
export function readablePayload(kind: string, payload: Record<string, unknown>): Record<string, unknown> {
  const types = payloadTypes(kind);
  const members = Object.entries(payload).map(([name, value]) => {
    if (typeof value !== "bigint") return [name, plain(value)];
    const type = types?.[name] ?? "";
    const text = readable({ name, type, value: value.toString() });
    return [name, text === value.toString() ? plain(value) : text];
  });
  return Object.fromEntries(members) as Record<string, unknown>;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint")
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
