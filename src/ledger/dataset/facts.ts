import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { ZERO32, type Hex } from "../../core/hex.ts";
import { evidenceId, hashOfIds, kindOf, versionId, type Preimage } from "../../core/ids.ts";
import { bits, gradeNumber, gradeOf, has, isCommitted } from "../../core/states.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { organisationNumbers, organisations } from "../agent/tables.ts";
import { nameIn, readMetadata } from "../metadata.ts";
import { oweAcknowledgements } from "../recall/owed.ts";
import { strike } from "../recall/tables.ts";
import {
  counters,
  datasetNames,
  datasets,
  digests,
  domains,
  GRAPH_CHUNK,
  graphChunks,
  graphNodes,
  recallReasons,
  recalls,
  runs,
  versions,
  versionsOfDataset,
  versionsUnder,
  withdrawalReasons,
  type Mark,
  type VersionRow,
} from "./tables.ts";

const domainRegistered = fact<{ code: string; metadata: string }>({
  event: "DomainRegistered",
  role: "datasets",
  says: { zh: "大数据局登记了领域 {code}", en: "the bureau registered the domain {code}" },
  apply(f, rows) {
    const { code, metadata } = f.payload;
    const id = f.subjects[0]!;
    rows.put(domains, id, { id, code, name: nameIn(metadata, code), block: f.block, time: f.time });
  },
});

const datasetRegistered = fact<{ code: string; category: string; metadata: string }>({
  event: "DatasetRegistered",
  role: "datasets",
  says: { zh: "登记了数据集 {code}", en: "registered the dataset {code}" },
  apply(f, rows) {
    const { code, category, metadata } = f.payload;
    const [id, owner, domain] = f.subjects as [Hex, Hex, Hex];
    const state = f.states[0]!;
    const name = `${rows.get(organisations, owner)?.code ?? owner}/${code}`;
    rows.put(datasets, id, {
      id,
      name,
      owner,
      domain,
      code,
      title: nameIn(metadata, code),
      category,
      grade: gradeOf(state),
      personal: has(state, "personal"),
      least: has(state, "least"),
      unconditional: has(state, "unconditional"),
      state,
      metadata: readMetadata(metadata),
      versions: 0,
      block: f.block,
      time: f.time,
    });
    rows.put(datasetNames, name, id);
  },
});

const runRecorded = fact<{ run: Hex; code: Hex; job: string; name: string }>({
  event: "RunRecorded",
  role: "datasets",
  says: { zh: "记录了作业 {job} 的一次运行 {name}", en: "recorded the run {name} of {job}" },
  apply(f, rows) {
    const { run, code, job, name } = f.payload;
    if (rows.get(runs, run)) return;
    const row = { id: run, organisation: f.subjects[0]!, job, name, block: f.block, time: f.time };
    rows.put(runs, run, { ...row, code: code === ZERO32 ? null : code });
  },
});

interface Published {
  content: Hex;
  sm3: Hex;
  size: bigint;
  schema: Hex;
  run: Hex;
  corrects: Hex;
  metadata: string;
  under: Hex[];
}

const versionPublished = fact<Published>({
  event: "VersionPublished",
  role: "datasets",
  says: { zh: "发布了一个版本（SHA-256 {content}）", en: "published a version (SHA-256 {content})" },
  apply(f, rows) {
    const row = publishedRow(f, rows);
    rows.put(versions, row.id, row);
    rows.put(versionsOfDataset, row.dataset + ordinal(row.number), row.id);
    rows.put(digests, row.content + ordinal(row.ordinal), row.id);
    rows.put(digests, row.sm3 + ordinal(row.ordinal), row.id);
    for (const grant of row.under)
      if (grant !== ZERO32) rows.put(versionsUnder, grant + ordinal(row.ordinal), row.id);
    const parents = row.parents.map((p) => rows.get(versions, p)!.ordinal).sort((a, b) => a - b);
    rows.put(graphNodes, ordinal(row.ordinal), { id: row.id, parents });
    if ((row.ordinal + 1) % GRAPH_CHUNK === 0) packChunk(rows, (row.ordinal + 1) / GRAPH_CHUNK - 1);
    rows.put(counters, "versions", row.ordinal + 1);
    if (row.corrects) markCorrected(rows, row.corrects, f, row.id);
  },
});

function packChunk(rows: Rows, chunk: number): void {
  const packed: number[] = [];
  for (let n = chunk * GRAPH_CHUNK; n < (chunk + 1) * GRAPH_CHUNK; n++) {
    const { parents } = rows.get(graphNodes, ordinal(n))!;
    packed.push(parents.length, ...parents);
  }
  rows.put(graphChunks, ordinal(chunk), packed);
}

