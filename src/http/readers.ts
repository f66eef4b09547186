import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { officerKeys, organisations } from "../ledger/agent/tables.ts";
import { stranger, tells, type Reader } from "../ledger/eyes.ts";
import { type LedgerSources } from "../ledger/lineage/sources.ts";
import { may, type Principal } from "./access.ts";
import { officerNames } from "./officers.ts";
import { type Served } from "./served.ts";

/** What queries read, through the eyes of whoever asks. Found out when it is first needed: most answers hide nothing. */
export function sourcesFor(s: Served, principal: Principal): LedgerSources {
  let reader: Reader | undefined;
  const get = () => (reader ??= readerOf(s, principal));
  return Object.create(s.gateway.sources, { reader: { get } }) as LedgerSources;
}

/** An API key reads for the organisations it could act for now, by the officer keys that it names. */
export function readerOf(s: Served, principal: Principal): Reader {
  const { keyring } = s.gateway;
  const mine = officerNames(keyring).filter((name) => may(principal, { actAs: name }));
  const found = mine.flatMap((name) => organisationOf(s, keyring.named(name)!.address) ?? []);
  return { everything: may(principal, "manage"), organisations: new Set(found) };
}

/** One who looks on for long: an API key that has ended meanwhile reads on, but for nobody. */
export function lastingReader(s: Served, principal: Principal): Reader {
  const key = s.keys.list().find(({ id }) => id === principal.id);
  const isOver = !key || key.revoked !== null || (key.expires !== null && s.keys.isOver(key.expires));
  return isOver ? stranger : readerOf(s, principal);
}

/** What a transaction is prepared from must be the reader's to know, whoever is going to sign it. */
export function requireSight(
  s: Served,
  principal: Principal,
  { action, key, inputs }: { action: string; key: Hex; inputs: readonly unknown[] },
): void {
  if (!tells(action, inputs)) return;
  const { everything, organisations: mine } = readerOf(s, principal);
  const { rows } = s.gateway.index;
  const organisation = rows.get(officerKeys, key)?.organisation;
  if (everything || organisation === undefined || mine.has(organisation)) return;
  const value = rows.get(organisations, organisation)?.code ?? key;
  throw new SuyuanError("ACCESS_OFFICER_FORBIDDEN", { field: "key", value });
}

/** Of a key in force; one that was ended, or whose organisation is suspended, acts and reads for nobody. */
function organisationOf(s: Served, key: Hex): Hex | undefined {
  const { rows } = s.gateway.index;
  const row = rows.get(officerKeys, key);
  const interval = row?.intervals.at(-1);
  const now = s.now();
  if (!row || !interval || now < interval.from || now >= interval.until) return undefined;
  return rows.get(organisations, row.organisation)?.suspended ? undefined : row.organisation;
}
