import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { grades, has } from "../../core/states.ts";
import { withLast } from "../../core/story.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { counters } from "../dataset/tables.ts";
import { fieldsOf, moveRequest } from "../request/facts.ts";
import { requests } from "../request/tables.ts";
import { grantNumbers, grantReasons, grants, grantsOf, type GrantRow, type GrantStanding } from "./tables.ts";

interface Issued {
  amends: Hex;
  fields: bigint;
  ceiling: bigint;
  expires: bigint;
  window: bigint;
  late: boolean;
  atOnce: boolean;
  responsibilities: string;
}

const grantIssued = fact<Issued>({
  event: "GrantIssued",
  role: "grants",
  says: { zh: "给予授权，有效至 {expires}（秒）", en: "granted the data until {expires} (seconds)" },
  apply(f, rows) {
    const row = issuedRow(f, rows);
    rows.put(grants, row.id, row);
    rows.put(grantNumbers, ordinal(row.number), row.id);
    for (const party of [row.consumer, row.provider]) rows.put(grantsOf, party + ordinal(row.number), row.id);
    const request = rows.get(requests, row.request)!;
    const change = { grants: withLast(request.grants, row.id) };
    if (row.amends === null) return moveRequest(f, rows, request, "granted", { late: row.late }, change);
    rows.put(requests, request.id, { ...request, ...change });
    const old = rows.get(grants, row.amends)!;
    rows.put(grants, old.id, { ...old, standing: "amended", state: f.states[5]!, amendedBy: row.id });
  },
});

function issuedRow(f: Fact<Issued>, rows: Rows): GrantRow {
  const p = f.payload;
  const [id, request, dataset, consumer, provider] = f.subjects as [Hex, Hex, Hex, Hex, Hex];
  const number = (rows.get(counters, "grants") ?? 0) + 1;
  rows.put(counters, "grants", number);
  const revision = rows.get(requests, request)?.revision ?? 0;
  return {
    id,
    number,
    request,
    consumer,
    provider,
    dataset,
    fields: fieldsOf(rows, dataset, revision, p.fields),
    mask: String(p.fields),
    ceiling: grades[Number(p.ceiling) - 1] ?? "core",
    expires: Number(p.expires),
    window: Number(p.window),
    onward: has(f.states[0]!, "onward"),
    atOnce: p.atOnce,
    late: p.late,
    responsibilities: p.responsibilities,
    standing: "live",
    state: f.states[0]!,
    amends: p.amends === ZERO32 ? null : p.amends,
    amendedBy: null,
    steps: [],
    block: f.block,
    time: f.time,
    fact: f.sequence,
  };
}

function stands(
  event: string,
  standing: GrantStanding,
  says: FactDefinition["says"],
): FactDefinition<{ reason: bigint; note: string }> {
  return fact<{ reason: bigint; note: string }>({
    event,
    role: "grants",
    says,
    apply(f, rows) {
      const row = rows.get(grants, f.subjects[0]!)!;
      const { reason: code, note } = f.payload;
      const reason = grantReasons[Number(code) - 1] ?? `code-${code}`;
      const step = { event, block: f.block, time: f.time, fact: f.sequence, reason, note };
      rows.put(grants, row.id, { ...row, standing, state: f.states[0]!, steps: withLast(row.steps, step) });
    },
  });
}

export const grantFacts = [
  grantIssued,
  stands("GrantSuspended", "suspended", { zh: "暂停授权：{note}", en: "suspended the grant: {note}" }),
  stands("GrantResumed", "live", { zh: "恢复授权：{note}", en: "resumed the grant: {note}" }),
  stands("GrantRevoked", "revoked", { zh: "撤销授权：{note}", en: "revoked the grant: {note}" }),
  stands("GrantTerminated", "terminated", { zh: "放弃授权：{note}", en: "gave the grant up: {note}" }),
] as unknown as FactDefinition[];
