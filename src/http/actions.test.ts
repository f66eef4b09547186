import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SuyuanError } from "../core/errors.ts";
import { actionNamed } from "../ledger/definitions.ts";
import { newSecret } from "../chain/keystore.ts";
import { signer } from "../chain/signer.ts";
import { holdChain, serveCity, type Served } from "./fixtures/served.ts";

let city: Served;

const dataset = (code: string) => ({ code, domain: "climate", name: { zh: "雨", en: "Rain" } });
const register = "/v1/actions/register-dataset?as=meteorology";

beforeAll(async () => {
  city = await serveCity({ limits: { operations: 1_500, bytes: 64 * 1024 * 1024 } });
  const climate = { code: "climate", name: { zh: "气候", en: "Climate" } };
  await city.ask("/v1/actions/register-domain?as=data-bureau&wait=final", { body: climate });
});
afterAll(() => city.close());

describe("acting", () => {
  test("an action is accepted with an operation that names who, what and what it will make", async () => {
    const answer = await city.ask(register, { body: dataset("one") });
    expect(answer.status).toBe(202);
    const [operation] = answer.body.operations;
    expect(operation).toMatchObject({ action: "register-dataset", organisation: "meteorology" });
    expect(operation.makes[0]).toMatch(/^0x03/);
    const final = await city.ask(`/v1/operations/${operation.id}?wait=final`);
    expect([final.status, final.body.state]).toEqual([200, "final"]);
    expect(final.body.transaction).toMatch(/^0x[0-9a-f]{64}$/);
  });

  test("what was waited for can be read at once", async () => {
    const answer = await city.ask(`${register}&wait=indexed`, { body: dataset("two") });
    expect(answer.status).toBe(200);
    expect((await city.ask("/v1/datasets/meteorology%2Ftwo")).body.name).toBe("meteorology/two");
  });

  test("several inputs become several operations, each building on those before", async () => {
    const items = ["a", "b", "c"].map((c) => dataset(`many-${c}`));
    const answer = await city.ask(`${register}&wait=final`, { body: { items } });
    expect(answer.body.operations.map((o: { state: string }) => o.state)).toEqual([
      "final",
      "final",
      "final",
    ]);
  });

  test("a single refused operation answers with its own problem, several show theirs", async () => {
    const grant = "/v1/actions/grant-key?as=meteorology&wait=final";
    const taken = { key: city.gateway.keyring.named("transport")!.address };
    const one = await city.ask(grant, { body: taken });
    expect([one.status, one.body.code]).toEqual([409, "LEDGER_KEY_TAKEN"]);
    expect(one.body.operation).toMatch(/^op-/);
    const items = [taken, { key: signer(newSecret()).address }];
    const both = await city.ask(grant, { body: { items } });
    expect(both.status).toBe(200);
    expect(both.body.operations.map((o: { state: string }) => o.state)).toEqual(["refused", "final"]);
    expect(both.body.operations[0].error).toMatchObject({ status: 409, code: "LEDGER_KEY_TAKEN" });
  });

  test("an input among several is named by its place, and none is accepted", async () => {
    const before = (await city.ask("/v1/operations?limit=1")).body.items[0].id;
    const items = [dataset("six"), { ...dataset("seven"), grade: "secret" }];
    const answer = await city.ask(register, { body: { items } });
    expect([answer.body.code, answer.body.field, answer.body.value]).toEqual([
      "INPUT_NOT_VALID",
      "1.grade",
      "secret",
    ]);
    expect((await city.ask("/v1/operations?limit=1")).body.items[0].id).toBe(before);
  });

  test.each([
    ["an empty list", { items: [] }, "items"],
    ["no list", { items: "x" }, "items"],
    ["too many", { items: Array.from({ length: 1001 }, (_, i) => dataset(`n${i}`)) }, "items"],
    ["a list with something beside it", { items: [dataset("x")], as: "x" }, "as"],
    ["a bare list", [dataset("x")], "body"],
    ["null", null, "body"],
    ["text", "x", "body"],
  ])("%s is refused by name", async (_, body, field) => {
    const answer = await city.ask(register, { body });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, "INPUT_NOT_VALID", field]);
  });
});

