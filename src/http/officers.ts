import { type Action, type By } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { instant } from "../core/instant.ts";

import { type RowReader } from "../core/table.ts";
import { officerKeys, organisations } from "../ledger/agent/tables.ts";
import { type Gateway } from "../gateway.ts";
import { demand, may, type Principal } from "./access.ts";

/** Founding gives the leading group's key this name, and the keeper's; the deployer's is nobody's to use. */
export const COUNCIL_MEMBER = "council-member";
const KEEPER = "keeper";
const internal = ["deployer", KEEPER];

export interface Officer {
  name: string;
  address: Hex;
}

type Keyring = Gateway["keyring"];

/** Officer keys of this gateway that people may act with. */
export function officerNames(keyring: Keyring): string[] {
  return keyring.names().filter((name) => !internal.includes(name));
}

const SHOWN = 5;

/** The officer key a request acts with: the one it names, or the only one that comes into question. */
export function chooseOfficer(
  keyring: Keyring,
  principal: Principal,
  by: Action["by"],
  as: string | undefined,
): Officer {
  if (as !== undefined) {
    demand(principal, { actAs: as });
    return held(keyring, as);
  }
  demand(principal, "act");
  const mine = officerNames(keyring).filter((name) => may(principal, { actAs: name }));
  const fitting = mine.filter((name) => by === "anyone" || (by === "council") === (name === COUNCIL_MEMBER));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return held(keyring, only);
  if (by === "anyone") return { name: KEEPER, address: keyring.named(KEEPER)!.address };
  if (only === undefined) throw noneFits(principal, by);
  const named = fitting.slice(0, SHOWN).join(", ") + (fitting.length > SHOWN ? ", …" : "");
  throw new SuyuanError("ACCESS_OFFICER_AMBIGUOUS", { field: "as", value: named });
}

/** The key named in the API key is not here, or the API key names none that could do this. */
function noneFits({ officers }: Principal, by: Action["by"]): SuyuanError {
  const wanted = officers.find((name) => name !== "*" && (by === "council") === (name === COUNCIL_MEMBER));
  if (wanted !== undefined) return new SuyuanError("ACCESS_OFFICER_UNKNOWN", { field: "as", value: wanted });
  const value = by === "council" ? COUNCIL_MEMBER : "any organisation";
  return new SuyuanError("ACCESS_OFFICER_FORBIDDEN", { field: "as", value });
}

function held(keyring: Keyring, name: string): Officer {
  const signer = internal.includes(name) ? undefined : keyring.named(name);
  if (!signer) throw new SuyuanError("ACCESS_OFFICER_UNKNOWN", { field: "as", value: name });
  return { name, address: signer.address };
}

type OfficerBy = Extract<By, object>;

/** An early word on what the contract will check again: standing, interval and permission of the key. */
export function checkOfficer(
  rows: RowReader,
  key: Hex,
  by: Action["by"],
  now: number,
  field: "as" | "key" | "transaction" = "as",
): void {
  if (by === "council" || by === "anyone") return;
  const about = { field, value: key, key };
  const row = rows.get(officerKeys, key);
  const interval = row?.intervals.at(-1);
  if (!row || !interval) throw new SuyuanError("LEDGER_KEY_UNKNOWN", about);
  const { from, until, permissions } = interval;
  if (now < from || now >= until)
    throw new SuyuanError("LEDGER_KEY_NOT_IN_FORCE", {
      ...about,
      from: instant(from),
      until: instant(until),
    });
  requirePermission(permissions, by, about);
  const organisation = rows.get(organisations, row.organisation);
  const code = organisation?.code ?? row.organisation;
  if (organisation?.suspended) {
    throw new SuyuanError("LEDGER_ORGANISATION_IS_SUSPENDED", {
      field,
      value: code,
      organisation: code,
    });
  }
  if (isBureausOwn(by) && !organisation?.bureau) {
    throw new SuyuanError("LEDGER_NOT_THE_BUREAU", { field, value: code, organisation: code });
  }
}

/** Catalogue and supervision are the bureau's own; the permission alone does not make a bureau. */
function isBureausOwn({ officer, or }: OfficerBy): boolean {
  return or === undefined && (officer === "catalogue" || officer === "supervise");
}

function requirePermission(held: string[], { officer, or }: OfficerBy, about: Record<string, unknown>): void {
  if (held.includes(officer) || (or !== undefined && held.includes(or))) return;
  throw new SuyuanError("LEDGER_PERMISSION_MISSING", { ...about, needed: officer });
}
