import { z } from "zod";
import { type Hex } from "../../core/hex.ts";
import { kindOf } from "../../core/ids.ts";
import { instant } from "../../core/instant.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { type Text } from "../../core/text.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasetNamed, deliveryNamed, grantNamed, requestNamed, versionNamed } from "../names.ts";
import { facts } from "../spine/tables.ts";

/** Statements on the ledger that cannot all be as they should, in the order in which they are looked for. */
export const findingKinds = [
  "same-content",
  "receipt-without-delivery",
  "use-before-delivery",
  "delivery-after-recall",
  "never-granted",
  "overdue-not-recorded",
] as const;
export type FindingKind = (typeof findingKinds)[number];

export const findingAnswer = z
  .object({
    kind: z.enum(findingKinds),
    /** The same for the same finding, whenever it is looked for. */
    id: z.string(),
    says: z.object({ zh: z.string(), en: z.string() }),
    /** What it is about, each in its part. */
    subjects: z.array(z.object({ as: z.string(), name: z.string(), id: z.string() })),
    /** The facts that do not go together, oldest first: their numbers in the whole history, and their blocks. */
    facts: z.array(
      z.object({
        as: z.string(),
        fact: z.number(),
        name: z.string().nullable(),
        block: z.number(),
        time: z.string(),
      }),
    ),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    /** Members of `details` that this reader may not see are `null`. */
    hidden: z.boolean(),
  })
  .meta({ id: "Finding" });

export type Finding = z.infer<typeof findingAnswer>;

interface Said {
  /** What makes it this finding and no other of its kind. */
  key: string;
  says: Text;
  /** In its part: what it is. */
  subjects: readonly (readonly [as: string, id: Hex])[];
  /** In its part: a fact's number. */
  facts: readonly (readonly [as: string, fact: number])[];
  details?: Finding["details"];
  hidden?: boolean;
}

export function finding(kind: FindingKind, said: Said, rows: RowReader): Finding {
  const { key, says, details = {}, hidden = false } = said;
  const subjects = said.subjects.map(([as, id]) => ({ as, name: nameOf(id, rows), id }));
  const told = [...said.facts].sort(([, a], [, b]) => a - b).map(([as, fact]) => factAt(as, fact, rows));
  return { kind, id: `${kind}:${key}`, says, subjects, facts: told, details, hidden };
}

function factAt(as: string, fact: number, rows: RowReader): Finding["facts"][number] {
  const { name, block, time } = rows.get(facts, ordinal(fact))!;
  return { as, fact, name, block, time: instant(time) };
}

/** Whatever it is, by the name that people read and type. */
export function nameOf(id: Hex, rows: RowReader): string {
  const kind = kindOf(id);
  if (kind === "organisation") return codeOf(rows, id);
  if (kind === "dataset") return datasetNamed(rows, id);
  if (kind === "version") return versionNamed(rows, id);
  if (kind === "request") return requestNamed(rows, id);
  if (kind === "grant") return grantNamed(rows, id);
  return kind === "delivery" ? deliveryNamed(rows, id) : id;
}
