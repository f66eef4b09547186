import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Hex } from "../core/hex.ts";
import { type Local, reconcile, type Seen, type Step } from "./reconcile.ts";

interface Block {
  number: number;
  hash: Hex;
  parent: Hex;
}

/**
 * A chain written as a word: a letter is a block, its place the block's number. Its hash is the word up to
 * it, so chains share hashes exactly as far as they share letters. `from` places lie before our first block.
 */
function chainOf(word: string): Block[] {
  const hash = (n: number): Hex => `0x${Buffer.from(word.slice(0, n + 1)).toString("hex")}`;
  return [...word].map((_, n) => ({ number: n, hash: hash(n), parent: n === 0 ? "0x" : hash(n - 1) }));
}

function localOf(word: string, final = -1, from = 0): Local {
  const chain = chainOf(word);
  return { head: chain.at(-1) ?? null, final, hashAt: (n) => (n < from ? undefined : chain[n]?.hash) };
}

/** What the follower asks of a node that holds this chain: `next` first, `beside` only when that fails. */
function look(local: Local, word: string): Seen {
  const chain = chainOf(word);
  const head = chain.length - 1;
  if (local.head === null) return { head, next: null, beside: null };
  const next = chain[local.head.number + 1] ?? null;
  if (next?.parent === local.head.hash) return { head, next, beside: null };
  return { head, next, beside: chain[Math.min(local.head.number, head)] ?? null };
}

interface Case {
  when: string;
  ours: string;
  theirs: string;
  final?: number;
  from?: number;
  wants: Partial<Step>;
}

describe("what to do next, when", () => {
  const cases: Case[] = [
    {
      when: "we hold nothing and the node a block",
      ours: "",
      theirs: "A",
      wants: { do: "append", number: 0 },
    },
    { when: "neither holds a block", ours: "", theirs: "", wants: { do: "wait", lagging: false } },
    { when: "the node has one more", ours: "AB", theirs: "ABC", wants: { do: "append", number: 2 } },
    { when: "the node has many more", ours: "AB", theirs: "ABCDEF", wants: { do: "append", number: 2 } },
    { when: "both hold the same", ours: "ABC", theirs: "ABC", wants: { do: "wait", lagging: false } },
    {
      when: "the node lags by one on our chain",
      ours: "ABC",
      theirs: "AB",
      wants: { do: "wait", lagging: true },
    },
    {
      when: "the node lags to the first block",
      ours: "ABCDE",
      theirs: "A",
      wants: { do: "wait", lagging: true },
    },
    { when: "a node that is empty again", ours: "ABC", theirs: "", wants: { do: "wait", lagging: true } },
    { when: "the last block was replaced", ours: "ABC", theirs: "ABx", wants: { do: "rollback", to: 1 } },
    {
      when: "it was replaced and built upon",
      ours: "ABC",
      theirs: "ABxyz",
      wants: { do: "rollback", to: 1 },
    },
    { when: "three were replaced", ours: "ABCDE", theirs: "ABxyzw", wants: { do: "rollback", to: 3 } },
    { when: "all were replaced", ours: "AB", theirs: "xyz", wants: { do: "rollback", to: 0 } },
    { when: "the only one was replaced", ours: "A", theirs: "x", wants: { do: "rollback", to: -1 } },
    {
      when: "the node's chain is shorter, with another end",
      ours: "ABCDE",
      theirs: "ABx",
      wants: { do: "rollback", to: 1 },
    },
    {
      when: "the fork is right above the final block",
      ours: "ABC",
      theirs: "ABx",
      final: 1,
      wants: { do: "rollback", to: 1 },
    },
    {
      when: "the final head itself was replaced",
      ours: "ABC",
      theirs: "ABx",
      final: 2,
      wants: { do: "halt", at: 2 },
    },
    {
      when: "a shorter chain replaces a final block",
      ours: "ABCDE",
      theirs: "Ax",
      final: 1,
      wants: { do: "halt", at: 1 },
    },
    {
      when: "the node lags below what is final",
      ours: "ABCDE",
      theirs: "AB",
      final: 3,
      wants: { do: "wait", lagging: true },
    },
    {
      when: "a node that syncs anew is still before our first block",
      ours: "ABCDE",
      theirs: "AB",
      from: 3,
      final: 3,
      wants: { do: "wait", lagging: true },
    },
  ];

  test.each(cases)("$when", ({ ours, theirs, final, from, wants }) => {
    const local = localOf(ours, final, from);
    expect(reconcile(local, look(local, theirs))).toMatchObject(wants);
  });

  test("the node went from our chain to another and back while we asked", () => {
    const local = localOf("ABC");
    const seen = { head: 3, next: { number: 3, parent: "0xff" as Hex }, beside: local.head };
    expect(reconcile(local, seen)).toEqual({ do: "wait", lagging: false });
  });

  test("the node has more blocks than it hands out: nothing is known, so nothing is taken back", () => {
    expect(reconcile(localOf("ABC"), { head: 9, next: null, beside: null })).toEqual({
      do: "wait",
      lagging: true,
    });
  });

  test("a halt says both hashes' place and the node's hash", () => {
    const local = localOf("ABC", 2);
    const step = reconcile(local, look(local, "ABx"));
    expect(step).toMatchObject({
      do: "halt",
      reason: expect.stringContaining(chainOf("ABx")[2]!.hash) as string,
    });
  });
});

