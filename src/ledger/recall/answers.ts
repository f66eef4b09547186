import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { type DeliveryRow } from "../delivery/tables.ts";
import { eyesOn } from "../eyes.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { datasetNamed, deliveryName, grantName, grantNamed, versionNamed } from "../names.ts";
import { standingOf } from "../grant/answers.ts";
import { type GrantRow } from "../grant/tables.ts";
import { datasets, type VersionRow } from "../dataset/tables.ts";
import { closedBy, type Fall, fallKinds, isMarked } from "./falls.ts";
import { type Fallout, type Tally } from "./fallout.ts";
import { type Place } from "./reached.ts";
import { ageOf, isSettled, responseTo, type Standpoint } from "./standpoint.ts";
import { responses } from "./tables.ts";

const mark = z.object({ time: z.string(), block: z.number(), fact: z.number() });

export const fallAnswer = mark.extend({
  kind: z.enum(fallKinds),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  /** Which consent was withdrawn. */
  consent: z.string().nullable(),
});

export function answerFall({
  kind,
  time,
  block,
  fact,
  reason,
  note,
  consent,
}: Fall): z.infer<typeof fallAnswer> {
  const said = { reason: reason ?? null, note: note ?? null, consent };
  return { kind, time: instant(time), block, fact, ...said };
}

const tally = z.object({
  versions: z.number(),
  /** The chain itself has marked them. */
  onChain: z.number(),
  /** Affected by what the index knows; keepers have not told the chain yet. */
  onlyByIndex: z.number(),
  /** Neither withdrawn nor corrected nor recalled themselves. */
  open: z.number(),
});

function answerTally({ versions, onChain, open }: Tally): z.infer<typeof tally> {
  return { versions, onChain, onlyByIndex: versions - onChain, open };
}

export const remainderAnswer = z.object({
  /** Without a final acknowledgement. */
  deliveries: z.number(),
  /** Derived, and still standing. */
  versions: z.number(),
  /** Seconds for which the oldest of them has been open; `null` when nothing is. */
  oldest: z.number().nullable(),
});

const openGrant = z.object({
  name: z.string(),
  dataset: z.string(),
  consumer: z.string(),
  provider: z.string(),
  standing: z.string(),
  expires: z.string(),
});

const consumerAnswer = z.object({
  organisation: z.string(),
  /** Open ones, of datasets with such versions. */
  grants: z.number(),
  deliveries: z.number(),
  received: z.number(),
  deleted: z.number(),
  replaced: z.number(),
  inUse: z.number(),
  /** Of its deliveries, those without a final acknowledgement. */
  open: z.number(),
});

/** So many grants are told; the others are counted. */
const GRANTS_SHOWN = 100;

export const countsAnswer = z.object({
  descendants: tally.extend({
    depths: z.array(tally.extend({ depth: z.number() })),
    owners: z.array(tally.extend({ organisation: z.string(), datasets: z.array(z.string()) })),
  }),
  /** That held then, of datasets with such versions; the first hundred. */
  grants: z.object({ count: z.number(), items: z.array(openGrant) }),
  deliveries: z.object({ count: z.number(), received: z.number(), open: z.number() }),
  consumers: z.array(consumerAnswer),
  remainder: remainderAnswer,
  /** Not null when there are more derived versions than were looked at. */
  cut: z.object({ by: z.enum(["depth", "limit"]), beyond: z.number() }).nullable(),
});

export function answerCounts(f: Fallout, s: LedgerSources): z.infer<typeof countsAnswer> {
  const { rows } = s;
  const consumers = [...f.consumers].map(([id, c]) => {
    const { deleted, replaced, "in-use": inUse } = c.said;
    const { grants, deliveries, received } = c;
    const open = deliveries - deleted - replaced;
    return { organisation: codeOf(rows, id), grants, deliveries, received, deleted, replaced, inUse, open };
  });
  const sum = (of: "deliveries" | "received" | "open") => consumers.reduce((n, c) => n + c[of], 0);
  const owners = [...f.owners].map(([id, o]) => ({
    ...{ organisation: codeOf(rows, id), ...answerTally(o) },
    datasets: [...o.datasets].map((d) => datasetNamed(rows, d)).sort(),
  }));
  const depths = f.depths.map((d, i) => ({ depth: i + 1, ...answerTally(d) }));
  const grants = f.grants.slice(0, GRANTS_SHOWN).map((g) => answerGrant(g, s));
  return {
    descendants: { ...answerTally(f.descendants), depths, owners: owners.sort(byOrganisation) },
    grants: { count: f.grants.length, items: grants },
    deliveries: { count: sum("deliveries"), received: sum("received"), open: sum("open") },
    consumers: consumers.sort(byOrganisation),
    remainder: f.remainder,
    cut: f.cut,
  };
}

