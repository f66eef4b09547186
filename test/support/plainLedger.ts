import { type Fact } from "../../src/core/fact.ts";
import { keccakText } from "../../src/core/hash.ts";
import { type Hex, ZERO32 } from "../../src/core/hex.ts";
import {
  datasetId,
  deliveryId,
  domainId,
  grantId,
  hashOfIds,
  organisationId,
  requestId,
  runId,
  versionId,
} from "../../src/core/ids.ts";
import { bits, declare } from "../../src/core/states.ts";
import { ordinal } from "../../src/core/table.ts";
import { LineageGraph } from "../../src/indexer/graph.ts";
import { organisationNumbers, organisations } from "../../src/ledger/agent/tables.ts";
import {
  counters,
  datasets,
  graphNodes,
  versions,
  type VersionRow,
} from "../../src/ledger/dataset/tables.ts";
import { factDefinition } from "../../src/ledger/definitions.ts";
import { deliveries, type DeliveryRow } from "../../src/ledger/delivery/tables.ts";
import { grants, type GrantRow } from "../../src/ledger/grant/tables.ts";
import { type LedgerSources } from "../../src/ledger/lineage/sources.ts";
import { blows, type BlowRow } from "../../src/ledger/recall/tables.ts";
import { blocks, facts, history } from "../../src/ledger/spine/tables.ts";
import { type Outbox } from "../../src/outbox/outbox.ts";
import { ledgerView } from "../../src/outbox/view.ts";
import { PlainRows } from "./plainRows.ts";

interface Said {
  organisation?: Hex | undefined;
  states?: number[];
}

/**
 * A read model without a chain: facts are applied by the ledger's own definitions, and nothing is checked, so
 * that what the contracts refuse, or an older generation of them let pass, can be on it.
 */
export class PlainLedger {
  readonly rows = new PlainRows();
  readonly graph = new LineageGraph();
  block = 1;
  /** Seconds. */
  time = 1_000;
  #sequence = 0;
  #names = 0;

  constructor() {
    this.#close();
  }

  /** What comes next is in another block, so many seconds later. */
  next(seconds = 1): void {
    this.block++;
    this.time += seconds;
    this.#close();
  }

