import { describe, expect, test } from "vitest";
import { Random, seedFrom } from "../../../test/faults/random.ts";
import { PlainLedger } from "../../../test/support/plainLedger.ts";
import { type Hex } from "../../core/hex.ts";
import { datasets, versions, type VersionRow } from "../dataset/tables.ts";
import { deliveries } from "../delivery/tables.ts";
import { grants } from "../grant/tables.ts";
import { deliveryName } from "../names.ts";
import { fallout, falloutDeliveries, falloutVersions, listRecalls } from "./queries.ts";
import { responses, responsesTo, strike } from "./tables.ts";

const seed = seedFrom();

interface World {
  ledger: PlainLedger;
  struck: VersionRow;
}

/** Departments that share, derive, recall and answer, in any order. */
function randomWorld(random: Random): World {
  const ledger = new PlainLedger();
  const owners = ["a", "b", "c"].map((code) => ledger.organisation(code));
  const sets = owners.flatMap((o) => [ledger.dataset(o, "one"), ledger.dataset(o, "two")]);
  const all: VersionRow[] = [];
  const fell: VersionRow[] = [];
  const acts = [
    () => {
      const parents = [...new Set(Array.from({ length: random.below(3) }, () => random.pick(all).id))];
      all.push(ledger.publish(random.pick(sets), `text ${all.length}`, parents));
    },
    () => ledger.grant(random.pick(owners), random.pick(sets)),
    () => {
      const issued = ledger.rows.all(grants);
      if (issued.length > 0) ledger.deliver(random.pick(issued), random.pick(all));
    },
    () => {
      const struck = random.pick(all);
      if (fell.includes(struck)) return;
      ledger.recall(struck);
      fell.push(struck);
    },
    () => ledger.withdraw(random.pick(all)),
    () => {
      const issued = ledger.rows.all(grants);
      if (issued.length > 0) ledger.endGrant(random.pick(issued));
    },
    () => {
      const child = random.pick(all);
      if (child.parents.length > 0) ledger.mark(child, child.parents[0]!);
    },
    () => {
      const handed = ledger.rows.all(deliveries);
      if (handed.length > 0) answer(ledger, random.pick(handed).id, random.pick(responses));
    },
    () => ledger.next(1 + random.below(5)),
  ];
  const shares = [9, 3, 4, 1, 1, 1, 4, 2, 4].flatMap((count, act) => Array<number>(count).fill(act));
  all.push(ledger.publish(sets[0]!, "the first"));
  for (let i = 0; i < 80; i++) acts[random.pick(shares)]!();
  if (fell.length === 0) ledger.recall(all[0]!);
  return { ledger, struck: fell[0] ?? all[0]! };
}

/** What the fact about it will put there. */
function answer({ rows, block, time }: PlainLedger, delivery: Hex, response: (typeof responses)[number]) {
  const before = rows.get(responsesTo, delivery) ?? [];
  rows.put(responsesTo, delivery, [...before, { response, block, time, fact: 0, reason: "other", note: "" }]);
}

/** Told from all rows, one after the other. */
function naive({ ledger, struck }: World, block: number) {
  const { rows } = ledger;
  const all = rows.all(versions).filter((v) => v.block <= block);
  const depths = new Map<Hex, number>([[struck.id, 0]]);
  for (let grew = true; grew;) {
    grew = false;
    for (const v of all)
      for (const p of v.parents) {
        const depth = depths.has(p) ? depths.get(p)! + 1 : Infinity;
        if (depth >= (depths.get(v.id) ?? Infinity)) continue;
        depths.set(v.id, depth);
        grew = true;
      }
  }
  const by = (m: { block: number } | null) => m !== null && m.block <= block;
  const derived = all.filter((v) => depths.has(v.id) && v.id !== struck.id);
  const open = derived.filter((v) => !by(v.recalled) && !by(v.withdrawn) && !v.corrected.some(by));
  const reached = new Set(all.filter((v) => depths.has(v.id)).map((v) => v.dataset));
  const isSettled = (d: { id: Hex }) => {
    const said = (rows.get(responsesTo, d.id) ?? []).filter(by).at(-1)?.response;
    return said === "deleted" || said === "replaced";
  };
  const handed = rows.all(deliveries).filter((d) => d.block <= block && depths.has(d.version));
  const held = rows.all(grants).filter((g) => g.block <= block && reached.has(g.dataset));
  return {
    depths: derived.map((v) => [v.name, depths.get(v.id)!] as const),
    open: open.map((v) => v.name),
    onChain: derived.filter((v) => by(v.affected)).map((v) => v.name),
    owners: [...new Set(derived.map((v) => rows.get(datasets, v.dataset)!.name.split("/")[0]!))].sort(),
    grants: held.filter((g) => !g.steps.some(by)).map((g) => `G${g.number}`),
    deliveries: handed.map((d) => deliveryName(d.number)),
    unsettled: handed.filter((d) => !isSettled(d)).map((d) => deliveryName(d.number)),
  };
}

