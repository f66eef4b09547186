import { type Hex } from "../core/hex.ts";
import { kindOf } from "../core/ids.ts";
import { type RowReader } from "../core/table.ts";
import { organisations } from "./agent/tables.ts";
import { grants } from "./grant/tables.ts";
import { requests } from "./request/tables.ts";
import { type FactRow } from "./spine/tables.ts";

/**
 * Whose eyes. The one place that decides what a reader is shown of a request, a grant or a delivery, and of the
 * facts about them: whoever may read the ledger sees parties, dataset, grade, where it stands and its deadlines;
 * what it is for and what was said about it, only the two parties, the bureau, auditors and this gateway's
 * administrator see. docs/privacy.md tabulates it.
 */
export interface Reader {
  /** An administrator of this gateway. */
  everything: boolean;
  /** Organisations it may act for. */
  organisations: ReadonlySet<Hex>;
}

/** Who has shown nothing. */
export const stranger: Reader = { everything: false, organisations: new Set() };

export interface Parties {
  consumer: Hex;
  provider: Hex;
}

export function mayRead(reader: Reader, { consumer, provider }: Parties, rows: RowReader): boolean {
  const mine = reader.organisations;
  return reader.everything || mine.has(consumer) || mine.has(provider) || [...mine].some(watches);

  function watches(id: Hex): boolean {
    const row = rows.get(organisations, id);
    return row !== undefined && (row.bureau || row.kind === "auditor");
  }
}

/** What a matter's answer is made with: `only` keeps a member from those who may not read it. */
export interface Eyes {
  hidden: boolean;
  only<T>(member: T): T | null;
}

export function eyesOn(parties: Parties, { rows, reader }: { rows: RowReader; reader: Reader }): Eyes {
  const hidden = !mayRead(reader, parties, rows);
  return { hidden, only: (member) => (hidden ? null : member) };
}

/** Contracts whose facts tell what a matter is about. */
const veiled = ["requests", "grants", "deliveries"];

/** Members of their payloads that everybody sees; one that is not named here is withheld. */
const open = new Set([
  ...["revision", "onward", "commitment", "stage", "deadline", "provisional", "late"],
  ...["amends", "ceiling", "expires", "window", "atOnce"],
  ...["delivery", "due", "matches", "isFinal"],
]);

/** A fact's payload as this reader sees it: what is withheld is `null`. */
export function payloadFor(
  fact: Pick<FactRow, "role" | "subjects" | "payload">,
  s: { rows: RowReader; reader: Reader },
): { payload: Record<string, unknown>; hidden: boolean } {
  const { payload, role } = fact;
  if (role === null || !veiled.includes(role)) return { payload, hidden: false };
  const parties = partiesOf(fact.subjects, s.rows);
  if (parties && mayRead(s.reader, parties, s.rows)) return { payload, hidden: false };
  const members = Object.entries(payload).map(([name, value]) => [name, open.has(name) ? value : null]);
  return { payload: Object.fromEntries(members) as Record<string, unknown>, hidden: true };
}

/**
 * Whether preparing this tells what only the parties may know: fields, terms, content; or, where the salt lies, that
 * a guess of what was asked in confidence is right.
 */
export function tells(action: string, inputs: readonly unknown[]): boolean {
  if (["issue-grant", "receive-delivery"].includes(action)) return true;
  const isConfidential = (i: unknown) => (i as { confidential?: unknown } | null)?.confidential === true;
  return action === "file-request" && inputs.some(isConfidential);
}

/** Every fact about a matter touches its request or its grant. */
function partiesOf(subjects: readonly Hex[], rows: RowReader): Parties | undefined {
  for (const id of subjects) {
    const kind = kindOf(id);
    if (kind === "request") return rows.get(requests, id);
    if (kind === "grant") return rows.get(grants, id);
  }
  return undefined;
}
