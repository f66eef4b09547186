import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("turns come in order, and other work gets in between", async () => {
  const turns = new Turns({ bytes: 10, requests: 100 });
  const order: string[] = [];
  const all = ["a", "b", "c"].map((name) => turns.next().then(() => order.push(name)));
  setImmediate(() => order.push("other"));
  await Promise.all(all);
  expect(order).toEqual(["a", "other", "b", "c"]);
});

test("bodies beyond what may be in hand are told to come later, until there is room", () => {
  const turns = new Turns({ bytes: 10, requests: 100 });
  const leave = turns.enter(8);
  expect(() => turns.enter(3)).toThrow(expect.objectContaining({ code: "GATEWAY_BUSY" }));
  leave();
  expect(turns.bytes).toBe(0);
  turns.enter(10);
});

test("requests beyond what may wait are told to come later", async () => {
  const turns = new Turns({ bytes: 10, requests: 2 });
  const waiting = [turns.next(), turns.next()];
  expect(() => turns.enter(1)).toThrow(expect.objectContaining({ code: "GATEWAY_BUSY" }));
  await Promise.all(waiting);
  turns.enter(1)();
});
