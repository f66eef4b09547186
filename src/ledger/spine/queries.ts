import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { query, type Query } from "../../core/query.ts";
import { ordinal } from "../../core/table.ts";
import { codeOf, iso } from "../dataset/answers.ts";
import { counters } from "../dataset/tables.ts";
import { signingAnswer, signingOf } from "../agent/signing.ts";
import { organisationNumbers } from "../agent/tables.ts";
import { payloadFor } from "../eyes.ts";
import { toDataset, toNumbered, toOrganisation, toVersion } from "../inputs.ts";
import { page, pageOf, readPage } from "../lists.ts";
import { momentOf, moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { blocks, facts, heads, history, writers, type FactRow } from "./tables.ts";

const factAnswer = z
  .object({
    sequence: z.number(),
    name: z.string().nullable(),
    organisation: z.string().nullable(),
    key: z.string(),
    drill: z.boolean(),
    subjects: z.array(z.string()),
    states: z.array(z.number()),
    payload: z.record(z.string(), z.unknown()),
    /** Members of the payload that this reader may not see are `null`. */
    hidden: z.boolean(),
    hash: z.string(),
    writer: z.string(),
    block: z.number(),
    time: z.string(),
    transaction: z.string(),
  })
  .meta({ id: "Fact" });

export type FactAnswer = z.infer<typeof factAnswer>;

export function answerFact(f: FactRow, s: Pick<LedgerSources, "rows" | "reader">): FactAnswer {
  const { rows } = s;
  const id = f.organisation === 0 ? undefined : rows.get(organisationNumbers, ordinal(f.organisation));
  const { payload, hidden } = payloadFor(f, s);
  const { sequence, name, key, drill, subjects, states, hash, writer, block, transaction } = f;
  const organisation = id === undefined ? null : codeOf(rows, id);
  return {
    sequence,
    name,
    organisation,
    key,
    drill,
    subjects,
    states,
    payload,
    hidden,
    hash,
    writer,
    block,
    time: iso(f.time),
    transaction,
  };
}

export const listFacts = query({
  name: "facts",
  summary: { zh: "全部事实，按次序。", en: "Every fact, in order." },
  path: "/facts",
  input: z.strictObject(page),
  output: pageOf(factAnswer),
  async run(i, s: LedgerSources) {
    const { found, next } = await readPage(s.rows, facts, i);
    return { items: found.map(({ row }) => answerFact(row, s)), next };
  },
});

/** Whatever has a history, as people name it. */
export function subjectReference() {
  return z
    .string()
    .max(160)
    .regex(
      /^(0x[0-9a-f]{64}|[RGCE][1-9]\d{0,11}|[a-z0-9-]+|[a-z0-9-]+\/[a-z0-9-]+(@([1-9]\d{0,8}|latest))?)$/,
      "must be an id, an organisation, owner/dataset, owner/dataset@3, R17, G9, C7 or E3",
    );
}

export const subjectHistory = query({
  name: "history",
  summary: {
    zh: "涉及某主体（组织、数据集、版本、申请、授权、同意、脱敏证据）的全部事实，及其滚动头。",
    en: "Every fact about a subject (organisation, dataset, version, request, grant, consent, evidence), and its rolling head.",
  },
  path: "/history/:subject",
  input: z.strictObject({
    subject: subjectReference(),
    ...page,
    at: moment(),
  }),
  output: pageOf(factAnswer).extend({ subject: z.string(), head: z.string() }),
  async run(i, s: LedgerSources) {
    const subject = subjectOf(i.subject, s);
    const head = s.rows.get(heads, subject);
    if (head === undefined) throw new SuyuanError("THING_UNKNOWN", { field: "subject", value: i.subject });
    const at = momentOf(i.at, s);
    const { found, next } = await readPage(s.rows, history, { ...i, prefix: subject });
    const all = found.map(({ key }) => s.rows.get(facts, key.slice(subject.length))!);
    const items = all.filter((f) => f.block <= at.block).map((f) => answerFact(f, s));
    return { subject, head, items, next };
  },
});

export function subjectOf(reference: string, s: LedgerSources): Hex {
  if (/^0x[0-9a-f]{64}$/.test(reference)) return reference as Hex;
  const kinds = { R: "request", G: "grant", C: "consent", E: "evidence" } as const;
  const kind = kinds[reference[0] as "R"] as (typeof kinds)["R"] | undefined;
  if (kind) return toNumbered(kind, reference, s.view, "subject");
  if (!reference.includes("/")) return toOrganisation(reference);
  if (!reference.includes("@")) return toDataset(reference);
  return toVersion(reference, s.view, "subject");
}

export const ledgerStatus = query({
  name: "status",
  summary: {
    zh: "账本概况：区块、城市滚动头、合约与数量。",
    en: "The ledger at a glance: head, city head, contracts, counts.",
  },
  path: "/status",
  input: z.strictObject({}),
  output: z.object({
    chainId: z.number(),
    factLog: z.string(),
    spine: z.string(),
    /** The block FactLog was deployed in. */
    from: z.number(),
    /** Whom this gateway can sign for. */
    signs: z.array(signingAnswer),
    head: z.object({ number: z.number(), hash: z.string(), time: z.string() }),
    city: z.string(),
    facts: z.number(),
    versions: z.number(),
    derivations: z.number(),
    restored: z.array(
      z.object({
        backup: z.string(),
        taken: z.string(),
        restored: z.string(),
        chain: z.enum(["embedded", "node"]),
        block: z.object({ number: z.number(), hash: z.string() }).nullable(),
        unknownNonces: z.array(
          z.object({ key: z.string(), from: z.number(), to: z.number(), block: z.number() }),
        ),
      }),
    ),
    contracts: z.array(
      z.object({
        role: z.string(),
        address: z.string(),
        generation: z.number(),
        sealed: z.number().nullable(),
      }),
    ),
  }),
  async run(_, s: LedgerSources) {
    const head = s.head();
    const all = await s.rows.range(writers);
    return {
      ...s.ledger,
      from: s.from,
      signs: s.signers().map((signer) => signingOf(signer, s.rows, head.time)),
      head: { number: head.number, hash: head.hash, time: iso(head.time) },
      city: s.rows.get(heads, "city") ?? "0x",
      facts: s.rows.get(blocks, ordinal(head.number))?.facts ?? 0,
      versions: s.rows.get(counters, "versions") ?? 0,
      derivations: s.graph.edges,
      restored: s.restores(),
      contracts: all.map(({ row: { role, address, generation, sealed } }) => ({
        role,
        address,
        generation,
        sealed,
      })),
    };
  },
});

export const spineQueries = [ledgerStatus, listFacts, subjectHistory] as unknown as Query[];
