import { describe, expect, test } from "vitest";
import { Random, seedFrom } from "../../../test/faults/random.ts";
import { PlainLedger } from "../../../test/support/plainLedger.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { offices } from "../agent/tables.ts";
import { datasets, versions, type VersionRow } from "../dataset/tables.ts";
import { deliveries } from "../delivery/tables.ts";
import { duties } from "../duty/tables.ts";
import { grants, type GrantRow } from "../grant/tables.ts";
import { blows } from "../recall/tables.ts";
import { facts } from "../spine/tables.ts";
import { type Finding, type FindingKind, findingKinds } from "./finding.ts";
import { scan } from "./scan.ts";

const seed = seedFrom();

/** Whatever departments do, in or out of order: what contracts refuse is among it. */
function randomLedger(random: Random): PlainLedger {
  const ledger = new PlainLedger();
  const owners = ["a", "b", "c", "d"].map((code) => ledger.organisation(code));
  const sets = owners.flatMap((o) => [
    ledger.dataset(o, "closed"),
    ledger.dataset(o, "open", { open: true }),
    ledger.dataset(o, "secret", { committed: true }),
  ]);
  const all = [ledger.publish(sets[0]!, "text 0")];
  const issued = () => ledger.rows.all(grants);
  const handed = () => ledger.rows.all(deliveries);
  const some = <T>(list: readonly T[], act: (one: T) => unknown) => list.length > 0 && act(random.pick(list));
  const acts = [
    () => {
      const dataset = random.pick(sets);
      const maker = ledger.rows.get(datasets, dataset)!.owner;
      const parents = [...new Set(Array.from({ length: random.below(3) }, () => random.pick(all)))];
      const under = parents.map((p) => {
        const mine = issued().filter((g) => g.consumer === maker && g.dataset === p.dataset);
        return mine.length > 0 && random.chance(0.7) ? random.pick(mine).id : ZERO32;
      });
      all.push(
        ledger.publish(
          dataset,
          `text ${random.below(12)}`,
          parents.map((p) => p.id),
          under,
        ),
      );
    },
    () => ledger.grant(random.pick(owners), random.pick(sets)),
    () =>
      some(
        issued().filter((g) => g.amendedBy === null),
        (g) => ledger.grant(g.consumer, g.dataset, g),
      ),
    () =>
      some(issued(), (g) =>
        some(
          all.filter((v) => v.dataset === g.dataset),
          (v) => ledger.deliver(g, v),
        ),
      ),
    () => {
      const version = random.pick(all);
      if (!ledger.rows.get(versions, version.id)!.recalled) ledger.recall(version);
    },
    () => ledger.claim(random.pick(owners), random.pick(sets), `text ${random.below(12)}`),
    () => some(issued(), (g) => ledger.claim(g.consumer, g.dataset, `text ${random.below(12)}`, g)),
    () => {
      const late = handed().filter((d) => d.standing === "open" && ledger.time > d.due);
      some(late, (d) => ledger.overdue(d));
    },
    () => {
      const owed = handed().filter((d) => d.standing === "open" || d.standing === "overdue");
      some(owed, (d) => ledger.report(d, { isFinal: random.chance(0.5) }));
    },
    () => ledger.next(1 + random.below(4)),
    () => ledger.next(99 + random.below(8)),
  ];
  const shares = [12, 3, 1, 5, 1, 2, 1, 3, 2, 6, 1].flatMap((n, act) => Array<number>(n).fill(act));
  for (let i = 0; i < 90; i++) acts[random.pick(shares)]!();
  return ledger;
}

