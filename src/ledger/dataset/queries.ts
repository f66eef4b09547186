import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { query, type Query } from "../../core/query.ts";
import { ordinal, type RowReader } from "../../core/table.ts";
import { code, datasetReference, digest, toDataset, toDomain, versionReference } from "../inputs.ts";
import { page, pageOf, readPage } from "../lists.ts";
import { moment, momentOf } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { answerVersion, codeOf, iso, versionAnswer, type Standing } from "./answers.ts";
import {
  datasetNames,
  datasets,
  digests,
  domains,
  versions,
  versionsOfDataset,
  type DatasetRow,
  type VersionRow,
} from "./tables.ts";

const text = z.object({ zh: z.string(), en: z.string() });

export const listDomains = query({
  name: "domains",
  summary: { zh: "列出目录中的领域。", en: "List the domains of the catalogue." },
  path: "/domains",
  input: z.strictObject(page),
  output: pageOf(
    z.object({ id: z.string(), code: z.string(), name: text, since: z.string(), block: z.number() }),
  ),
  async run(i, { rows }: LedgerSources) {
    const { found, next } = await readPage(rows, domains, i);
    return { items: found.map(({ row: { time, ...row } }) => ({ ...row, since: iso(time) })), next };
  },
});

const datasetAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    title: text,
    owner: z.string(),
    domain: z.string(),
    category: z.string(),
    grade: z.string(),
    personal: z.boolean(),
    least: z.boolean(),
    unconditional: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
    versions: z.number(),
    since: z.string(),
    block: z.number(),
  })
  .meta({ id: "Dataset" });

function answerDataset(row: DatasetRow, rows: RowReader) {
  const { id, name, title, category, grade, personal, least, unconditional, metadata, block } = row;
  const domain = rows.get(domains, row.domain)?.code ?? row.domain;
  const owner = codeOf(rows, row.owner);
  const rest = { versions: row.versions, since: iso(row.time), block };
  const flags = { personal, least, unconditional };
  return { id, name, title, owner, domain, category, grade, ...flags, metadata, ...rest };
}

export const listDatasets = query({
  name: "datasets",
  summary: { zh: "列出数据集，可按部门与领域筛选。", en: "List datasets, by owner and domain if wished." },
  path: "/datasets",
  input: z.strictObject({ ...page, owner: code().optional(), domain: code().optional() }),
  output: pageOf(datasetAnswer),
  async run(i, { rows }: LedgerSources) {
    const prefix = i.owner === undefined ? {} : { prefix: `${i.owner}/` };
    const { found, next } = await readPage(rows, datasetNames, { ...i, ...prefix });
    const all = found.map(({ row }) => rows.get(datasets, row)!);
    const domain = i.domain === undefined ? undefined : toDomain(i.domain);
    const wanted = all.filter((d) => domain === undefined || d.domain === domain);
    return { items: wanted.map((d) => answerDataset(d, rows)), next };
  },
});

export const showDataset = query({
  name: "dataset",
  summary: { zh: "一个数据集。", en: "One dataset." },
  path: "/datasets/:dataset",
  input: z.strictObject({ dataset: datasetReference() }),
  output: datasetAnswer,
  run: (i, { rows }: LedgerSources) => answerDataset(findDataset(rows, i.dataset), rows),
});

function findDataset(rows: RowReader, reference: string): DatasetRow {
  const row = rows.get(datasets, toDataset(reference));
  if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "dataset", value: reference });
  return row;
}

export const listVersions = query({
  name: "versions",
  summary: { zh: "一个数据集的版本，新的在前。", en: "A dataset's versions, newest first." },
  path: "/datasets/:dataset/versions",
  input: z.strictObject({ dataset: datasetReference(), ...page, at: moment() }),
  output: pageOf(versionAnswer),
  async run(i, s: LedgerSources) {
    const dataset = findDataset(s.rows, i.dataset);
    const at = momentOf(i.at, s);
    const { found, next } = await readPage(s.rows, versionsOfDataset, {
      ...i,
      prefix: dataset.id,
      reverse: true,
    });
    const rows = found.map(({ row }) => s.rows.get(versions, row)!).filter((v) => v.block <= at.block);
    return { items: rows.map((v) => answerVersion(v, at, s)), next };
  },
});

export const showVersion = query({
  name: "version",
  summary: { zh: "一个版本在某一时刻的状态。", en: "One version, as it stood at a moment." },
  path: "/versions/:version",
  input: z.strictObject({ version: versionReference(), at: moment() }),
  output: versionAnswer,
  run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    return answerVersion(findVersion(i.version, s, at.block), at, s);
  },
});

/** The version meant, if it was published by then. */
export function findVersion(
  reference: string,
  s: LedgerSources,
  block: number,
  field = "version",
): VersionRow {
  const row = s.rows.get(versions, versionIdOf(reference, s.rows) ?? "");
  if (!row || row.block > block) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return row;
}

function versionIdOf(reference: string, rows: RowReader): string | undefined {
  if (reference.startsWith("0x")) return reference;
  const [name = "", number = ""] = reference.split("@");
  const dataset = toDataset(name);
  const wanted = number === "latest" ? rows.get(datasets, dataset)?.versions : Number(number);
  return wanted === undefined ? undefined : rows.get(versionsOfDataset, dataset + ordinal(wanted));
}

const verdicts = ["current", "corrected", "withdrawn", "recalled", "affected", "unknown"] as const;

export const checkDigest = query({
  name: "check",
  summary: {
    zh: "某内容（按 SHA-256 或 SM3）是哪个版本、谁的、自何时、是否已更正或召回。",
    en: "Which version a content is (by SHA-256 or SM3), whose, since when, and how it stands.",
  },
  path: "/contents/:digest",
  input: z.strictObject({ digest: digest(), at: moment() }),
  output: z.object({ verdict: z.enum(verdicts), owners: z.array(z.string()), items: z.array(versionAnswer) }),
  async run(i, s: LedgerSources) {
    const at = momentOf(i.at, s);
    const names = [i.digest, ...(await s.commitmentsOf(i.digest))];
    const found = await Promise.all(names.map((name) => s.rows.range(digests, { prefix: name, limit: 200 })));
    const ids = new Set(found.flat().map(({ row }) => row as Hex));
    const rows = [...ids].map((id) => s.rows.get(versions, id)!).filter((v) => v.block <= at.block);
    const items = rows.sort((a, b) => a.ordinal - b.ordinal).map((v) => answerVersion(v, at, s));
    const owners = [...new Set(items.map((v) => v.owner))];
    return { verdict: verdictOf(items.map((v) => v.standing)), owners, items };
  },
});

/** The best standing any version of the content has; grave ones decide only when nothing better remains. */
function verdictOf(standings: Standing[]): (typeof verdicts)[number] {
  return verdicts.find((v) => v !== "unknown" && standings.includes(v)) ?? "unknown";
}

export const datasetQueries = [
  listDomains,
  listDatasets,
  showDataset,
  listVersions,
  showVersion,
  checkDigest,
] as unknown as Query[];