describe("the officer key", () => {
  test("one of several must be named, and some are shown", async () => {
    const answer = await city.ask("/v1/actions/register-dataset", { body: dataset("x") });
    expect([answer.status, answer.body.code]).toEqual([400, "ACCESS_OFFICER_AMBIGUOUS"]);
    expect(answer.body.value).toContain("meteorology");
  });

  test("only the bureau registers domains", async () => {
    const body = { code: "noise", name: { zh: "噪声", en: "Noise" } };
    const answer = await city.ask("/v1/actions/register-domain?as=transport", { body });
    expect([answer.status, answer.body.code]).toEqual([403, "LEDGER_NOT_THE_BUREAU"]);
  });

  test("the council acts with its member's key, found by itself", async () => {
    const { address } = signer(newSecret());
    const health = { code: "health", name: { zh: "卫健委", en: "Health" }, dataOfficer: address };
    const answer = await city.ask("/v1/actions/admit-organisation?wait=final", { body: health });
    expect(answer.body.operations[0]).toMatchObject({ state: "final", organisation: null });
  });

  test("a suspended organisation may not act, until it is resumed", async () => {
    const standing = { organisation: "transport", reason: "drill" };
    await city.ask("/v1/actions/suspend-organisation?wait=final", { body: standing });
    const answer = await city.ask("/v1/actions/register-dataset?as=transport", { body: dataset("x") });
    expect([answer.status, answer.body.code]).toEqual([403, "LEDGER_ORGANISATION_IS_SUSPENDED"]);
    await city.ask("/v1/actions/resume-organisation?wait=final", { body: standing });
    const again = await city.ask("/v1/actions/register-dataset?as=transport&wait=final", {
      body: dataset("x"),
    });
    expect(again.status).toBe(200);
  });

  test("a key outside its interval or without the permission is told before anything is accepted", async () => {
    const key = city.gateway.keyring.ensure("meteorology-night").address;
    const grant = (over: object) =>
      city.ask("/v1/actions/grant-key?as=meteorology&wait=final", { body: { key, ...over } });
    const act = () => city.ask("/v1/actions/register-dataset?as=meteorology-night", { body: dataset("x") });
    expect((await act()).body.code).toBe("LEDGER_KEY_UNKNOWN");
    await grant({ permissions: ["publish"] });
    expect((await act()).body).toMatchObject({ code: "LEDGER_PERMISSION_MISSING", needed: "register" });
    await grant({ from: 4_000_000_000, until: 4_000_000_001 });
    expect((await act()).body).toMatchObject({
      code: "LEDGER_KEY_NOT_IN_FORCE",
      from: "2096-10-02T07:06:40.000Z",
    });
  });
});

describe("Idempotency-Key", () => {
  const once = (name: string) => ({ headers: { "Idempotency-Key": name } });

  test("the same request under it is done once, and answered with how it stands now", async () => {
    const first = await city.ask(register, { body: dataset("once"), ...once("k1") });
    const { id } = first.body.operations[0];
    await city.ask(`/v1/operations/${id}?wait=final`);
    const text = `{"domain":"climate","name":{"en":"Rain","zh":"雨"},   "code":"once"}`;
    const again = await city.ask(`${register}&wait=final`, { text, ...once("k1") });
    expect([again.status, again.body.operations[0].id, again.body.operations[0].state]).toEqual([
      200,
      id,
      "final",
    ]);
  });

  test("another request under it is refused", async () => {
    const answer = await city.ask(register, { body: dataset("other"), ...once("k1") });
    expect([answer.status, answer.body.code, answer.body.value]).toEqual([409, "OUTBOX_KEY_REUSED", "k1"]);
  });

  test("it belongs to the officer key: another department may use the same words", async () => {
    const path = "/v1/actions/register-dataset?as=transport";
    expect((await city.ask(path, { body: dataset("mine"), ...once("k1") })).status).toBe(202);
  });

  test.each([["x".repeat(201)], ["tab\there"], [""]])("%j is refused", async (name) => {
    const answer = await city.ask(register, { body: dataset("x"), ...once(name) });
    expect([answer.status, answer.body.field]).toEqual([400, "Idempotency-Key"]);
  });

  test("a crowd of the same request at the same time makes one operation", async () => {
    const body = dataset("crowded");
    const asked = Array.from({ length: 200 }, () => city.ask(register, { body, ...once("crowd") }));
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([202]));
    expect(new Set(answers.map((a) => a.body.operations[0].id)).size).toBe(1);
    const last = answers[0]!.body.operations[0].id;
    expect((await city.ask(`/v1/operations/${last}?wait=final`)).body.state).toBe("final");
    expect((await city.ask("/v1/operations?limit=1")).body.items[0].id).toBe(last);
  });

  test("a thousand that reach the outbox in one turn make one operation, and each waits for the disk", async () => {
    const { desk, keyring } = city.gateway;
    const key = keyring.named("meteorology")!.address;
    // A key of its own each time, so that nothing is joined for being alike.
    const action = { ...actionNamed("register-dataset")!, key: () => randomUUID() };
    const same = { name: `${key} thousand`, body: `0x${"00".repeat(32)}` } as const;
    const submit = () => desk.submit(action, key, [dataset("thousand")], same);
    const all = await Promise.all(Array.from({ length: 1000 }, submit));
    expect(new Set(all.flat().map((o) => o.id)).size).toBe(1);
  });

  test("a refused request leaves the key free for the corrected one", async () => {
    const wrong = await city.ask(register, { body: { ...dataset("fixed"), grade: "?" }, ...once("k2") });
    expect(wrong.status).toBe(400);
    expect((await city.ask(register, { body: dataset("fixed"), ...once("k2") })).status).toBe(202);
  });
});

