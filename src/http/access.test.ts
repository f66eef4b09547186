import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demand, may, type Principal } from "./access.ts";
import { AccessKeys } from "./accessKeys.ts";
import { serveCity, type Served } from "./fixtures/served.ts";

const rain = (code: string) => ({ code, domain: "climate", name: { zh: "雨", en: "Rain" } });

let city: Served;
let empty: Served;

beforeAll(async () => {
  [city, empty] = await Promise.all([serveCity(), serveCity({ city: "empty" })]);
  const climate = { code: "climate", name: { zh: "气候", en: "Climate" } };
  await city.ask("/v1/actions/register-domain?as=data-bureau&wait=final", { body: climate });
});
afterAll(() => Promise.all([city.close(), empty.close()]));

async function keyWith(s: Served, wanted: object): Promise<{ id: string; secret: string }> {
  const made = await s.ask("/v1/access-keys", { body: { label: "test", ...wanted } });
  expect(made.status).toBe(201);
  return made.body as { id: string; secret: string };
}

describe("the first administrator", () => {
  test("the key lies in a file only its owner reads, and only its hash is kept", () => {
    const file = join(empty.data, "admin.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(empty.data, "access.json")).mode & 0o777).toBe(0o600);
    expect(empty.admin).toMatch(/^sy_[A-Za-z0-9_-]{43}$/);
    expect(readFileSync(join(empty.data, "access.json"), "utf8")).not.toContain(empty.admin);
  });

  test("manages only, outside the sample city", async () => {
    expect((await empty.ask("/v1/me")).body).toMatchObject({ scopes: ["manage"], officers: [] });
    const read = await empty.ask("/v1/status");
    expect([read.status, read.body.code, read.body.value]).toEqual([403, "ACCESS_SCOPE_MISSING", "read"]);
    const act = await empty.ask("/v1/actions/register-dataset?as=meteorology", { body: rain("x") });
    expect([act.status, act.body.code, act.body.value]).toEqual([403, "ACCESS_SCOPE_MISSING", "act"]);
  });

  test("may act as any department in the sample city, but not with the deployer's key", async () => {
    const me = await city.ask("/v1/me");
    expect(me.body.scopes).toEqual(["read", "act", "manage"]);
    const names = me.body.officers.map((o: { name: string }) => o.name);
    expect(names).toEqual(["council-member", "leading-group", "data-bureau", "meteorology", "transport"]);
    const deployer = await city.ask("/v1/actions/register-dataset?as=deployer", { body: rain("x") });
    expect([deployer.status, deployer.body.code]).toEqual([404, "ACCESS_OFFICER_UNKNOWN"]);
  });

  test("a second start keeps the keys", () => {
    const [file, secret] = [join(empty.data, "access.json"), join(empty.data, "admin.key")];
    const again = AccessKeys.open(file, secret, {
      label: "x",
      scopes: ["manage"],
      officers: [],
      expires: null,
    });
    expect(again.find(empty.admin).label).toBe("first administrator");
  });
});

describe("keys", () => {
  test.each([
    ["no key", null, "ACCESS_KEY_MISSING"],
    ["an unknown key", `sy_${"A".repeat(43)}`, "ACCESS_KEY_UNKNOWN"],
  ])("%s is told as such, with a challenge", async (_, key, code) => {
    const answer = await city.ask("/v1/status", { key });
    expect([answer.status, answer.body.code]).toEqual([401, code]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("a key works until it is revoked, and its secret is shown once", async () => {
    const { id, secret } = await keyWith(empty, { scopes: ["read"] });
    expect((await empty.ask("/v1/status", { key: secret })).status).toBe(200);
    expect(JSON.stringify((await empty.ask("/v1/access-keys")).body)).not.toContain(secret);
    expect((await empty.ask(`/v1/access-keys/${id}`, { method: "DELETE" })).body.revoked).not.toBeNull();
    const answer = await empty.ask("/v1/status", { key: secret });
    expect([answer.status, answer.body.code]).toEqual([401, "ACCESS_KEY_UNKNOWN"]);
  });

  test("a key ends at its expiry", async () => {
    const expires = new Date(Date.now() + 1_000).toISOString();
    const { secret } = await keyWith(empty, { scopes: ["read"], expires });
    expect((await empty.ask("/v1/status", { key: secret })).status).toBe(200);
    await sleep(1_050);
    const answer = await empty.ask("/v1/status", { key: secret });
    expect([answer.status, answer.body.code, answer.body.value]).toEqual([
      401,
      "ACCESS_KEY_EXPIRED",
      expires,
    ]);
  });

  test("an act-only key acts for its department alone, and sees only what it did", async () => {
    const { secret: key } = await keyWith(city, { scopes: ["act"], officers: ["meteorology"] });
    const done = await city.ask("/v1/actions/register-dataset?wait=final", { key, body: rain("by-key") });
    expect([done.status, done.body.operations[0].organisation]).toEqual([200, "meteorology"]);
    const foreign = await city.ask("/v1/actions/register-dataset?as=transport", { key, body: rain("x") });
    expect([foreign.status, foreign.body.code, foreign.body.value]).toEqual([
      403,
      "ACCESS_OFFICER_FORBIDDEN",
      "transport",
    ]);
    expect((await city.ask("/v1/datasets", { key })).status).toBe(403);
    expect((await city.ask("/v1/access-keys", { key })).status).toBe(403);
    expect((await city.ask(`/v1/operations/${done.body.operations[0].id}`, { key })).status).toBe(200);
    expect((await city.ask("/v1/operations", { key })).status).toBe(403);
    expect((await city.ask("/v1/operations?as=meteorology", { key })).body.items).toHaveLength(1);
    const others = await city.ask("/v1/operations/op-00000001", { key });
    expect([others.status, others.body.code]).toEqual([404, "THING_UNKNOWN"]);
    const council = { code: "x", name: { zh: "x", en: "x" }, dataOfficer: `0x${"ab".repeat(20)}` };
    const admit = await city.ask("/v1/actions/admit-organisation", { key, body: council });
    expect([admit.status, admit.body.value]).toEqual([403, "council-member"]);
  });

  test.each([
    ["a scope nobody knows", { scopes: ["rule"] }, "INPUT_NOT_VALID", "scopes.0"],
    ["no scope", { scopes: [] }, "INPUT_NOT_VALID", "scopes"],
    ["a scope twice", { scopes: ["read", "read"] }, "INPUT_NOT_VALID", "scopes"],
    ["an unknown member", { scopes: ["read"], owner: 1 }, "INPUT_NOT_VALID", "owner"],
    ["officers without act", { scopes: ["read"], officers: ["transport"] }, "INPUT_NOT_VALID", "officers"],
    ["every officer of a real city", { scopes: ["act"], officers: ["*"] }, "INPUT_NOT_VALID", "officers"],
    ["an officer not here", { scopes: ["act"], officers: ["health"] }, "ACCESS_OFFICER_UNKNOWN", "officers"],
    ["the keeper's key", { scopes: ["act"], officers: ["keeper"] }, "ACCESS_OFFICER_UNKNOWN", "officers"],
    [
      "an expiry in the past",
      { scopes: ["read"], expires: "2020-01-01T00:00:00Z" },
      "INPUT_NOT_VALID",
      "expires",
    ],
    ["an expiry that is no time", { scopes: ["read"], expires: "soon" }, "INPUT_NOT_VALID", "expires"],
  ])("a key with %s is not made", async (_, wanted, code, field) => {
    const before = (await empty.ask("/v1/access-keys")).body.items.length;
    const answer = await empty.ask("/v1/access-keys", { body: { label: "test", ...wanted } });
    expect([answer.body.code, answer.body.field]).toEqual([code, field]);
    expect((await empty.ask("/v1/access-keys")).body.items).toHaveLength(before);
  });

  test("revoking what is not there says so", async () => {
    const answer = await empty.ask("/v1/access-keys/key-0", { method: "DELETE" });
    expect([answer.status, answer.body.code, answer.body.value]).toEqual([404, "THING_UNKNOWN", "key-0"]);
  });
});

describe("the policy", () => {
  const principal = (over: Partial<Principal>): Principal => ({
    id: "k",
    label: "",
    scopes: [],
    officers: [],
    ...over,
  });

  test.each([
    ["nothing", principal({}), [false, false, false, false]],
    ["read", principal({ scopes: ["read"] }), [true, false, false, true]],
    ["act", principal({ scopes: ["act"], officers: ["a"] }), [false, true, false, true]],
    ["act for others", principal({ scopes: ["act"], officers: ["b"] }), [false, false, false, true]],
    ["officers without act", principal({ officers: ["*"] }), [false, false, false, false]],
    ["manage", principal({ scopes: ["manage"] }), [false, false, true, false]],
  ])("a key with %s may just that", (_, who, expected) => {
    expect([may(who, "read"), may(who, { actAs: "a" }), may(who, "manage"), may(who, "follow")]).toEqual(
      expected,
    );
  });

  test("what may not is refused by name", () => {
    expect(() => demand(principal({}), "manage")).toThrow("may not manage");
  });
});

test("every request is written down with who, what and status, and no secret", async () => {
  await city.ask("/v1/datasets?limit=1");
  await sleep(20);
  const line = city.log.findLast((l) => l.event === "http.request" && l.fields["path"] === "/v1/datasets");
  expect(line?.fields).toMatchObject({ method: "GET", status: 200, label: "sample city" });
  expect(JSON.stringify(city.log)).not.toContain(city.admin);
});