  fact(role: string, name: string, subjects: Hex[], payload: object, said: Said = {}): Fact {
    const { organisation, states = [] } = said;
    const sequence = this.#sequence++;
    const at = { sequence, block: this.block, time: this.time };
    const blank = {
      kind: ZERO32,
      writer: ZERO32,
      key: ZERO32,
      hash: ZERO32,
      transaction: ZERO32,
      drill: false,
    };
    const number = organisation ? this.rows.get(organisations, organisation)!.number : 0;
    const fact: Fact = {
      ...{ ...blank, ...at, name, role, organisation: number, subjects },
      states: subjects.map((_, i) => states[i] ?? 0),
      payload: payload as Record<string, unknown>,
    };
    factDefinition(role, name)?.apply(fact, this.rows);
    const plain = JSON.parse(
      JSON.stringify(payload, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v)),
    );
    this.rows.put(facts, ordinal(sequence), { ...fact, payload: plain as Record<string, unknown> });
    for (const subject of subjects) this.rows.put(history, subject + ordinal(sequence), null);
    this.#close();
    return fact;
  }

  organisation(code: string): Hex {
    const id = organisationId(code);
    const number = this.rows.all(organisations).length + 1;
    const row = { id, number, code, kind: "department" as const, parent: null, name: { zh: code, en: code } };
    const rest = { dataOfficer: ZERO32, suspended: false, bureau: false, block: this.block, time: this.time };
    this.rows.put(organisations, id, { ...row, ...rest });
    this.rows.put(organisationNumbers, ordinal(number), id);
    return id;
  }

  dataset(owner: Hex, code: string, { open = false, committed = false } = {}): Hex {
    const id = datasetId(owner, code);
    const state = declare({
      grade: committed ? "important" : "general-2",
      personal: false,
      unconditional: open,
    });
    const payload = { code, category: "", metadata: "{}" };
    this.fact("datasets", "DatasetRegistered", [id, owner, domainId("all")], payload, { states: [state] });
    return id;
  }

  /** A version of a dataset; `under` names a grant for each parent, or none. */
  publish(dataset: Hex, content: string, parents: Hex[] = [], under: Hex[] = []): VersionRow {
    const { owner, state } = this.rows.get(datasets, dataset)!;
    const run = runId(owner, "job", ZERO32, `run ${++this.#names}`);
    const digest = keccakText(content);
    const sorted = parents
      .map((p, i) => [p, under[i] ?? ZERO32] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const ids = sorted.map(([p]) => p);
    const used = sorted.some(([, g]) => g !== ZERO32) ? sorted.map(([, g]) => g) : [];
    const parentsHash = hashOfIds(ids);
    const id = versionId({ dataset, content: digest, run, parentsHash, underHash: hashOfIds(used) });
    const isBorn = ids.some((p) => this.rows.get(versions, p)!.state & bits.affected);
    const payload = {
      ...{ content: digest, sm3: keccakText(`sm3 ${content}`), size: 1n, schema: ZERO32, run },
      ...{ corrects: ZERO32, metadata: "{}", under: used },
    };
    this.fact(
      "datasets",
      "VersionPublished",
      [id, dataset, ...ids, ...new Set(used)].filter((s) => s !== ZERO32),
      payload,
      {
        organisation: owner,
        states: [state | (isBorn ? bits.affected : 0)],
      },
    );
    const row = this.rows.get(versions, id)!;
    this.graph.append(this.rows.get(graphNodes, ordinal(row.ordinal))!.parents);
    this.#close();
    return row;
  }

  grant(consumer: Hex, dataset: Hex, amends?: GrantRow): GrantRow {
    const provider = this.rows.get(datasets, dataset)!.owner;
    const request = amends?.request ?? this.request(consumer, dataset, provider);
    const id = grantId(request, amends?.id ?? ZERO32);
    const terms = { fields: 1n, ceiling: 6n, expires: BigInt(this.time + 1_000_000), window: 100n };
    const payload = {
      ...{ amends: amends?.id ?? ZERO32, ...terms, late: false, atOnce: false },
      ...{ cadence: 0n, responsibilities: "", officers: [], assessment: ZERO32 },
    };
    const subjects = [id, request, dataset, consumer, provider, ...(amends ? [amends.id] : [])];
    this.fact("grants", "GrantIssued", subjects, payload, { organisation: provider });
    return this.rows.get(grants, id)!;
  }

  /** With a clock of 1,000 s for the bureau's review. */
  request(consumer: Hex, dataset: Hex, provider: Hex): Hex {
    const name = `request ${++this.#names}`;
    const id = requestId(consumer, dataset, name);
    const payload = {
      ...{ name, revision: 1n, purpose: 1n, basis: 1n, fields: 1n, duration: 365n, onward: false },
      ...{
        abroad: false,
        commitment: ZERO32,
        scenario: "",
        deadline: BigInt(this.time + 1_000),
        provisional: false,
      },
    };
    this.fact("requests", "RequestFiled", [id, dataset, consumer, provider], payload, {
      organisation: consumer,
    });
    return id;
  }

  endGrant(grant: GrantRow): void {
    this.fact(
      "grants",
      "GrantRevoked",
      [grant.id],
      { reason: 1n, note: "" },
      { organisation: grant.provider },
    );
  }

  deliver(grant: GrantRow, version: VersionRow): DeliveryRow {
    const name = `delivery ${++this.#names}`;
    const id = deliveryId({ grant: grant.id, version: version.id, nameHash: keccakText(name) });
    const due = BigInt(this.time + grant.window);
    const payload = { delivery: id, due, manifest: ZERO32, parts: 1n, name, note: "" };
    const said = { organisation: grant.provider };
    this.fact("deliveries", "DataDelivered", [grant.id, version.id], payload, said);
    return this.rows.get(deliveries, id)!;
  }

  /** The chain notes that feedback is overdue. */
  overdue({ grant, id, consumer, due }: DeliveryRow): void {
    this.fact("deliveries", "FeedbackOverdue", [grant, consumer], {
      delivery: id,
      due: BigInt(due),
      note: "",
    });
  }

  /** Feedback; a partial one starts another window. */
  report(delivery: DeliveryRow, { isFinal = true } = {}): void {
    const { grant, id, consumer: organisation, due } = this.rows.get(deliveries, delivery.id)!;
    const next = isFinal ? 0n : BigInt(this.time + 100);
    const late = this.time > due;
    const payload = { delivery: id, outcome: 1n, isFinal, late, due: next, note: ZERO32, effect: "{}" };
    this.fact("deliveries", "FeedbackReported", [grant], payload, { organisation });
  }

  /** A receipt without a delivery on record, or so the consumer says. */
  claim(consumer: Hex, dataset: Hex, content: string, grant?: GrantRow): void {
    const subjects = [dataset, consumer, ...(grant ? [grant.id] : [])];
    const payload = { content: keccakText(content), note: "" };
    this.fact("deliveries", "ReceiptClaimed", subjects, payload, { organisation: consumer });
  }

  recall(version: VersionRow): void {
    this.#end("VersionRecalled", version, bits.recalled);
  }

  withdraw(version: VersionRow): void {
    this.#end("VersionWithdrawn", version, bits.withdrawn);
  }

  #end(name: string, { id, dataset, organisation }: VersionRow, bit: number): void {
    const { state } = this.rows.get(versions, id)!;
    const payload = { reason: 1n, preimage: {}, note: "" };
    this.fact("datasets", name, [id, dataset], payload, { organisation, states: [state | bit] });
  }

  /** A keeper's word. */
  mark(child: VersionRow, parent: Hex): void {
    const { state } = this.rows.get(versions, child.id)!;
    const payload = { dataset: child.dataset };
    this.fact("datasets", "VersionAffected", [child.id, parent], payload, {
      states: [state | bits.affected],
    });
  }

  /** As queries read it, with a head at the last block and everybody's eyes. */
  sources(now = this.time): LedgerSources {
    const nothing = { openDataset: () => undefined, openVersion: () => undefined, makerOf: () => undefined };
    const { rows, graph } = this;
    return {
      ...{ rows, graph, from: 0, recalledAt: this.#struck() },
      view: ledgerView(rows, nothing as unknown as Outbox, () => now),
      reader: { everything: true, organisations: new Set() },
      head: () => ({ number: this.block, hash: ZERO32, time: this.time }),
      ledger: { chainId: 1, factLog: ZERO32, spine: ZERO32 },
      commitmentsOf: () => Promise.resolve([]),
      openedText: () => undefined,
      restores: () => [],
      signers: () => [],
    };
  }

  #struck(): Map<number, number> {
    const found = new Map<number, number>();
    const all: BlowRow[] = this.rows.all(blows).sort((a, b) => a.fact - b.fact);
    for (const blow of all)
      for (const id of blow.versions) {
        const node = this.rows.get(versions, id)!.ordinal;
        if (!found.has(node)) found.set(node, blow.block);
      }
    return found;
  }

  /** The block as it is so far. */
  #close(): void {
    const count = this.rows.get(counters, "versions") ?? 0;
    const { block: number, time } = this;
    const row = { number, hash: ZERO32, parent: ZERO32, time, facts: this.#sequence, versions: count };
    this.rows.put(blocks, ordinal(number), row);
  }
}
