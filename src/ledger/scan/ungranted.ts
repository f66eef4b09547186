import { type Hex, ZERO32 } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, graphNodes, versions, type DatasetRow, type VersionRow } from "../dataset/tables.ts";
import { grants, grantsOf } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { momentOf } from "../lineage/moment.ts";
import { datasetNamed } from "../names.ts";
import { reachedFrom, versionsAt } from "../recall/reached.ts";
import { finding, type Finding } from "./finding.ts";
import { groupsAfter, unexplained, type Group } from "./groups.ts";
import { rowsAfter, shareOfHash, type Look, type ScanKind } from "./look.ts";

/**
 * Something was derived by a department that was never granted what it came from: from a parent that an older
 * generation of the contracts let pass, or from another's copy of conditional data.
 */
export const neverGranted: ScanKind = {
  name: "never-granted",
  blind: {
    zh: "经复制的来源只能在明文摘要相同时看出；承诺无从比对。",
    en: "A source that went through a copy is seen only where plain digests are the same; commitments are not.",
  },
  async *look(after, s) {
    if (after === undefined || after.startsWith(PARENT)) yield* byParent(after?.slice(1), s);
    yield* byCopy(after?.startsWith(COPY) ? (after.slice(1) as Hex) : undefined, s);
  },
  share: (place, { graph }) =>
    place.startsWith(PARENT)
      ? Number.parseInt(place.slice(1), 16) / (2 * graph.size)
      : (1 + shareOfHash(place.slice(3))) / 2,
};

/** Parents are looked at first, then copies. */
const PARENT = "p";
const COPY = "q";

async function* byParent(after: string | undefined, { rows }: LedgerSources): AsyncGenerator<Look> {
  for await (const { key, row } of rowsAfter(rows, graphNodes, after)) {
    const found = row.parents.length === 0 ? [] : await ungrantedParents(rows.get(versions, row.id)!, rows);
    yield { place: PARENT + key, findings: found, cost: 1 + 2 * row.parents.length };
  }
}

async function ungrantedParents(version: VersionRow, rows: RowReader): Promise<Finding[]> {
  const maker = ownerOf(version, rows);
  const found: Finding[] = [];
  for (const [i, id] of version.parents.entries()) {
    const parent = rows.get(versions, id)!;
    const dataset = rows.get(datasets, parent.dataset);
    if (!dataset || dataset.unconditional || dataset.owner === maker) continue;
    if (isCovering(version.under[i], maker, dataset, rows)) continue;
    const firsts = await firstGrants(maker, rows);
    if ((firsts.get(dataset.id) ?? Infinity) > version.fact)
      found.push(fromParent(version, parent, maker, rows));
  }
  return found;
}

function isCovering(under: Hex | undefined, maker: Hex, { id }: DatasetRow, rows: RowReader): boolean {
  const grant = under === undefined || under === ZERO32 ? undefined : rows.get(grants, under);
  return grant?.consumer === maker && grant.dataset === id;
}

/** dataset → the fact of the first grant of it that an organisation ever got. */
async function firstGrants(consumer: Hex, rows: RowReader): Promise<Map<Hex, number>> {
  const firsts = new Map<Hex, number>();
  for await (const { row: id } of rowsAfter(rows, grantsOf, undefined, consumer)) {
    const grant = rows.get(grants, id);
    if (grant?.consumer === consumer && !firsts.has(grant.dataset)) firsts.set(grant.dataset, grant.fact);
  }
  return firsts;
}

function fromParent(version: VersionRow, parent: VersionRow, maker: Hex, rows: RowReader): Finding {
  const who = codeOf(rows, maker);
  const data = datasetNamed(rows, parent.dataset);
  return finding(
    "never-granted",
    {
      key: `parent:${version.id}:${parent.id}`,
      says: {
        zh: `${who} 由 ${parent.name} 派生了 ${version.name}，而 ${data} 此前从未授权给 ${who}`,
        en: `${who} made ${version.name} of ${parent.name}, and ${data} had never been granted to ${who}`,
      },
      subjects: [
        ["version", version.id],
        ["source", parent.id],
        ["maker", maker],
      ],
      facts: [
        ["source", parent.fact],
        ["use", version.fact],
      ],
      details: { through: "parent", versions: 1 },
    },
    rows,
  );
}

