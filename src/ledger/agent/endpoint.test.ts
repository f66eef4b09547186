import { expect, test } from "vitest";
import { endpointUrl, isPrivate } from "./endpoint.ts";

test.each([
  ["https://suyuan.example.org", "https://suyuan.example.org"],
  ["https://Suyuan.Example.org:443/", "https://suyuan.example.org"],
  ["https://example.org/suyuan/", "https://example.org/suyuan"],
  ["http://10.0.0.1:8080", "http://10.0.0.1:8080"],
  ["", ""],
])("the endpoint %s is kept as %s", (given, kept) => {
  expect(endpointUrl().parse(given)).toBe(kept);
});

test.each([
  "example.org",
  "ftp://example.org",
  "https://user:word@example.org",
  "https://example.org/?key=1",
  "https://example.org/#a",
  "https://example.org/?",
  "https://exa mple.org",
  "https://例.org",
  "javascript:alert(1)",
  `https://example.org/${"a".repeat(250)}`,
])("%s is no endpoint", (given) => {
  expect(endpointUrl().safeParse(given).success).toBe(false);
});

test("what leaves the machine without TLS is not private", () => {
  const told = ["https://example.org", "http://127.0.0.1:1", "http://localhost", "http://[::1]:8080"];
  expect(told.map(isPrivate)).toEqual([true, true, true, true]);
  const overheard = [
    "http://example.org",
    "http://10.0.0.1",
    "http://127.0.0.1.example.org",
    "http://localhost.example",
  ];
  expect(overheard.map(isPrivate)).toEqual([false, false, false, false]);
});