describe("waiting", () => {
  const awaited = async () => {
    const { body } = await city.ask("/metrics");
    return Number(/^suyuan_http_awaited_operations (\d+)$/m.exec(String(body))![1]);
  };

  test("a time that is over answers with how far it came", async () => {
    const release = holdChain(city);
    try {
      const answer = await city.ask(`${register}&wait=indexed&timeout=0.2`, { body: dataset("held") });
      expect([answer.status, answer.body.operations[0].state]).toEqual([202, "sent"]);
    } finally {
      release();
    }
  });

  test("a client that goes away is waited for no longer", async () => {
    const release = holdChain(city);
    try {
      const gone = new AbortController();
      const asked = city.ask(`${register}&wait=final`, { body: dataset("left"), signal: gone.signal });
      const ended = expect(asked).rejects.toThrow("aborted");
      await expect.poll(awaited).toBe(1);
      gone.abort();
      await ended;
      await expect.poll(awaited).toBe(0);
    } finally {
      release();
    }
  });

  test("what it cannot wait for is refused by name", async () => {
    for (const [query, field] of [
      ["wait=forever", "wait"],
      ["timeout=61", "timeout"],
      ["timeout=soon", "timeout"],
      ["wait=final&wait=final", "wait"],
    ]) {
      const answer = await city.ask(`${register}&${query}`, { body: dataset("x") });
      expect([answer.status, answer.body.field]).toEqual([400, field]);
    }
  });
});

describe("backpressure", () => {
  test("what a full outbox has no room for is turned away unread, and a repetition is answered", async () => {
    const release = holdChain(city);
    try {
      const items = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, i) => dataset(`brim-${from + i}`));
      const first = { body: { items: items(0, 1000) }, headers: { "Idempotency-Key": "brim" } };
      const one = await city.ask(register, first);
      expect(one.status).toBe(202);
      const open = city.gateway.outbox.size.operations;
      expect((await city.ask(register, { body: { items: items(1000, 2500 - open) } })).status).toBe(202);
      const unread = await city.ask(register, { text: "no JSON", headers: { "Idempotency-Key": "new" } });
      expect([unread.status, unread.body.code]).toEqual([503, "OUTBOX_FULL"]);
      const again = await city.ask(register, first);
      expect([again.status, again.body.operations[0].id]).toEqual([202, one.body.operations[0].id]);
    } finally {
      release();
    }
    await expect.poll(() => city.gateway.outbox.size.operations, { timeout: 20_000 }).toBe(0);
  });

  test("a full outbox accepts nothing and says when to come back", async () => {
    const release = holdChain(city);
    try {
      const items = (from: number) => Array.from({ length: 1000 }, (_, i) => dataset(`full-${from + i}`));
      expect((await city.ask(register, { body: { items: items(0) } })).status).toBe(202);
      const answer = await city.ask(register, { body: { items: items(1000) } });
      expect([answer.status, answer.body.code]).toEqual([503, "OUTBOX_FULL"]);
      expect(answer.headers.get("retry-after")).toBe("1");
    } finally {
      release();
    }
    await expect.poll(() => city.gateway.outbox.size.operations, { timeout: 20_000 }).toBe(0);
  });

  test("a disk that does not take it means that nothing was accepted", async () => {
    const { outbox } = city.gateway;
    const accept = outbox.accept.bind(outbox);
    outbox.accept = () => Promise.reject(new SuyuanError("STORAGE_FAILED"));
    const answer = await city.ask(register, { body: dataset("lost") });
    outbox.accept = accept;
    expect([answer.status, answer.body.code]).toEqual([503, "STORAGE_FAILED"]);
    expect(answer.headers.get("retry-after")).toBe("1");
  });

  test("what nobody foresaw has a reference that the log has too, and shows nothing else", async () => {
    const { desk } = city.gateway;
    const submit = desk.submit.bind(desk);
    desk.submit = () => Promise.reject(new Error("the disk is at /somewhere/private"));
    const answer = await city.ask(register, { body: dataset("broken") });
    desk.submit = submit;
    expect([answer.status, answer.body.code]).toEqual([500, "INTERNAL"]);
    expect(JSON.stringify(answer.body)).not.toContain("somewhere");
    await sleep(10);
    const line = city.log.find((l) => l.event === "http.failed");
    expect(line?.fields["reference"]).toBe(answer.body.value);
    expect(String(line?.fields["stack"])).toContain("/somewhere/private");
  });
});

test("operations come newest first, in pages without gaps", async () => {
  const all = (await city.ask("/v1/operations?limit=30")).body.items.map((o: { id: string }) => o.id);
  const paged: string[] = [];
  let cursor = "";
  while (paged.length < 30) {
    const { body } = await city.ask(`/v1/operations?limit=7${cursor}`);
    paged.push(...body.items.map((o: { id: string }) => o.id));
    cursor = `&cursor=${body.next}`;
  }
  expect(paged.slice(0, 30)).toEqual(all);
});
