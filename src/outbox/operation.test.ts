import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Hex } from "../core/hex.ts";
import { isOpen, next, type Observation, type OperationState } from "./operation.ts";

const [t, u]: Hex[] = ["0xaa", "0xbb"] as Hex[];
const states = {
  accepted: { state: "accepted" },
  sent: { state: "sent", transaction: t! },
  mined: { state: "mined", transaction: t!, block: 7 },
  final: { state: "final", transaction: t!, block: 7 },
  refused: { state: "refused", code: "CHAIN_REFUSED", details: { value: "x" } },
} as const satisfies Record<string, OperationState>;

const seen = {
  sent: { saw: "sent", transaction: u! },
  mined: { saw: "mined", transaction: u!, block: 8, final: false },
  finalised: { saw: "mined", transaction: u!, block: 8, final: true },
  rolledBack: { saw: "rolled-back" },
  requeued: { saw: "requeued" },
  refused: { saw: "refused", code: "LEDGER_SEALED", details: {} },
} as const satisfies Record<string, Observation>;

const minedAt8 = { state: "mined", transaction: u, block: 8 };
const finalAt8 = { state: "final", transaction: u, block: 8 };
const refusedNow = { state: "refused", code: "LEDGER_SEALED", details: {} };
const accepted = { state: "accepted" };

describe("an operation's next state", () => {
  test.each([
    ["accepted", "sent", { state: "sent", transaction: u }],
    ["accepted", "mined", minedAt8],
    ["accepted", "finalised", finalAt8],
    ["accepted", "rolledBack", accepted],
    ["accepted", "requeued", accepted],
    ["accepted", "refused", refusedNow],
    ["sent", "sent", states.sent],
    ["sent", "mined", minedAt8],
    ["sent", "finalised", finalAt8],
    ["sent", "rolledBack", states.sent],
    ["sent", "requeued", accepted],
    ["sent", "refused", refusedNow],
    ["mined", "sent", states.mined],
    ["mined", "mined", minedAt8],
    ["mined", "finalised", finalAt8],
    ["mined", "rolledBack", { state: "sent", transaction: t }],
    ["mined", "requeued", accepted],
    ["mined", "refused", refusedNow],
  ] as const)("%s, after %s", (now, what, then) => {
    expect(next(states[now], seen[what])).toEqual(then);
  });

  const settled = [states.final, states.refused] as const;
  test.each(settled.flatMap((now) => Object.values(seen).map((o) => [now.state, o.saw, now, o] as const)))(
    "%s stays for ever, whatever is seen: %s",
    (_state, _saw, now, o) => {
      expect(next(now, o)).toBe(now);
    },
  );

  test("every open state and observation is in the table above", () => {
    expect(Object.values(states).filter(isOpen).length * Object.keys(seen).length).toBe(18);
  });
});

const observations: fc.Arbitrary<Observation> = fc.oneof(
  fc.record({ saw: fc.constant("sent" as const), transaction: fc.constantFrom(t!, u!) }),
  fc.record({
    saw: fc.constant("mined" as const),
    transaction: fc.constantFrom(t!, u!),
    block: fc.nat(9),
    final: fc.boolean(),
  }),
  fc.constantFrom<Observation>(seen.rolledBack, seen.requeued, seen.refused),
);

test("once final or refused, an operation is so after any further history", () => {
  fc.assert(
    fc.property(fc.array(observations, { maxLength: 30 }), (history) => {
      let now: OperationState = { state: "accepted" };
      let settled: OperationState | null = null;
      for (const o of history) {
        now = next(now, o);
        if (settled) expect(now).toBe(settled);
        else if (!isOpen(now)) settled = now;
      }
      expect(settled !== null).toBe(
        history.some((o) => o.saw === "refused" || (o.saw === "mined" && o.final)),
      );
    }),
  );
});
