import assert from "node:assert/strict";
import { type Hex } from "../../src/core/hex.ts";
import { deliveryId, type Handed } from "../../src/core/ids.ts";
import { actions, actionNamed } from "../../src/ledger/definitions.ts";
import { facts, type FactRow } from "../../src/ledger/spine/tables.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { type Gateway } from "../../src/gateway.ts";

const left = new Set(actions.map((a) => a.leaves));

/**
 * Facts and final operations, one to one: none missing, none twice, none that nobody asked for; and those of
 * one key in the order in which they were accepted. Answers with the number of facts matched.
 */
export async function matchFacts(g: Gateway, operations: Operation[], at: string): Promise<number> {
  const rows = (await g.index.rows.range(facts)).map(({ row }) => row);
  // What is granted at once follows from its request, and in an emergency the request from the emergency.
  const inEmergency = new Set(rows.filter((f) => f.name === "EmergencyInvoked").map((f) => f.transaction));
  const follows = (f: FactRow) =>
    f.payload["atOnce"] === true || (f.name === "RequestFiled" && inEmergency.has(f.transaction));
  const mine = rows.filter((f) => f.name !== null && left.has(f.name) && !follows(f));
  const byName = new Map<string, FactRow>();
  for (const f of mine) {
    const name = nameOf(f.transaction, f.name!, aboutOf(f));
    assert.ok(!byName.has(name), `the fact ${name} is there twice ${at}`);
    byName.set(name, f);
  }
  const published = mine.filter((f) => f.name === "VersionPublished").map((f) => f.subjects[0]!);
  assert.equal(new Set(published).size, published.length, `a version was published twice ${at}`);
  const done = new Set(mine.map((f) => `${f.name} ${aboutOf(f)}`));
  const last = new Map<Hex, { operation: Operation; sequence: number }>();
  const final = operations.filter((o) => o.status.state === "final").sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const o of final) {
    const fact = byName.get(factOf(o));
    // What anyone may do is skipped by the contract when somebody did it before.
    if (!fact && actionNamed(o.action)!.by === "anyone" && done.has(whatOf(o))) continue;
    assert.ok(fact, `the final operation ${o.id} (${o.action}) left no fact ${at}`);
    assert.ok(byName.delete(factOf(o)), `two operations claim one fact ${at}`);
    const before = last.get(o.key);
    const both = () => JSON.stringify([before!.operation, before!.sequence, o, fact.sequence]);
    const inOrder = before === undefined || fact.sequence > before.sequence;
    assert.ok(
      inOrder,
      `${o.id} came before what its key's lane accepted earlier ${at}: ${inOrder || both()}`,
    );
    last.set(o.key, { operation: o, sequence: fact.sequence });
  }
  assert.deepEqual([...byName.keys()], [], `facts that no operation answers for ${at}`);
  return mine.length;
}

function nameOf(transaction: Hex, fact: string, subject: Hex): string {
  return `${transaction} ${fact} ${subject}`;
}

function factOf(o: Operation): string {
  const { transaction } = o.status as { transaction: Hex };
  return `${transaction} ${whatOf(o)}`;
}

/** A fact's delivery, which is no subject, or its first subject. */
function aboutOf(f: FactRow): Hex {
  return (f.payload["delivery"] as Hex | undefined) ?? f.subjects[0]!;
}

/** The fact an operation leaves, and what it is about. */
function whatOf(o: Operation): string {
  const action = actionNamed(o.action)!;
  const subject = deliveryOf(o) ?? action.makes?.(o.element)[0]?.id ?? action.names!(o.element)[0]!;
  return `${action.leaves} ${subject}`;
}

function deliveryOf({ action, element }: Operation): Hex | undefined {
  if (action === "deliver") return (element as { id: Hex }).id;
  if (action === "receive-delivery") return (element as { delivery: Hex }).delivery;
  if (action === "record-overdue") return deliveryId(element as Handed);
  const ofOne = ["report-feedback", "ask-feedback", "waive-feedback", "acknowledge-recall"];
  return ofOne.includes(action) ? deliveryId((element as { delivery: Handed }).delivery) : undefined;
}