interface Listed<T> {
  items: T[];
  next: string | null;
}

async function pages<T>(ask: (cursor: string | undefined) => Promise<Listed<T>> | Listed<T>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ask(cursor);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

const names = (all: { name: string }[]) => all.map((v) => v.name).sort();

describe(`seed ${seed} (SUYUAN_SEED repeats it)`, () => {
  test.each(Array.from({ length: 60 }, (_, i) => i))(
    "ledger %i: counts and lists are what all rows say",
    async (i) => {
      const world = randomWorld(new Random(seed + i));
      const { ledger, struck } = world;
      const s = ledger.sources(ledger.time + 7);
      const fell = ledger.rows.get(versions, struck.id)!.recalled!;
      for (const block of new Set([fell.block, ledger.block])) {
        const expected = naive(world, block);
        const of = { version: struck.name, at: String(block) };
        const found = await fallout.run(of, s);
        expect(found.descendants).toMatchObject({
          versions: expected.depths.length,
          onChain: expected.onChain.length,
          onlyByIndex: expected.depths.length - expected.onChain.length,
          open: expected.open.length,
        });
        expect(found.descendants.owners.map((o) => o.organisation)).toEqual(expected.owners);
        expect(found.grants.items.map((g) => g.name).sort()).toEqual(expected.grants.sort());
        expect(found.remainder).toMatchObject({
          versions: expected.open.length,
          deliveries: expected.unsettled.length,
        });
        const limit = 3;
        const listed = await pages((cursor) => falloutVersions.run({ ...of, open: false, limit, cursor }, s));
        expect(listed.map((v) => [v.name, v.depth]).sort()).toEqual([...expected.depths].sort());
        expect(listed.map((v) => v.depth)).toEqual(listed.map((v) => v.depth).sort((a, b) => a - b));
        const standing = await pages((cursor) =>
          falloutVersions.run({ ...of, open: true, limit, cursor }, s),
        );
        expect(names(standing)).toEqual(expected.open.sort());
        const handed = await pages((cursor) =>
          falloutDeliveries.run({ ...of, open: false, limit, cursor }, s),
        );
        expect(names(handed)).toEqual(expected.deliveries.sort());
        const waiting = await pages((cursor) =>
          falloutDeliveries.run({ ...of, open: true, limit, cursor }, s),
        );
        expect(names(waiting)).toEqual(expected.unsettled.sort());
      }
    },
  );
});

/** a's source, b's version of it, c's of that; the source was delivered to b, b's version to c. */
function chain() {
  const ledger = new PlainLedger();
  const [a, b, c] = ["a", "b", "c"].map((code) => ledger.organisation(code)) as [Hex, Hex, Hex];
  const [one, two, three] = [ledger.dataset(a, "one"), ledger.dataset(b, "two"), ledger.dataset(c, "three")];
  const source = ledger.publish(one, "source");
  const [g1, g2] = [ledger.grant(b, one), ledger.grant(c, two)];
  const middle = ledger.publish(two, "middle", [source.id], [g1.id]);
  const leaf = ledger.publish(three, "leaf", [middle.id], [g2.id]);
  const handed = [ledger.deliver(g1, source), ledger.deliver(g2, middle)];
  ledger.next(10);
  return { ledger, source, middle, leaf, handed };
}

describe("what fell, and what is still open", () => {
  test("a version that stands has no fallout, and the refusal says where to ask instead", () => {
    const { ledger, middle } = chain();
    const s = ledger.sources();
    expect(() => falloutVersions.run({ version: middle.name, open: false, limit: 5 }, s)).toThrow(/impact/);
  });

  test("a withdrawal reaches deliveries of the version itself, and nothing that was derived", async () => {
    const { ledger, source } = chain();
    ledger.withdraw(source);
    const found = await fallout.run({ version: source.name }, ledger.sources());
    expect(found).toMatchObject({
      spreads: false,
      falls: [{ kind: "withdrawal", reason: "superseded" }],
      descendants: { versions: 2, onChain: 0 },
      remainder: { deliveries: 1, versions: 0 },
      deliveries: { count: 1 },
      consumers: [{ organisation: "b", deliveries: 1 }],
    });
  });

  test("a consent that was withdrawn strikes each version that cites it, in one blow", async () => {
    const { ledger, source, middle } = chain();
    const { block, time, rows } = ledger;
    const versionsStruck = [source.id, middle.id];
    strike(rows, { kind: "consent", versions: versionsStruck, consent: "0x0b", block, time, fact: 1_000 });
    const s = ledger.sources();
    expect(await fallout.run({ version: middle.name }, s)).toMatchObject({
      spreads: true,
      falls: [{ kind: "consent", consent: "0x0b" }],
      descendants: { versions: 1 },
    });
    const { items } = await listRecalls.run({ limit: 5, closed: false }, s);
    expect(items).toMatchObject([{ struck: 2, versions: [source.name, middle.name], descendants: 1 }]);
  });

  test("ages count from the recall, or from when what is open came about after it", async () => {
    const { ledger, source, handed } = chain();
    ledger.recall(source);
    ledger.next(5);
    const late = ledger.deliver(ledger.rows.get(grants, handed[0]!.grant)!, source);
    const s = ledger.sources(ledger.time + 100);
    const of = { version: source.name, open: true, limit: 10 };
    const { items } = await falloutDeliveries.run(of, s);
    expect(items.map((d) => [d.name, d.age])).toEqual([
      ["D1", 105],
      [deliveryName(late.number), 100],
      ["D2", 105],
    ]);
    const { remainder } = await fallout.run({ version: source.name }, s);
    expect(remainder).toEqual({ deliveries: 3, versions: 2, oldest: 105 });
  });

  test("deleted and replaced close a delivery, in use does not; a recall of which nothing is open is not listed", async () => {
    const { ledger, source, middle, leaf, handed } = chain();
    ledger.recall(source);
    answer(ledger, handed[0]!.id, "in-use");
    const count = async () =>
      (await fallout.run({ version: source.name }, ledger.sources())).remainder.deliveries;
    expect(await count()).toBe(2);
    for (const d of handed) answer(ledger, d.id, "deleted");
    expect(await count()).toBe(0);
    for (const v of [middle, leaf]) ledger.withdraw(v);
    expect((await listRecalls.run({ limit: 5, closed: false }, ledger.sources())).items).toEqual([]);
    const all = await listRecalls.run({ limit: 5, closed: true }, ledger.sources());
    expect(all.items).toMatchObject([
      { deliveries: 2, remainder: { deliveries: 0, versions: 0, oldest: null } },
    ]);
  });

  test("reasons and notes of an acknowledgement are the parties'; that there is one, everybody sees", async () => {
    const { ledger, source, handed } = chain();
    ledger.recall(source);
    answer(ledger, handed[0]!.id, "in-use");
    const nobody = { everything: false, organisations: new Set<Hex>() };
    const s = { ...ledger.sources(), reader: nobody };
    const { items } = await falloutDeliveries.run({ version: source.name, open: true, limit: 1 }, s);
    expect(items[0]).toMatchObject({
      hidden: true,
      acknowledged: { response: "in-use", reason: null, note: null },
    });
  });

  test("recalls come newest first, page by page", async () => {
    const { ledger, source, middle, leaf } = chain();
    for (const v of [source, middle, leaf]) {
      ledger.next();
      ledger.recall(v);
    }
    const s = ledger.sources();
    const listed = await pages((cursor) => listRecalls.run({ limit: 1, closed: true, cursor }, s));
    expect(listed.map((r) => r.versions[0])).toEqual([leaf, middle, source].map((v) => v.name));
  });
});
