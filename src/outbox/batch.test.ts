import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Action } from "../core/action.ts";
import { BATCH_BYTES, BATCH_ELEMENTS, gasFor, nextBatch, smaller } from "./batch.ts";
import { type Operation } from "./operation.ts";

/** `publish` goes together with any other, `suspend` only with those of the same reason. */
const known: Record<string, Pick<Action, "name" | "together">> = {
  publish: { name: "publish" },
  suspend: { name: "suspend", together: (e) => e as string },
};
const actionOf = (name: string) => known[name] as Action;

/** `publish`, or `suspend:reason`; a question mark says that it still waits for another lane. */
function queueOf(...words: string[]): Operation[] {
  return words.map((word, i) => {
    const [action, element] = word.replace("?", "").split(":") as [string, string | undefined];
    const id = `op-${i}${word.includes("?") ? "?" : ""}`;
    return { id, action, element, key: "0x", at: 0, status: { state: "accepted" } };
  });
}
const isReady = (o: Operation) => !o.id.includes("?");
const taken = (queue: Operation[], most?: number) => nextBatch(queue, actionOf, isReady, most).length;

describe("the next batch", () => {
  test.each([
    ["nothing of an empty lane", [], 0],
    ["everything of one action", ["publish", "publish", "publish"], 3],
    ["up to another action", ["publish", "publish", "suspend:a", "publish"], 2],
    ["up to another grouping", ["suspend:a", "suspend:a", "suspend:b"], 2],
    ["one of a kind", ["suspend:a", "publish"], 1],
    ["nothing while the first waits", ["publish?", "publish"], 0],
    ["up to the first that waits, so that order is kept", ["publish", "publish?", "publish"], 1],
  ])("takes %s", (_, words, count) => {
    expect(taken(queueOf(...words))).toBe(count);
  });

  test("takes no more than it may", () => {
    expect(taken(queueOf("publish", "publish", "publish"), 2)).toBe(2);
    expect(taken(queueOf(...Array<string>(BATCH_ELEMENTS + 5).fill("publish")))).toBe(BATCH_ELEMENTS);
  });

  test("is always the longest beginning that may go together", () => {
    const words = fc.constantFrom(
      "publish",
      "publish",
      "publish?",
      "suspend:a",
      "suspend:a",
      "suspend:b",
      "suspend:a?",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), fc.integer({ min: 1, max: 8 }), (all, most) => {
        const queue = queueOf(...all);
        const batch = nextBatch(queue, actionOf, isReady, most);
        expect(batch).toEqual(queue.slice(0, batch.length));
        const mayGo = (o: Operation) =>
          isReady(o) && o.action === queue[0]!.action && o.element === queue[0]!.element;
        expect(batch.every(mayGo)).toBe(true);
        const after = queue[batch.length];
        expect(after === undefined || batch.length === most || !mayGo(after)).toBe(true);
      }),
    );
  });

  test("batch after batch, every operation goes once and in order", () => {
    const words = fc.constantFrom("publish", "suspend:a", "suspend:b");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (all) => {
        const queue = queueOf(...all);
        const sent: Operation[] = [];
        while (sent.length < queue.length) {
          const batch = nextBatch(queue.slice(sent.length), actionOf, isReady, 4);
          expect(batch.length).toBeGreaterThan(0);
          sent.push(...batch);
        }
        expect(sent).toEqual(queue);
      }),
    );
  });
});

describe("a batch that was too large", () => {
  test("becomes smaller each time, and ends with one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1_000 }),
        fc.integer({ min: 200, max: 20_000 }),
        (count, each) => {
          let left = count;
          for (let rounds = 0; left > 1 && left * each > BATCH_BYTES; rounds++) {
            const fewer = smaller(left, left * each);
            expect(fewer).toBeLessThan(left);
            expect(fewer).toBeGreaterThan(0);
            expect(rounds).toBeLessThan(6);
            left = fewer;
          }
        },
      ),
    );
  });

  test("asks for more gas the more it does, never for more than the cap", () => {
    expect(gasFor(2, 100, 10n ** 9n)).toBeGreaterThan(gasFor(1, 100, 10n ** 9n));
    expect(gasFor(1, 200, 10n ** 9n)).toBeGreaterThan(gasFor(1, 100, 10n ** 9n));
    expect(gasFor(1_000, BATCH_BYTES, 30_000_000n)).toBe(30_000_000n);
  });
});