interface Named {
  organisation: string;
}
const byOrganisation = (a: Named, b: Named) => (a.organisation < b.organisation ? -1 : 1);

function answerGrant(row: GrantRow, s: LedgerSources): z.infer<typeof openGrant> {
  return {
    name: grantName(row.number),
    dataset: datasetNamed(s.rows, row.dataset),
    consumer: codeOf(s.rows, row.consumer),
    provider: codeOf(s.rows, row.provider),
    standing: standingOf(row, s),
    expires: instant(row.expires),
  };
}

export const reachedVersion = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  /** Derivations away. */
  depth: z.number(),
  /** By its own owner's hand. */
  closed: z.enum(["recalled", "withdrawn", "corrected"]).nullable(),
  /** When the chain marked it; `null` while only the index does. */
  onChain: mark.nullable(),
  block: z.number(),
  fact: z.number(),
  /** Seconds for which it has stood since; `null` once it is closed, or when it need not fall. */
  age: z.number().nullable(),
});

export function answerReached(
  { row, depth }: Place & { row: VersionRow },
  since: number | null,
  at: Standpoint,
  { rows }: LedgerSources,
): z.infer<typeof reachedVersion> {
  const closed = closedBy(row, at);
  const { id, name, block, fact, affected } = row;
  const onChain = isMarked(row, at) && affected ? answerMark(affected) : null;
  const age = closed === null && since !== null ? ageOf(since, row.time, at) : null;
  return { id, name, owner: ownerOf(row, rows), depth, closed, onChain, block, fact, age };
}

function ownerOf(row: VersionRow, rows: LedgerSources["rows"]): string {
  return codeOf(rows, rows.get(datasets, row.dataset)?.owner ?? row.organisation);
}

const answerMark = ({ time, block, fact }: { time: number; block: number; fact: number }) => ({
  ...{ time: instant(time), block, fact },
});

/** Members that are `null` when `hidden` are not this reader's to see. */
export const reachedDelivery = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  /** Derivations from what fell to the version. */
  depth: z.number(),
  grant: z.string(),
  consumer: z.string(),
  provider: z.string(),
  received: mark.nullable(),
  /** What its consumer said last. */
  acknowledged: mark
    .extend({ response: z.enum(responses), reason: z.string().nullable(), note: z.string().nullable() })
    .nullable(),
  /** Deleted or replaced: nothing is left to be done. */
  settled: z.boolean(),
  time: z.string(),
  block: z.number(),
  fact: z.number(),
  /** Seconds for which it has waited since; `null` once it is settled. */
  age: z.number().nullable(),
  hidden: z.boolean(),
});

export function answerHanded(
  { delivery: row, depth }: Place & { delivery: DeliveryRow },
  since: number,
  at: Standpoint,
  s: LedgerSources,
): z.infer<typeof reachedDelivery> {
  const { rows } = s;
  const { hidden, only } = eyesOn(row, s);
  const response = responseTo(row.id, at, s);
  const settled = isSettled(response);
  const received = row.received && row.received.block <= at.block ? answerMark(row.received) : null;
  const acknowledged = response && {
    ...{ response: response.response, ...answerMark(response) },
    ...{ reason: only(response.reason ?? null), note: only(response.note ?? "") },
  };
  return {
    ...{ id: row.id, name: deliveryName(row.number), version: versionNamed(rows, row.version), depth },
    grant: grantNamed(rows, row.grant),
    consumer: codeOf(rows, row.consumer),
    provider: codeOf(rows, row.provider),
    ...{ received, acknowledged: acknowledged ?? null, settled },
    ...{ time: instant(row.time), block: row.block, fact: row.fact },
    age: settled ? null : ageOf(since, row.time, at),
    hidden,
  };
}
