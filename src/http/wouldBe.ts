import { readablePayload } from "../chain/readable.ts";
import { type Action } from "../core/action.ts";
import { type Fact } from "../core/fact.ts";
import { type Hex } from "../core/hex.ts";
import { ordinal, type RowReader } from "../core/table.ts";
import { preview } from "../indexer/preview.ts";
import { organisationNumbers } from "../ledger/agent/tables.ts";
import { codeOf } from "../ledger/dataset/answers.ts";
import { factDefinition, factDefinitions } from "../ledger/definitions.ts";
import { payloadFor, type Reader } from "../ledger/eyes.ts";
import { subjectNamed } from "../ledger/names.ts";
import { sayFact } from "../ledger/spine/says.ts";
import { type Rehearsed } from "../outbox/rehearsal.ts";
import { type DryRunItem, type WouldBeFact } from "./dryRunAnswer.ts";
import { type Served } from "./served.ts";

type Told = Pick<DryRunItem, "facts" | "from">;

/** What each element would record, as this reader may see it. */
export async function wouldBe(
  action: Action,
  elements: unknown[],
  { head, time, parts }: Rehearsed,
  { gateway }: Served,
  reader: Reader,
): Promise<Told[]> {
  const { index } = gateway;
  const told = elements.map((element): Told => expected(action, element, index.rows));
  const logged = parts.filter((p) => p.logs !== null);
  const logs = logged.map((p) => p.logs!);
  const { facts, rows } = await preview(index, head, time, logs);
  logged.forEach(({ items }, at) => {
    const shares = share(
      action,
      items.map((i) => elements[i]),
      facts[at]!,
    );
    items.forEach((item, i) => {
      told[item] = { from: "chain", facts: shares[i]!.map((f) => answer(f, rows, reader)) };
    });
  });
  return told;
}

/** A batch's facts lie in the order of its elements; each begins with, or leads up to, the one that it leaves. */
function share(action: Action, elements: unknown[], facts: Fact[]): Fact[][] {
  const shares: Fact[][] = elements.map(() => []);
  const total = facts.filter((f) => f.name === action.leaves).length;
  let at = -1;
  for (const fact of facts) {
    if (fact.name === action.leaves) at = next(fact, at + 1);
    shares[leadsUp(fact, at + 1) ? at + 1 : Math.max(0, at)]?.push(fact);
  }
  return shares;

  /** It brings about what the next element makes, and is not what that element leaves. */
  function leadsUp({ name, subjects }: Fact, to: number): boolean {
    const made = to < elements.length ? (action.makes?.(elements[to]) ?? []) : [];
    return name !== action.leaves && made.some(({ id }) => id === subjects[0]);
  }

  /** Where some elements leave nothing, being on record already, the subjects tell whose a fact is. */
  function next(fact: Fact, from: number): number {
    if (total === elements.length) return from;
    const found = elements.findIndex(
      (e, i) => i >= from && idsOf(action, e).some((id) => fact.subjects.includes(id)),
    );
    return found < 0 ? from : found;
  }
}

function idsOf(action: Action, element: unknown): Hex[] {
  return [...(action.makes?.(element) ?? []).map((m) => m.id), ...(action.names?.(element) ?? [])];
}

function answer(fact: Fact, rows: RowReader, reader: Reader): WouldBeFact {
  const { name, role, organisation, subjects } = fact;
  const { payload, hidden } = payloadFor(fact, { rows, reader });
  const by = organisation === 0 ? undefined : rows.get(organisationNumbers, ordinal(organisation));
  const shown = readablePayload(fact.kind, payload);
  const says = name !== null && role !== null ? factDefinition(role, name)?.says : undefined;
  return {
    name,
    says: sayFact(says ?? { zh: "本版本不认识的事实", en: "a fact that this version does not know" }, shown),
    organisation: by === undefined ? null : codeOf(rows, by),
    subjects: subjects.map((id) => subjectNamed(rows, id)),
    payload: shown,
    hidden,
  };
}

/** What the definition alone says: the fact that is left, about what the element makes and names. */
function expected(action: Action, element: unknown, rows: RowReader): Told {
  const definition = factDefinitions.find((f) => f.event === action.leaves);
  const members = element !== null && typeof element === "object" ? element : {};
  const scalars = Object.entries(members).filter(([, v]) =>
    ["string", "number", "boolean"].includes(typeof v),
  );
  const payload = Object.fromEntries(scalars) as Record<string, unknown>;
  const fact: WouldBeFact = {
    name: action.leaves,
    says: sayFact(definition?.says ?? action.summary, payload),
    organisation: null,
    subjects: idsOf(action, element).map((id) => subjectNamed(rows, id)),
    payload: {},
    hidden: false,
  };
  return { from: "definition", facts: [fact] };
}
