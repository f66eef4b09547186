import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { kindOf } from "../../core/ids.ts";
import { type RowReader } from "../../core/table.ts";
import { officerKeys, organisations } from "../agent/tables.ts";
import { versions } from "../dataset/tables.ts";
import { deliveries } from "../delivery/tables.ts";

/** What a delivery commits to, who keeps what opens it, and who else may have it. */
export interface Openable {
  commitment: { sha256: Hex; sm3: Hex };
  keeper: Hex;
  /** An organisation, and the permission that its officer's key needs. */
  readers: { organisation: Hex; permission: string }[];
}

/** Throws where there is nothing to open. */
export function openable(of: Hex, rows: RowReader, field = "of"): Openable {
  const delivery = kindOf(of) === "delivery" ? rows.get(deliveries, of) : undefined;
  if (!delivery) throw new SuyuanError("THING_UNKNOWN", { field, value: of });
  const version = rows.get(versions, delivery.version)!;
  if (!version.committed) {
    const reason = "is of a version whose digests are on chain, so there is nothing to open";
    throw new SuyuanError("INPUT_NOT_VALID", { field, value: of, reason });
  }
  return {
    commitment: { sha256: version.content, sm3: version.sm3 },
    keeper: delivery.provider,
    readers: [{ organisation: delivery.consumer, permission: "use" }],
  };
}

/** Why this key may not be told, or null. Everything that is judged here is on chain. */
export function whyNot({ readers }: Openable, key: Hex, rows: RowReader, now: number): string | null {
  const row = rows.get(officerKeys, key);
  const last = row?.intervals.at(-1);
  if (!row || !last) return `${key} is no officer's key`;
  const reader = readers.find(({ organisation }) => organisation === row.organisation);
  if (!reader) return `the organisation of ${key} is not one that it was meant for`;
  if (now < last.from || now >= last.until) return `${key} is not in force`;
  if (!last.permissions.includes(reader.permission))
    return `${key} lacks the permission ${reader.permission}`;
  return rows.get(organisations, row.organisation)!.suspended ? "its organisation is suspended" : null;
}
