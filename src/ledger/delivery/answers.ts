import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { versions, type Mark } from "../dataset/tables.ts";
import { eyesOn, type Eyes } from "../eyes.ts";
import { grants } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { datasetNamed, deliveryName, grantNamed, requestNamed, versionNamed } from "../names.ts";
import { responses, responsesTo } from "../recall/tables.ts";
import { deliveryStandings, isOwed, type DeliveryRow, type ReportRow } from "./tables.ts";

const mark = z.object({ time: z.string(), block: z.number(), fact: z.number() });
const noted = mark.extend({ note: z.string().nullable() });

const report = mark.extend({
  isFinal: z.boolean(),
  late: z.boolean(),
  /** When the next one is due. */
  nextDue: z.string().nullable(),
  /** Versions that were made of the delivery. */
  derived: z.array(z.string()),
  /** Salted, of a note that is kept elsewhere. */
  commitment: z.string().nullable(),
  outcome: z.string().nullable(),
  /** Scenario and measured effect, as they were reported. */
  effect: z.record(z.string(), z.unknown()).nullable(),
});

/** A delivery; members that are `null` when `hidden` are not this reader's to see. */
export const deliveryAnswer = z
  .object({
    id: z.string(),
    /** `D23` */
    name: z.string(),
    number: z.number(),
    grant: z.string(),
    request: z.string().nullable(),
    version: z.string(),
    dataset: z.string().nullable(),
    /** The version's. */
    grade: z.string().nullable(),
    consumer: z.string(),
    provider: z.string(),
    standing: z.enum(deliveryStandings),
    /** The last second in which feedback is in time; `null` in an emergency, which is reported as a whole. */
    due: z.string().nullable(),
    /** Until feedback is due, below zero once it was; `null` when none is owed. */
    secondsLeft: z.number().nullable(),
    late: z.boolean(),
    received: noted.extend({ matches: z.boolean(), content: z.string().nullable() }).nullable(),
    reports: z.array(report),
    /** The provider asked for more. */
    asked: noted.nullable(),
    /** Each time the chain recorded that feedback was overdue. */
    overdue: z.array(mark),
    waived: noted
      .extend({
        reason: z.string().nullable(),
        gap: z.object({ from: z.number(), until: z.number() }).nullable(),
      })
      .nullable(),
    /** What the consumer said last of its recall. */
    acknowledged: noted.extend({ response: z.enum(responses), reason: z.string().nullable() }).nullable(),
    since: z.string(),
    block: z.number(),
    fact: z.number(),
    hidden: z.boolean(),
    /** What tells it from others of the same version under the grant. */
    label: z.string().nullable(),
    manifest: z.string().nullable(),
    parts: z.number().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Delivery" });

export type DeliveryAnswer = z.infer<typeof deliveryAnswer>;

export function answerDelivery(row: DeliveryRow, s: LedgerSources): DeliveryAnswer {
  const { rows } = s;
  const eyes = eyesOn(row, s);
  const { only } = eyes;
  const version = rows.get(versions, row.version);
  const grant = rows.get(grants, row.grant);
  const now = s.view.now();
  const owed = isOwed(row);
  return {
    ...{ id: row.id, name: deliveryName(row.number), number: row.number },
    grant: grantNamed(rows, row.grant),
    request: grant ? requestNamed(rows, grant.request) : null,
    version: versionNamed(rows, row.version),
    dataset: version ? datasetNamed(rows, version.dataset) : null,
    grade: version?.grade ?? null,
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    ...{ standing: row.standing, due: row.due === 0 ? null : instant(row.due) },
    secondsLeft: owed ? row.due - now : null,
    late: owed && now > row.due,
    ...happened(row, eyes, s),
    ...{ since: instant(row.time), block: row.block, fact: row.fact, hidden: eyes.hidden },
    label: only(row.name),
    manifest: only(row.manifest),
    parts: only(row.parts),
    note: only(row.note),
  };
}

/** What became of it. */
function happened(row: DeliveryRow, { only }: Eyes, s: LedgerSources) {
  const { received, asked, waived } = row;
  const said = s.rows.get(responsesTo, row.id)?.at(-1);
  const noteOf = (m: Mark) => ({ ...markOf(m), note: only(m.note ?? "") });
  return {
    received: received && {
      ...noteOf(received),
      matches: received.matches,
      content: only(received.content),
    },
    reports: row.reports.map((r) => reportOf(r, only, s)),
    asked: asked && noteOf(asked),
    overdue: row.overdue.map(markOf),
    waived: waived && { ...noteOf(waived), reason: only(waived.reason ?? null), gap: only(waived.gap) },
    acknowledged: said
      ? { ...noteOf(said), response: said.response, reason: only(said.reason ?? null) }
      : null,
  };
}

function reportOf(r: ReportRow, only: Eyes["only"], { rows }: LedgerSources): z.infer<typeof report> {
  return {
    ...markOf(r),
    ...{ isFinal: r.isFinal, late: r.late, nextDue: r.due === null ? null : instant(r.due) },
    derived: r.derived.map((id) => versionNamed(rows, id)),
    outcome: only(r.outcome),
    effect: only(r.effect),
    commitment: r.commitment,
  };
}

function markOf({ time, block, fact }: Mark): z.infer<typeof mark> {
  return { time: instant(time), block, fact };
}