async function* byCopy(after: Hex | undefined, s: LedgerSources): AsyncGenerator<Look> {
  for await (const { digest, count, group } of groupsAfter(after, s.rows)) {
    const findings = group ? await laundered(group, s) : [];
    yield { place: COPY + digest, findings, cost: count };
  }
}

/** Of a content that is its first owner's and conditional: who derived from a copy without a grant of it. */
async function laundered(group: Group, s: LedgerSources): Promise<Finding[]> {
  const origin = group.firsts[0]!;
  const owner = ownerOf(origin, s.rows);
  const own = group.members.filter((m) => m.owner === owner);
  // What the owner itself shares without conditions needs no grant.
  if (own.some((m) => m.open)) return [];
  const granting = new Set(own.map((m) => m.dataset));
  const found: Finding[] = [];
  for (const copy of unexplained(group, s)) {
    const copier = ownerOf(copy, s.rows);
    const from = group.members.filter((m) => m.owner === copier).map((m) => m.node);
    for (const { maker, first, count } of await makersFrom(from, owner, granting, s))
      found.push(fromCopy({ origin, copy, maker, first, count }, s.rows));
  }
  return found;
}

interface Made {
  maker: Hex;
  /** The nearest of them to the copy. */
  first: VersionRow;
  count: number;
}

/** Whoever derived from these before any grant to it, by first derivation. */
async function makersFrom(
  from: number[],
  owner: Hex,
  granting: ReadonlySet<Hex>,
  s: LedgerSources,
): Promise<Made[]> {
  const { places } = reachedFrom(from, momentOf(undefined, s), s);
  const made = new Map<Hex, Made>();
  const firsts = new Map<Hex, number>();
  for await (const { row, depth } of versionsAt(places, s.rows)) {
    const maker = ownerOf(row, s.rows);
    if (depth === 0 || maker === owner) continue;
    if (!firsts.has(maker)) firsts.set(maker, await firstGrantOf(maker, granting, s.rows));
    if (firsts.get(maker)! < row.fact) continue;
    const known = made.get(maker);
    if (known) known.count++;
    else made.set(maker, { maker, first: row, count: 1 });
  }
  return [...made.values()];
}

async function firstGrantOf(maker: Hex, of: ReadonlySet<Hex>, rows: RowReader): Promise<number> {
  const firsts = await firstGrants(maker, rows);
  return Math.min(Infinity, ...[...of].flatMap((dataset) => firsts.get(dataset) ?? []));
}

function fromCopy(l: Made & { origin: VersionRow; copy: VersionRow }, rows: RowReader): Finding {
  const { origin, copy, maker, first, count } = l;
  const who = codeOf(rows, maker);
  const data = datasetNamed(rows, origin.dataset);
  return finding(
    "never-granted",
    {
      key: `copy:${copy.id}:${maker}`,
      says: {
        zh: `${who} 由 ${copy.name} 派生了 ${first.name}，而该内容与 ${origin.name} 相同，${data} 此前从未授权给 ${who}`,
        en: `${who} made ${first.name} of ${copy.name}, which has the same content as ${origin.name}, and ${data} had never been granted to ${who}`,
      },
      subjects: [
        ["version", first.id],
        ["copy", copy.id],
        ["source", origin.id],
        ["maker", maker],
      ],
      facts: [
        ["source", origin.fact],
        ["copy", copy.fact],
        ["use", first.fact],
      ],
      details: { through: "copy", versions: count },
    },
    rows,
  );
}

function ownerOf(row: VersionRow, rows: RowReader): Hex {
  return rows.get(datasets, row.dataset)?.owner ?? row.organisation;
}