function publishedRow(f: Fact<Published>, rows: Rows): VersionRow {
  const p = f.payload;
  const [id, datasetId] = f.subjects as [Hex, Hex];
  const state = f.states[0]!;
  const corrects = p.corrects === ZERO32 ? null : p.corrects;
  const { number, name, unchanged } = nextInDataset(rows, datasetId, p.content);
  const metadata = readMetadata(p.metadata);
  const committed = isCommitted(gradeOf(state), has(state, "personal"));
  const parents = parentsOf(f, corrects);
  return {
    id,
    dataset: datasetId,
    name,
    number,
    ordinal: rows.get(counters, "versions") ?? 0,
    organisation: rows.get(organisationNumbers, ordinal(f.organisation)) ?? ZERO32,
    key: f.key,
    content: p.content,
    sm3: p.sm3,
    committed,
    size: committed ? null : Number(p.size),
    schema: p.schema === ZERO32 ? null : p.schema,
    run: p.run,
    parents,
    under: p.under,
    corrects,
    grade: gradeOf(state),
    personal: has(state, "personal"),
    least: has(state, "least"),
    consents: [],
    evidence: evidenceOf(id, parents, state, rows),
    state,
    mediaType: typeof metadata["mediaType"] === "string" ? metadata["mediaType"] : null,
    title: metadata["name"] ? nameIn(p.metadata, "") : null,
    metadata,
    unchanged,
    block: f.block,
    time: f.time,
    transaction: f.transaction,
    fact: f.sequence,
    corrected: [],
    withdrawn: null,
    recalled: null,
    affected: bornAffected(f, rows, parents),
  };
}

/**
 * A corrected version is touched last, unless it is a parent and stands among them. Where it stands last it
 * may be either; the id, which binds the parents, tells which.
 */
function parentsOf(f: Fact<Published>, corrects: Hex | null): Hex[] {
  // The grants that were used come last.
  const rest = f.subjects.slice(2).filter((s) => kindOf(s) === "version");
  if (corrects === null || rest.at(-1) !== corrects) return rest;
  const { content, run, under } = f.payload;
  const preimage = { dataset: f.subjects[1]!, content, run, underHash: hashOfIds(under) };
  const asParent = versionId({ ...preimage, parentsHash: hashOfIds(rest) });
  return asParent === f.subjects[0] ? rest : rest.slice(0, -1);
}

/** Only what is declared below a parent rests on evidence; the contract asked for it. */
function evidenceOf(version: Hex, parents: Hex[], state: number, rows: Rows): Hex | null {
  const flags = bits.personal | bits.least;
  const isBelow = parents.some((p) => {
    const of = rows.get(versions, p)!.state;
    return gradeNumber(gradeOf(state)) < gradeNumber(gradeOf(of)) || (of & ~state & flags) !== 0;
  });
  return isBelow ? evidenceId(version) : null;
}

function nextInDataset(rows: Rows, dataset: Hex, content: Hex) {
  const row = rows.get(datasets, dataset)!;
  const number = row.versions + 1;
  rows.put(datasets, dataset, { ...row, versions: number });
  const before = rows.get(versionsOfDataset, dataset + ordinal(number - 1));
  const unchanged = before !== undefined && rows.get(versions, before)?.content === content;
  return { number, name: `${row.name}@${number}`, unchanged };
}

/** A child of affected data is affected from its first block. */
function bornAffected(f: Fact<unknown>, rows: Rows, parents: Hex[]): VersionRow["affected"] {
  if (!has(f.states[0]!, "affected")) return null;
  const through = parents.find((p) => rows.get(versions, p)?.affected) ?? parents[0]!;
  return { ...mark(f), through };
}

function mark(f: Fact<unknown>): Mark {
  return { block: f.block, time: f.time, fact: f.sequence };
}

function markCorrected(rows: Rows, id: Hex, f: Fact<unknown>, by: Hex): void {
  const row = rows.get(versions, id);
  if (!row) return;
  const corrected = [...row.corrected, { ...mark(f), by }];
  rows.put(versions, id, { ...row, corrected, state: row.state | bits.corrected });
}

interface Ended {
  reason: bigint;
  preimage: Preimage;
  note: string;
}

const versionWithdrawn = fact<Ended>({
  event: "VersionWithdrawn",
  role: "datasets",
  says: { zh: "撤回了该版本：{note}", en: "withdrew the version: {note}" },
  apply(f, rows) {
    const row = rows.get(versions, f.subjects[0]!)!;
    const reason = withdrawalReasons[Number(f.payload.reason) - 1] ?? `code-${f.payload.reason}`;
    const withdrawn = { ...mark(f), reason, note: f.payload.note };
    rows.put(versions, row.id, { ...row, withdrawn, state: f.states[0]! });
  },
});

const versionRecalled = fact<Ended>({
  event: "VersionRecalled",
  role: "datasets",
  says: { zh: "召回了该版本：{note}", en: "recalled the version: {note}" },
  apply(f, rows) {
    const row = rows.get(versions, f.subjects[0]!)!;
    const reason = recallReasons[Number(f.payload.reason) - 1] ?? `code-${f.payload.reason}`;
    const recalled = { ...mark(f), reason, note: f.payload.note };
    rows.put(versions, row.id, { ...row, recalled, state: f.states[0]! });
    rows.put(recalls, ordinal(row.ordinal), row.id);
    strike(rows, { ...recalled, kind: "recall", versions: [row.id], consent: null });
    oweAcknowledgements(f, rows, row.id);
  },
});

const versionAffected = fact<{ dataset: Hex }>({
  event: "VersionAffected",
  role: "datasets",
  says: { zh: "该版本受上游召回影响", en: "a recall upstream reached the version" },
  apply(f, rows) {
    const row = rows.get(versions, f.subjects[0]!)!;
    const affected = row.affected ?? { ...mark(f), through: f.subjects[1]! };
    rows.put(versions, row.id, { ...row, affected, state: f.states[0]! });
    oweAcknowledgements(f, rows, row.id);
  },
});

export const datasetFacts = [
  domainRegistered,
  datasetRegistered,
  runRecorded,
  versionPublished,
  versionWithdrawn,
  versionRecalled,
  versionAffected,
] as unknown as FactDefinition[];
