import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { kindOf } from "../../core/ids.ts";
import { type RowReader } from "../../core/table.ts";
import { officerKeys, offices, organisations } from "../agent/tables.ts";
import { versions } from "../dataset/tables.ts";
import { deliveries } from "../delivery/tables.ts";
import { documentOf } from "../request/document.ts";
import { requests } from "../request/tables.ts";

/** What can be opened, who keeps what opens it, and who else may have it. */
export interface Openable {
  /** Of a content there are two; of a text one. */
  commitment: { sha256: Hex; sm3?: Hex };
  keeper: Hex;
  /** An organisation, and the permission that its officer's key needs. */
  readers: { organisation: Hex; permission: string }[];
  /** Whether what opens the commitment was made for this: anybody can put a copy of a commitment on the chain. */
  isOf(opened: { dataset: Hex } | { text: string }): boolean;
}

/** Throws where there is nothing to open. */
export function openable(of: Hex, rows: RowReader, field = "of"): Openable {
  const found = kindOf(of) === "request" ? ofRequest(of, rows, field) : ofDelivery(of, rows, field);
  if (found) return found;
  throw new SuyuanError("THING_UNKNOWN", { field, value: of });
}

function ofDelivery(of: Hex, rows: RowReader, field: string): Openable | undefined {
  const delivery = rows.get(deliveries, of);
  if (!delivery) return undefined;
  const { committed, content, sm3, dataset } = rows.get(versions, delivery.version)!;
  if (!committed) throw nothing(field, of, "is of a version whose digests are on chain");
  const readers = [{ organisation: delivery.consumer, permission: "use" }];
  const isOf: Openable["isOf"] = (opened) => "dataset" in opened && opened.dataset === dataset;
  return { commitment: { sha256: content, sm3 }, keeper: delivery.provider, readers, isOf };
}

/** The provider decides on it, and the bureau reviews and mediates. */
function ofRequest(of: Hex, rows: RowReader, field: string): Openable | undefined {
  const request = rows.get(requests, of);
  if (!request) return undefined;
  const { commitment, consumer, provider } = request;
  if (commitment === null) throw nothing(field, of, "was not filed in confidence");
  const bureau = rows.get(offices, "bureau");
  const readers = [
    { organisation: provider, permission: "share" },
    ...(bureau === undefined ? [] : [{ organisation: bureau, permission: "supervise" }]),
  ];
  const isOf: Openable["isOf"] = (opened) =>
    "text" in opened && documentOf(opened.text, request) !== undefined;
  return { commitment: { sha256: commitment }, keeper: consumer, readers, isOf };
}

function nothing(field: string, value: Hex, reason: string): SuyuanError {
  return new SuyuanError("INPUT_NOT_VALID", {
    field,
    value,
    reason: `${reason}, so there is nothing to open`,
  });
}

/** Why this key may not be told, or null. Everything that is judged here is on chain. */
export function whyNot({ readers }: Openable, key: Hex, rows: RowReader, now: number): string | null {
  const row = rows.get(officerKeys, key);
  const last = row?.intervals.at(-1);
  if (!row || !last) return `${key} is no officer's key`;
  const mine = readers.filter(({ organisation }) => organisation === row.organisation);
  if (mine.length === 0) return `the organisation of ${key} is not one that it was meant for`;
  if (now < last.from || now >= last.until) return `${key} is not in force`;
  if (!mine.some(({ permission }) => last.permissions.includes(permission)))
    return `${key} lacks the permission ${mine[0]!.permission}`;
  return rows.get(organisations, row.organisation)!.suspended ? "its organisation is suspended" : null;
}
