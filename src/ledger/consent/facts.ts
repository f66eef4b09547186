import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { counters, datasets, versions, type Mark } from "../dataset/tables.ts";
import { oweAcknowledgements } from "../recall/owed.ts";
import { strike } from "../recall/tables.ts";
import { citations, consentCounts, consentNumbers, consentReasons, consents, consentsOf } from "./tables.ts";

function mark(f: Fact<unknown>): Mark {
  return { block: f.block, time: f.time, fact: f.sequence };
}

function count(rows: Rows, dataset: Hex, by: number): void {
  rows.put(consentCounts, dataset, (rows.get(consentCounts, dataset) ?? 0) + by);
}

const consentRecorded = fact<{ name: string; commitment: Hex }>({
  event: "ConsentRecorded",
  role: "consents",
  says: { zh: "登记了同意“{name}”", en: "recorded the consent “{name}”" },
  apply(f, rows) {
    const { name, commitment } = f.payload;
    const [id, dataset] = f.subjects as [Hex, Hex];
    const number = (rows.get(counters, "consents") ?? 0) + 1;
    rows.put(counters, "consents", number);
    const owner = rows.get(datasets, dataset)?.owner ?? ZERO32;
    const stands = { standing: "standing", withdrawn: null, citations: 0 } as const;
    rows.put(consents, id, { id, number, dataset, owner, name, commitment, ...stands, ...mark(f) });
    rows.put(consentNumbers, ordinal(number), id);
    rows.put(consentsOf, dataset + ordinal(number), id);
    count(rows, dataset, 1);
  },
});

const consentWithdrawn = fact<{ reason: bigint; note: string }>({
  event: "ConsentWithdrawn",
  role: "consents",
  says: { zh: "同意已撤回：{note}", en: "the consent was taken back: {note}" },
  apply(f, rows) {
    const row = rows.get(consents, f.subjects[0]!)!;
    const { reason: code, note } = f.payload;
    const reason = consentReasons[Number(code) - 1] ?? `code-${code}`;
    rows.put(consents, row.id, { ...row, standing: "withdrawn", withdrawn: { ...mark(f), reason, note } });
    count(rows, row.dataset, -1);
    const struck = Array.from({ length: row.citations }, (_, i) =>
      rows.get(citations, row.id + ordinal(i + 1))!,
    );
    // Why, the owner's people alone may know: of the blow everybody reads.
    strike(rows, { ...mark(f), kind: "consent", versions: struck.map((c) => c.version), consent: row.id });
  },
});

const consentCited = fact<{ through: Hex; note: string }>({
  event: "ConsentCited",
  role: "consents",
  says: { zh: "该版本以此同意为依据：{note}", en: "the version rests on the consent: {note}" },
  apply(f, rows) {
    const [version, consent] = f.subjects as [Hex, Hex];
    const [row, of] = [rows.get(consents, consent)!, rows.get(versions, version)!];
    const through = f.payload.through === ZERO32 ? null : f.payload.through;
    const nth = row.citations + 1;
    rows.put(citations, consent + ordinal(nth), { ...mark(f), version, consent, through });
    rows.put(consents, consent, { ...row, citations: nth });
    rows.put(versions, version, { ...of, consents: [...of.consents, consent] });
  },
});

const consentLost = fact<{ note: string }>({
  event: "ConsentLost",
  role: "consents",
  says: {
    zh: "该版本所依据的同意已撤回：{note}",
    en: "a consent that the version rests on was taken back: {note}",
  },
  apply(f, rows) {
    const [version, consent] = f.subjects as [Hex, Hex];
    const row = rows.get(versions, version)!;
    const affected = row.affected ?? { ...mark(f), through: consent };
    rows.put(versions, version, { ...row, affected, state: f.states[0]! });
    oweAcknowledgements(f, rows, version);
  },
});

export const consentFacts = [
  consentRecorded,
  consentWithdrawn,
  consentCited,
  consentLost,
] as unknown as FactDefinition[];