async function found(ledger: PlainLedger, kind: FindingKind, limit = 500): Promise<Finding[]> {
  const s = ledger.sources();
  const items: Finding[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await scan({ kind, limit, cursor }, s);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

/** Each kind told from all rows at once, as slowly as it is said. */
class Naive {
  readonly #ledger: PlainLedger;
  readonly #versions: VersionRow[];
  readonly #grants: GrantRow[];
  constructor(ledger: PlainLedger) {
    this.#ledger = ledger;
    this.#versions = ledger.rows.all(versions).sort((a, b) => a.ordinal - b.ordinal);
    this.#grants = ledger.rows.all(grants);
  }

  #owner(v: VersionRow): Hex {
    return this.#ledger.rows.get(datasets, v.dataset)!.owner;
  }
  #descends(v: VersionRow, from: VersionRow): boolean {
    return v.parents.some((p) => p === from.id || this.#descends(this.#named(p), from));
  }
  #named(id: Hex): VersionRow {
    return this.#ledger.rows.get(versions, id)!;
  }
  #first(v: VersionRow): boolean {
    return !this.#same(v).some((u) => this.#owner(u) === this.#owner(v) && u.ordinal < v.ordinal);
  }
  #same(v: VersionRow): VersionRow[] {
    return this.#versions.filter((u) => !u.committed && u.content === v.content);
  }
  /** An owner's first version of a content that another had before, and that does not descend from any such. */
  #isCopy(v: VersionRow): boolean {
    if (v.committed || !this.#first(v)) return false;
    const others = this.#same(v).filter((u) => this.#owner(u) !== this.#owner(v));
    return others.some((u) => u.ordinal < v.ordinal) && !others.some((u) => this.#descends(v, u));
  }

  "same-content"(): string[] {
    return [...new Set(this.#versions.filter((v) => this.#isCopy(v)).map((v) => v.content))];
  }

  "receipt-without-delivery"(): string[] {
    const claims = this.#ledger.rows.all(facts).filter((f) => f.name === "ReceiptClaimed");
    const handed = this.#ledger.rows.all(deliveries);
    const matched = claims.filter((c) =>
      handed.some((d) => {
        const v = this.#named(d.version);
        return (
          d.consumer === c.subjects[1] && v.dataset === c.subjects[0] && v.content === c.payload["content"]
        );
      }),
    );
    return claims.filter((c) => !matched.includes(c)).map((c) => String(c.sequence));
  }

  "use-before-delivery"(): string[] {
    const handed = this.#ledger.rows.all(deliveries);
    const family = (id: Hex | null): Hex[] =>
      id === null ? [] : [id, ...family(this.#grants.find((g) => g.id === id)!.amends)];
    return this.#versions.flatMap((v) =>
      v.parents.flatMap((p, i) => {
        if ((v.under[i] ?? ZERO32) === ZERO32) return [];
        const covering = family(v.under[i]!);
        const is = handed.some((d) => d.version === p && covering.includes(d.grant) && d.fact < v.fact);
        return is ? [] : [`${v.id}:${p}`];
      }),
    );
  }

  "delivery-after-recall"(): string[] {
    const fell = this.#ledger.rows.all(blows);
    const handed = this.#ledger.rows.all(deliveries);
    return handed
      .filter((d) =>
        fell.some((b) => {
          const [source, v] = [this.#named(b.versions[0]!), this.#named(d.version)];
          return b.fact < d.fact && (source.id === v.id || this.#descends(v, source));
        }),
      )
      .map((d) => d.id);
  }

  #granted(maker: Hex, of: Hex[], before: number): boolean {
    return this.#grants.some((g) => g.consumer === maker && of.includes(g.dataset) && g.fact < before);
  }

  "never-granted"(): string[] {
    const open = (id: Hex) => this.#ledger.rows.get(datasets, id)!.unconditional;
    const direct = this.#versions.flatMap((v) =>
      v.parents.flatMap((id) => {
        const p = this.#named(id);
        const isFree = open(p.dataset) || this.#owner(p) === this.#owner(v);
        return isFree || this.#granted(this.#owner(v), [p.dataset], v.fact) ? [] : [`parent:${v.id}:${id}`];
      }),
    );
    const copied = this.#versions.flatMap((copy) => {
      if (!this.#isCopy(copy)) return [];
      const origin = this.#same(copy)[0]!;
      const own = this.#same(copy).filter((v) => this.#owner(v) === this.#owner(origin));
      if (own.some((v) => open(v.dataset))) return [];
      const copies = this.#same(copy).filter((v) => this.#owner(v) === this.#owner(copy));
      const made = this.#versions.filter(
        (v) =>
          !copies.includes(v) &&
          copies.some((c) => this.#descends(v, c)) &&
          this.#owner(v) !== this.#owner(origin) &&
          !this.#granted(
            this.#owner(v),
            own.map((o) => o.dataset),
            v.fact,
          ),
      );
      return made.map((v) => `copy:${copy.id}:${this.#owner(v)}`);
    });
    return [...direct, ...new Set(copied)];
  }

  "overdue-not-recorded"(): string[] {
    const now = this.#ledger.time;
    const running = this.#ledger.rows.all(duties).filter((d) => d.deadline !== null && !d.overdue);
    const passed = running.filter((d) => now > d.deadline! + 3);
    const said = passed.map((d) => `${d.kind}:${d.subject}:${d.deadline}`);
    const due = new Map<unknown, { due: number; isWritten: boolean }>();
    for (const f of this.#ledger.rows.all(facts).sort((a, b) => a.sequence - b.sequence)) {
      const { delivery } = f.payload;
      if (f.name === "DataDelivered") due.set(delivery, { due: Number(f.payload["due"]), isWritten: false });
      const clock = due.get(delivery);
      if (!clock) continue;
      if (f.name === "FeedbackOverdue") {
        if (f.time > clock.due + 3) said.push(`recorded:${f.sequence}`);
        clock.isWritten = true;
      }
      if (f.name !== "FeedbackReported") continue;
      if (!clock.isWritten && f.time > clock.due + 3) said.push(`late:${f.sequence}`);
      if (Number(f.payload["due"]) > 0)
        due.set(delivery, { due: Number(f.payload["due"]), isWritten: false });
    }
    return said;
  }
}

describe(`small random ledgers, seed ${seed} (SUYUAN_SEED repeats it)`, () => {
  const seen = new Map<FindingKind, number>();
  test.each(Array.from({ length: 80 }, (_, i) => i))(
    "ledger %i: each kind finds what all rows say",
    async (i) => {
      const ledger = randomLedger(new Random(seed + i));
      const naive = new Naive(ledger);
      for (const kind of findingKinds) {
        const all = await found(ledger, kind);
        const keys = all.map((f) => f.id.slice(kind.length + 1));
        expect([kind, keys.toSorted()]).toEqual([kind, naive[kind]().toSorted()]);
        expect(await found(ledger, kind, 1 + (i % 4))).toEqual(all);
        seen.set(kind, (seen.get(kind) ?? 0) + all.length);
        for (const f of all) {
          expect(f.facts.length).toBeGreaterThan(0);
          expect(f.says.en + f.says.zh).not.toMatch(/undefined|0x[0-9a-f]{62}/);
        }
      }
    },
  );

  test("the ledgers had some of every kind", () => {
    for (const kind of findingKinds) expect([kind, seen.get(kind)! > 10]).toEqual([kind, true]);
  });
});

/** a's data on b's request, whose review has a clock of 1,000 s. */
function requested() {
  const ledger = new PlainLedger();
  const [a, b] = ["a", "b"].map((code) => ledger.organisation(code)) as [Hex, Hex];
  const one = ledger.dataset(a, "one");
  ledger.rows.put(offices, "bureau", ledger.organisation("bureau"));
  const request = ledger.request(b, one, a);
  const deadline = ledger.time + 1_000;
  const pass = (late: boolean) =>
    ledger.fact("requests", "RequestPassed", [request], { deadline: 0n, provisional: false, late, note: "" });
  const record = () =>
    ledger.fact("requests", "AnswerLate", [request], { stage: 1n, deadline: BigInt(deadline), note: "" });
  return { ledger, a, b, one, request, pass, record };
}

describe("a request's clocks", () => {
  const late = (ledger: PlainLedger) => found(ledger, "overdue-not-recorded");

  test("that ran out are found while they run, not before the third second, and by their seconds", async () => {
    const { ledger } = requested();
    ledger.next(1_000 + 3);
    expect(await late(ledger)).toEqual([]);
    ledger.next();
    expect(await late(ledger)).toMatchObject([
      {
        subjects: [{ name: "R1" }, { as: "owes", name: "bureau" }],
        facts: [{ name: "RequestFiled" }],
        details: { seconds: 3 },
      },
    ]);
  });

  test("that ran out unrecorded before a late answer stay found; what was recorded in time is in order", async () => {
    const unwritten = requested();
    unwritten.ledger.next(1_010);
    unwritten.pass(true);
    expect(await late(unwritten.ledger)).toMatchObject([
      {
        facts: [{ name: "RequestFiled" }, { name: "RequestPassed" }],
        details: { seconds: 9, recorded: false },
      },
    ]);
    const written = requested();
    written.ledger.next(1_002);
    written.record();
    written.ledger.next(50);
    written.pass(true);
    expect(await late(written.ledger)).toEqual([]);
  });

  test("recorded a minute late are found as recorded", async () => {
    const { ledger, record } = requested();
    ledger.next(1_061);
    record();
    expect(await late(ledger)).toMatchObject([{ facts: [{ name: "AnswerLate" }], details: { seconds: 60 } }]);
  });
});

describe("what a claim says that it got", () => {
  test("only its parties see, and whoever watches; that there is a claim, everybody", async () => {
    const { ledger, a, b, one } = requested();
    ledger.claim(b, one, "something");
    const seen = async (organisations: Hex[]) => {
      const reader = { everything: false, organisations: new Set(organisations) };
      const { items } = await scan({ limit: 5 }, { ...ledger.sources(), reader });
      return items[0]!;
    };
    expect(await seen([])).toMatchObject({
      kind: "receipt-without-delivery",
      hidden: true,
      details: { content: null },
    });
    for (const party of [a, b])
      expect(await seen([party])).toMatchObject({
        hidden: false,
        details: { content: expect.stringMatching(/^0x/) as string },
      });
  });
});

test("of two facts in one block, the earlier one was first: a delivery before the recall is in order", async () => {
  const { ledger, b, one } = requested();
  const [version, grant] = [ledger.publish(one, "text"), ledger.grant(b, one)];
  ledger.deliver(grant, version);
  ledger.recall(version);
  expect(await found(ledger, "delivery-after-recall")).toEqual([]);
  ledger.deliver(grant, version);
  expect(await found(ledger, "delivery-after-recall")).toMatchObject([
    { subjects: [{ name: "D2" }, {}, {}, {}] },
  ]);
});
