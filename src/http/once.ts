import { createHash } from "node:crypto";
import { SuyuanError } from "../core/errors.ts";
import { toHex, type Hex } from "../core/hex.ts";
import { type Once } from "../outbox/entries.ts";
import { canonicalBody } from "./body.ts";
import { type Call } from "./route.ts";

/** A client's name for a request, scoped to the officer key, and what exactly was asked under it. */
export function onceOf(call: Call, key: Hex, as: string): Omit<Once, "operations" | "at"> | undefined {
  const name = call.req.headers["idempotency-key"];
  if (name === undefined) return undefined;
  const value = String(name);
  if (!/^[\x20-\x7e]{1,200}$/.test(value)) {
    const reason = "must be 1 to 200 printable ASCII characters";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "Idempotency-Key", value, reason });
  }
  const { method, path } = call.req;
  const asked = [method, path, as, canonicalBody(call.body)].join("\n");
  return { name: `${key} ${value}`, body: toHex(createHash("sha256").update(asked).digest()) };
}