/** Follows a node through its chains as the follower does, and stops where it would wait or halt. */
function follow(chains: string[], finalOf: (head: number) => number) {
  let ours: Block[] = [];
  let final = -1;
  let halted: Extract<Step, { do: "halt" }> | null = null;
  for (const word of chains) {
    const node = chainOf(word);
    for (let steps = 0; halted === null; steps++) {
      if (steps > 200) throw new Error(`no end with ${chains.join(" → ")}`);
      const local = { head: ours.at(-1) ?? null, final, hashAt: (n: number) => ours[n]?.hash };
      const step = reconcile(local, look(local, word));
      if (step.do === "append") {
        expect(step.number).toBe(ours.length);
        expect(node[step.number]!.parent).toBe(ours.at(-1)?.hash ?? "0x");
        ours.push(node[step.number]!);
      } else if (step.do === "rollback") {
        expect(step.to).toBeGreaterThanOrEqual(final);
        expect(step.to).toBeLessThan(ours.length - 1);
        ours = ours.slice(0, step.to + 1);
      } else if (step.do === "halt") halted = step;
      else break;
      final = Math.max(final, Math.min(finalOf(node.length - 1), ours.length - 1));
    }
  }
  return { ours, final, halted };
}

/** Each chain keeps a beginning of the one before it, and goes on with blocks of its own. */
const schedules = fc
  .array(fc.record({ keep: fc.nat(20), grow: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((changes) => {
    let word = "";
    return changes.map(({ keep, grow }, i) => {
      const own = String.fromCharCode(97 + i).repeat(grow);
      return (word = word.slice(0, Math.max(0, word.length - keep)) + own);
    });
  });

const sharedLength = (a: Block[], b: Block[]) => a.findIndex((x, i) => x.hash !== b[i]?.hash);

describe("whatever the node does", () => {
  test("with no block final, we end on its chain, or ahead of it on the same", () => {
    fc.assert(
      fc.property(schedules, (chains) => {
        const { ours, halted } = follow(chains, () => -1);
        expect(halted).toBeNull();
        const node = chainOf(chains.at(-1)!);
        expect(ours.slice(0, node.length)).toEqual(node);
        // Ahead only when the node went back on its own chain.
        if (ours.length > node.length) expect(chains.some((c) => c.length >= ours.length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("with finality at a depth, we halt exactly when a final block is replaced", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 4 }), (chains, depth) => {
        const { ours, final, halted } = follow(chains, (head) => head - depth);
        const node = chainOf(chains.at(-1)!);
        if (halted === null) {
          expect(ours.slice(0, node.length)).toEqual(node);
          return;
        }
        expect(halted.at).toBeLessThanOrEqual(final);
        const replaced = chains.some((word) => {
          const fork = sharedLength(ours, chainOf(word).concat(ours.slice(word.length)));
          return fork >= 0 && fork <= final;
        });
        expect(replaced).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
