import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import {
  alice,
  batchOf,
  body,
  bob,
  domain,
  finish,
  ids,
  openIn,
  plenty,
  registerDomain,
} from "../../test/support/outbox.ts";
import { type Hex } from "../core/hex.ts";
import { domainId } from "../core/ids.ts";
import { type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { type OutboxLimits } from "./room.ts";

async function withOutbox(run: (outbox: Outbox, folder: string) => Promise<void>, limits = plenty) {
  const folder = temporaryFolder();
  const outbox = await openIn(folder, limits);
  try {
    await run(outbox, folder);
  } finally {
    await outbox.close();
  }
}

describe("accepting", () => {
  test("says what it took, in order, and what these will make", () =>
    withOutbox(async (outbox) => {
      const accepted = await outbox.accept(registerDomain, alice!, [domain("a"), domain("b")]);
      expect(accepted.map((o) => o.element)).toEqual([domain("a"), domain("b")]);
      expect(accepted.map((o) => o.status.state)).toEqual(["accepted", "accepted"]);
      expect(outbox.makerOf(domainId("b"))).toBe(accepted[1]!.id);
      expect(outbox.size.operations).toBe(2);
    }));

  test("joins what is identical and open, within a request and between requests", () =>
    withOutbox(async (outbox) => {
      const [a, again] = await outbox.accept(registerDomain, alice!, [domain("a"), domain("a")]);
      expect(again).toBe(a);
      expect(ids(await outbox.accept(registerDomain, alice!, [domain("a")]))).toEqual([a!.id]);
      expect(outbox.size.operations).toBe(1);
    }));

  test("does not join another officer's act, nor one with the same key and other content", () =>
    withOutbox(async (outbox) => {
      const [a] = await outbox.accept(registerDomain, alice!, [domain("a")]);
      const [b] = await outbox.accept(registerDomain, bob!, [domain("a")]);
      const [c] = await outbox.accept(registerDomain, alice!, [{ code: "a", metadata: '{"x":1}' }]);
      expect(new Set(ids([a!, b!, c!])).size).toBe(3);
    }));

  test("of the same thing by two officers leaves the other's, when one is refused", () =>
    withOutbox(async (outbox) => {
      const [a] = await outbox.accept(registerDomain, alice!, [domain("a")]);
      const [b] = await outbox.accept(registerDomain, bob!, [domain("a")]);
      expect(outbox.makersOf(domainId("a"))).toEqual(ids([a!, b!]));
      outbox.observe([b!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      await outbox.settle([b!.id]);
      expect(outbox.makerOf(domainId("a"))).toBe(a!.id);
      outbox.observe([a!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      await outbox.settle([a!.id]);
      expect(outbox.makerOf(domainId("a"))).toBeUndefined();
    }));

  test("does not join what is final or refused, though nobody has settled it yet", () =>
    withOutbox(async (outbox) => {
      const [a] = await outbox.accept(registerDomain, alice!, [domain("a")]);
      outbox.observe([a!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      const [b] = await outbox.accept(registerDomain, alice!, [domain("a")]);
      expect(b!.id).not.toBe(a!.id);
      await outbox.settle([a!.id]);
      expect(outbox.makerOf(domainId("a"))).toBe(b!.id);
      expect(ids(await outbox.accept(registerDomain, alice!, [domain("a")]))).toEqual([b!.id]);
    }));

  test("answers one who joined only when the joined one is on disk", async () => {
    const folder = temporaryFolder();
    let synced = 0;
    const outbox = await openIn(
      folder,
      plenty,
      (point) => void (synced += point === "journal-synced" ? 1 : 0),
    );
    const first = outbox.accept(registerDomain, alice!, [domain("a")]);
    await outbox.accept(registerDomain, alice!, [domain("a")]);
    expect(synced).toBe(1);
    await first;
    await outbox.close();
  });

  test("takes nothing back from a closed outbox", async () => {
    const outbox = await openIn(temporaryFolder());
    await outbox.close();
    await expect(outbox.accept(registerDomain, alice!, [domain("a")])).rejects.toMatchObject({
      code: "OUTBOX_CLOSED",
    });
  });
});

describe("a disk that refuses", () => {
  test("leaves nothing accepted, and its idempotency key free", async () => {
    let broken = false;
    const outbox = await openIn(temporaryFolder(), plenty, () => {
      if (broken) throw new Error("ENOSPC");
    });
    await outbox.accept(registerDomain, alice!, [domain("a")]);
    broken = true;
    const once = { name: "scope k", body: body("1") };
    const both = [
      outbox.accept(registerDomain, alice!, [domain("b")], once),
      outbox.accept(registerDomain, alice!, [domain("b")]),
    ];
    for (const one of both) await expect(one).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    expect([...outbox.openOperations()].map((o) => o.element)).toEqual([domain("a")]);
    expect(outbox.makerOf(domainId("b"))).toBeUndefined();
    expect(outbox.repeated(once.name, once.body)).toBeUndefined();
    await outbox.close();
  });
});

describe("a full outbox", () => {
  const few: OutboxLimits = { operations: 3, bytes: 1_000_000 };

  test("refuses all of a request that does not fit, and accepts again when there is room", () =>
    withOutbox(async (outbox) => {
      const [a] = await outbox.accept(registerDomain, alice!, [domain("a"), domain("b")]);
      const two = [domain("c"), domain("d")];
      await expect(outbox.accept(registerDomain, alice!, two)).rejects.toMatchObject({
        code: "OUTBOX_FULL",
        details: { value: 2 },
      });
      expect(outbox.size.operations).toBe(2);
      expect(outbox.makerOf(domainId("c"))).toBeUndefined();
      outbox.observe([a!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      await outbox.settle([a!.id]);
      expect(await outbox.accept(registerDomain, alice!, two)).toHaveLength(2);
    }, few));

  test("still joins what it holds", () =>
    withOutbox(async (outbox) => {
      const three = ["a", "b", "c"].map(domain);
      await outbox.accept(registerDomain, alice!, three);
      expect(await outbox.accept(registerDomain, alice!, three)).toHaveLength(3);
    }, few));

  test("counts bytes too, and gives them back", () =>
    withOutbox(
      async (outbox) => {
        const [a] = await outbox.accept(registerDomain, alice!, [{ code: "a", metadata: "x".repeat(2_000) }]);
        await expect(outbox.accept(registerDomain, alice!, [domain("b")])).rejects.toMatchObject({
          code: "OUTBOX_FULL",
        });
        outbox.observe([a!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
        await outbox.settle([a!.id]);
        expect(outbox.size).toEqual({ operations: 0, bytes: 0 });
        await outbox.accept(registerDomain, alice!, [domain("b")]);
      },
      { operations: 10, bytes: 2_000 },
    ));
});

describe("an idempotency key", () => {
  const once = { name: "alice k-1", body: body("one") };

  test("gives the same operations for the same request, also after they are settled and after a restart", async () => {
    const folder = temporaryFolder();
    const outbox = await openIn(folder);
    const first = await outbox.accept(registerDomain, alice!, [domain("a")], once);
    const batch = batchOf(alice!, 0, ids(first));
    await outbox.recordBatch(batch);
    await finish(outbox, batch);
    const second = await outbox.accept(registerDomain, alice!, [domain("a")], once);
    expect(second.map((o) => [o.id, o.status.state])).toEqual([[first[0]!.id, "final"]]);
    await outbox.close();
    const again = await openIn(folder);
    const third = await again.accept(registerDomain, alice!, [domain("a")], once);
    expect(third.map((o) => [o.id, o.status.state])).toEqual([[first[0]!.id, "final"]]);
    expect(again.size.operations).toBe(0);
    await again.close();
  });

  test("is refused for another request, and names itself without its scope", () =>
    withOutbox(async (outbox) => {
      await outbox.accept(registerDomain, alice!, [domain("a")], once);
      const other = outbox.accept(registerDomain, alice!, [domain("b")], { ...once, body: body("two") });
      await expect(other).rejects.toMatchObject({ code: "OUTBOX_KEY_REUSED", details: { value: "k-1" } });
      expect(outbox.size.operations).toBe(1);
    }));

  test("used by many at the same time makes one operation", () =>
    withOutbox(async (outbox) => {
      const all = await Promise.all(
        Array.from({ length: 10 }, () => outbox.accept(registerDomain, alice!, [domain("a")], once)),
      );
      expect(new Set(all.flatMap(ids)).size).toBe(1);
    }));
});

describe("looking up", () => {
  test("finds an operation at every moment of its settling", () =>
    withOutbox(async (outbox) => {
      const accepted = await outbox.accept(registerDomain, alice!, [domain("a"), domain("b")]);
      outbox.observe(ids(accepted), { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      let done = false;
      const settling = outbox.settle(ids(accepted)).then(() => (done = true));
      let looks = 0;
      while (!done) {
        looks++;
        expect((await outbox.find(accepted[0]!.id))?.status.state).toBe("refused");
        expect(ids(await outbox.list({ limit: 10 }))).toEqual(ids(accepted).reverse());
      }
      await settling;
      expect(looks).toBeGreaterThan(1);
      expect((await outbox.find(accepted[0]!.id))?.status.state).toBe("refused");
    }));

  test("lists newest first, page by page, open and settled alike, of all or of one key", () =>
    withOutbox(async (outbox) => {
      const all: Operation[] = [];
      for (let i = 0; i < 9; i++) {
        all.push(...(await outbox.accept(registerDomain, i % 3 ? alice! : bob!, [domain(`d-${i}`)])));
      }
      const settled = [0, 1, 4, 8].map((i) => all[i]!.id);
      outbox.observe(settled, { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      await outbox.settle(settled);
      const pages = async (key?: Hex) => {
        const found: string[] = [];
        for (let after: string | undefined; ; after = found.at(-1)) {
          const page = await outbox.list({ limit: 2, ...(after ? { after } : {}), ...(key ? { key } : {}) });
          if (page.length === 0) return found;
          found.push(...ids(page));
        }
      };
      expect(await pages()).toEqual(ids(all).reverse());
      expect(await pages(bob!)).toEqual(ids(all.filter((o) => o.key === bob!)).reverse());
    }));
});

test("the next nonce survives compaction, though an older batch is still outstanding", async () => {
  const folder = temporaryFolder();
  let outbox = await openIn(folder);
  const accepted = await outbox.accept(registerDomain, alice!, [domain("a"), domain("b")]);
  const [older, newer] = accepted.map((o, nonce) => batchOf(alice!, nonce + 7, [o.id]));
  await outbox.recordBatch(older!);
  await outbox.recordBatch(newer!);
  await outbox.voidBatch(newer!, 5);
  for (let restart = 0; restart < 3; restart++) {
    await outbox.close();
    outbox = await openIn(folder);
    expect(outbox.nonces.get(alice!)).toBe(9);
  }
  await outbox.close();
});

describe("a journal that grows", () => {
  test("is compacted while acts go on, and forgets nothing that still counts", async () => {
    const folder = temporaryFolder();
    const outbox = await openIn(folder);
    const once = (n: number) => ({ name: `scope k${n}`, body: body(String(n)) });
    let longest = 0;
    for (let n = 0; n < 200; n++) {
      const [o] = await outbox.accept(registerDomain, alice!, [domain(`d${n}`)], once(n));
      const batch = batchOf(alice!, n, [o!.id]);
      await outbox.recordBatch(batch);
      if (n % 50 !== 7) await finish(outbox, batch);
      longest = Math.max(longest, outbox.journalBytes);
    }
    expect(longest).toBeLessThan(20_000);
    await outbox.close();
    const again = await openIn(folder);
    expect([...again.openOperations()].map((o) => o.element)).toEqual(
      [7, 57, 107, 157].map((n) => domain(`d${n}`)),
    );
    expect(again.batches.size).toBe(4);
    expect(again.nonces.get(alice!)).toBe(200);
    for (let n = 0; n < 200; n++) {
      const [o] = await again.again(again.repeated(once(n).name, once(n).body)!);
      expect(o!.element).toEqual(domain(`d${n}`));
    }
    await again.close();
  });

  test("forgets a client's key when both clocks say that its thirty days are over", async () => {
    const folder = temporaryFolder();
    const day = 24 * 3_600_000;
    const clocks = { wall: 1_000 * day, chain: 1_000 * day };
    const open = () => openIn(folder, plenty, undefined, () => clocks);
    const used = { name: "scope k", body: body("1") };
    let outbox = await open();
    const later = async (wall: number, chain: number) => {
      Object.assign(clocks, { wall: wall * day, chain: chain * day });
      await outbox.close();
      outbox = await open();
      return outbox.repeated(used.name, used.body) !== undefined;
    };
    await outbox.accept(registerDomain, alice!, [domain("a")], used);
    expect(await later(4_650, 1_000)).toBe(true);
    expect(await later(1_001, 1_031)).toBe(true);
    expect(await later(-2_650, 1_001)).toBe(true);
    expect(await later(1_029, 1_029)).toBe(true);
    // The chain had rested for longer when the key was used, and the clock was set back a little since.
    expect(await later(999.9, 1_031)).toBe(true);
    expect(await later(1_031, 1_031)).toBe(false);
    await outbox.close();
  });
});

test("one key's flood is turned away before it fills the outbox, and leaves room for another's", () =>
  withOutbox(
    async (outbox) => {
      const many = (prefix: string, count: number) =>
        Array.from({ length: count }, (_, i) => domain(`${prefix}${i}`));
      const flood = await outbox.accept(registerDomain, alice!, many("a", 6));
      await expect(outbox.accept(registerDomain, alice!, many("b", 1))).rejects.toMatchObject({
        code: "OUTBOX_LANE_FULL",
        row: { status: 503, retry: "later" },
      });
      expect(await outbox.accept(registerDomain, bob!, many("c", 4))).toHaveLength(4);
      outbox.observe([flood[0]!.id], { saw: "refused", code: "CHAIN_REFUSED", details: {} });
      await outbox.settle([flood[0]!.id]);
      expect(await outbox.accept(registerDomain, alice!, many("d", 1))).toHaveLength(1);
    },
    { ...plenty, operations: 10, ofKey: 6 },
  ));
