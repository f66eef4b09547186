import { expect, test } from "vitest";
import { type Cli } from "../cli.ts";
import { type Delivery, deliverySheet } from "./delivery.ts";

const cli = { language: "en", t: (_: string, en: string) => en } as unknown as Cli;

/** What a consumer reported; the contracts take any JSON as its effect. */
function reported(effect: Record<string, unknown>): Delivery {
  const mark = { time: "2026-10-01T00:00:00.000Z", block: 1, fact: 1 };
  const report = { ...mark, isFinal: true, late: false, nextDue: null, derived: [], commitment: null };
  const reports = [{ ...report, outcome: "used", effect }];
  return {
    name: "D1",
    standing: "reported",
    due: mark.time,
    since: mark.time,
    overdue: [],
    reports,
  } as never;
}

test("an effect is shown whatever it is", () => {
  const effect = { scenario: "signals", effect: { toString: 1, valueOf: 2 }, more: [null, 12] };
  expect(deliverySheet(reported(effect), cli)).toContain(
    'used, signals, {"toString":1,"valueOf":2}, [null,12]',
  );
});
