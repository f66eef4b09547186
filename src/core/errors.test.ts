import { expect, test } from "vitest";
import { ledgerCode, SuyuanError } from "./errors.ts";

test("a sentence is filled from the details, in both languages", () => {
  const error = new SuyuanError("THING_UNKNOWN", { field: "dataset", value: "weather/daily" });
  expect(error.say("en")).toBe("dataset: nothing is known as weather/daily.");
  expect(error.say("zh")).toContain("weather/daily");
  expect(error.message).toBe(error.say("en"));
});

test("a value is shown as data, whatever it is", () => {
  const say = (value: unknown) => new SuyuanError("ROUTE_UNKNOWN", { value }).say("en");
  expect(say(7)).toContain("7");
  expect(say(7n)).toBe("There is nothing at 7.");
  expect(say({ a: [1] })).toContain('{"a":[1]}');
  expect(say(undefined)).toContain("—");
  expect(say({ deep: 7n })).toContain("7");
});

test("a very long value is cut, so that a sentence stays a sentence", () => {
  const said = new SuyuanError("ROUTE_UNKNOWN", { value: "x".repeat(10_000) }).say("en");
  expect(said.length).toBeLessThan(300);
  expect(said).toContain("…");
});

test("a value cannot fill in another placeholder", () => {
  const said = new SuyuanError("INPUT_NOT_VALID", { field: "a", reason: "{value}", value: "secret" }).say(
    "en",
  );
  expect(said).toBe("a: {value}; it was secret.");
});

test.each([
  ["VersionAlreadyRecalled", "LEDGER_VERSION_ALREADY_RECALLED"],
  ["NotAContract", "LEDGER_NOT_A_CONTRACT"],
  ["NotABureau", "LEDGER_NOT_A_BUREAU"],
  ["Sealed", "LEDGER_SEALED"],
])("%s is %s", (name, code) => {
  expect(ledgerCode(name)).toBe(code);
});

test("an error that the catalogue does not have has no code", () => {
  expect(ledgerCode("FailedCall")).toBeUndefined();
});
