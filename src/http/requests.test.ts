import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../core/catalogue.ts";
import { serveCity, type Served } from "./fixtures/served.ts";
import { languageOf } from "./language.ts";

const register = "/v1/actions/register-dataset?as=meteorology";
const JSON_TYPE = { "Content-Type": "application/json" };

let city: Served;
let strict: Served;

beforeAll(async () => {
  const bounds = { requestsPerMinute: 5, anonymousPerMinute: 3, headersTimeoutMs: 300 };
  [city, strict] = await Promise.all([serveCity(), serveCity({}, bounds)]);
});
afterAll(() => Promise.all([city.close(), strict.close()]));

/** Everything the ledger and the outbox hold, as far as clients can see. */
async function everything(): Promise<string> {
  const [operations, facts] = await Promise.all([city.ask("/v1/operations"), city.ask("/v1/facts")]);
  return JSON.stringify([operations.body, facts.body]);
}

const good = { code: "x", domain: "climate", name: { zh: "雨", en: "Rain" } };
const deep = "[".repeat(40) + "]".repeat(40);

describe("a body that is not right leaves everything as it was", () => {
  test.each<[string, string, Record<string, string>, string, string]>([
    ["no JSON", "{", {}, "INPUT_NOT_JSON", "body"],
    ["nothing", "", {}, "INPUT_NOT_JSON", "body"],
    ["deep nesting", `{"name":${deep}}`, {}, "INPUT_TOO_DEEP", "body"],
    ["a member twice", `{"code":"a","code":"b"}`, {}, "INPUT_REPEATED_NAME", "body"],
    ["a member twice, spelt otherwise", `{"code":"a","c\\u006fde":"b"}`, {}, "INPUT_REPEATED_NAME", "body"],
    ["a lone surrogate", `{"code":"\\ud800"}`, {}, "INPUT_LONE_SURROGATE", "body"],
    ["an unknown member", JSON.stringify({ ...good, colour: 1 }), {}, "INPUT_NOT_VALID", "colour"],
    ["a member named __proto__", `{"__proto__":{"code":"x"},"code":"x"}`, {}, "INPUT_NOT_VALID", ""],
    ["a wrong type", JSON.stringify({ ...good, code: 7 }), {}, "INPUT_NOT_VALID", "code"],
    ["a name too long", JSON.stringify({ ...good, code: "x".repeat(65) }), {}, "INPUT_NOT_VALID", "code"],
    ["no name in Chinese", JSON.stringify({ ...good, name: { en: "x" } }), {}, "INPUT_NOT_VALID", "name.zh"],
    [
      "form data",
      "a=b",
      { "Content-Type": "application/x-www-form-urlencoded" },
      "INPUT_MEDIA_TYPE",
      "Content-Type",
    ],
    [
      "another charset",
      "{}",
      { "Content-Type": "application/json; charset=gbk" },
      "INPUT_MEDIA_TYPE",
      "Content-Type",
    ],
    [
      "a compressed body",
      "{}",
      { ...JSON_TYPE, "Content-Encoding": "gzip" },
      "INPUT_MEDIA_TYPE",
      "Content-Encoding",
    ],
  ])("%s", async (_, text, headers, code, field) => {
    const before = await everything();
    const answer = await city.ask(register, { text, headers });
    expect(answer.body.code).toBe(code);
    expect(answer.status).toBe(catalogue[code as keyof typeof catalogue].status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    if (field) expect(answer.body.field).toBe(field);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \w+ \(/);
    expect(await everything()).toBe(before);
  });

  test("bytes that are not UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from(`{"code":"`), Buffer.from([0xc3, 0x28]), Buffer.from(`"}`)]);
    const response = await fetch(city.url + register, {
      method: "POST",
      headers: { ...JSON_TYPE, Authorization: `Bearer ${city.admin}` },
      body: bytes,
    });
    expect(((await response.json()) as { code: string }).code).toBe("INPUT_NOT_JSON");
  });

  test("a number that JSON cannot carry", async () => {
    const headers = { "Idempotency-Key": "big" };
    const answer = await city.ask(register, { text: `{"code":1e999}`, headers });
    expect([answer.status, answer.body.code]).toEqual([400, "INPUT_NOT_VALID"]);
  });

  test.each([
    ["said beforehand", true],
    ["found while reading", false],
  ])("more than 4 MiB, %s", async (_, says) => {
    const answer = await post(`"${"x".repeat(4 * 1024 * 1024)}"`, says);
    expect(answer).toMatchObject({ status: 413, code: "INPUT_TOO_LARGE" });
  });
});

/** With a length, or in chunks of unknown number. */
function post(text: string, saysLength: boolean): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const length = saysLength ? { "Content-Length": String(text.length) } : {};
    const headers = { ...JSON_TYPE, ...length, Authorization: `Bearer ${city.admin}` };
    const asked = request(city.url + register, { method: "POST", headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        resolve({ status: response.statusCode!, code: (JSON.parse(body) as { code: string }).code });
        asked.destroy();
      });
    });
    asked.on("error", reject);
    if (saysLength) return asked.flushHeaders();
    asked.write(text);
  });
}

describe("what is asked of the wrong place", () => {
  test.each([
    ["/v1/nothing", "ROUTE_UNKNOWN", "path"],
    ["/v1/actions/destroy-everything", "ROUTE_UNKNOWN", "path"],
    ["/v1/versions/%E0%A4", "INPUT_NOT_VALID", "path"],
    ["/v1/datasets?colour=red", "INPUT_NOT_VALID", "colour"],
    ["/v1/datasets?limit=1&limit=2", "INPUT_NOT_VALID", "limit"],
    ["/v1/datasets?limit=many", "INPUT_NOT_VALID", "limit"],
    ["/v1/datasets?limit=0", "INPUT_NOT_VALID", "limit"],
    ["/v1/datasets?limit=501", "INPUT_NOT_VALID", "limit"],
    ["/v1/datasets?dataset=x", "INPUT_NOT_VALID", "dataset"],
    ["/v1/versions/nonsense", "INPUT_NOT_VALID", "version"],
    ["/v1/versions/meteorology%2Frain%401", "THING_UNKNOWN", "version"],
    ["/v1/organisations/nobody", "THING_UNKNOWN", "organisation"],
    ["/v1/datasets/meteorology%2Frain?lang=zh", "INPUT_NOT_VALID", "lang"],
    ["/v1/operations/op-zzzzzzzz", "THING_UNKNOWN", "id"],
    ["/v1/operations/7", "INPUT_NOT_VALID", "id"],
    ["/livez?verbose=1", "INPUT_NOT_VALID", "verbose"],
  ])("%s", async (path, code, field) => {
    const answer = await city.ask(path);
    expect([answer.body.code, answer.body.field]).toEqual([code, field]);
  });

  test("a method that is not for this place", async () => {
    const answer = await city.ask("/v1/datasets", { method: "DELETE" });
    expect([answer.status, answer.body.value]).toEqual([404, "DELETE /v1/datasets"]);
  });
});

describe("problems speak the reader's language", () => {
  test.each([
    ["zh-CN,zh;q=0.9,en;q=0.8", "/v1/nothing 处没有内容", "未找到"],
    ["en-GB", "There is nothing at", "Not found"],
    ["fr", "There is nothing at", "Not found"],
  ])("%s", async (header, sentence, title) => {
    const { body } = await city.ask("/v1/nothing", { headers: { "Accept-Language": header } });
    expect(body.detail).toContain(sentence);
    expect([body.title, body.code, body.type]).toEqual([
      title,
      "ROUTE_UNKNOWN",
      "/docs/errors#ROUTE_UNKNOWN",
    ]);
    expect(body.instance).toMatch(/^req-/);
  });

  test.each([
    [undefined, "en"],
    ["*", "en"],
    ["en;q=0.2, zh-Hant;q=0.3", "zh"],
    ["zh;q=0", "en"],
    ["zh;q=0.5, en", "en"],
  ])("Accept-Language %j means %s", (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe("headers", () => {
  test("nothing is stored, cached by tag, framed or loaded from elsewhere", async () => {
    const { headers } = await city.ask("/v1/status");
    expect(headers.get("cache-control")).toBe("no-store");
    expect([headers.get("etag"), headers.get("x-powered-by")]).toEqual([null, null]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const policy = headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  test("more of them than 16 KiB is refused in the same words", async () => {
    const answer = await raw(city, `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(answer).toContain("INPUT_TOO_LARGE");
  });

  test("what is no HTTP is refused in the same words", async () => {
    expect(await raw(city, "\x16\x03\x01 hello\r\n\r\n")).toContain("INPUT_NOT_VALID");
  });
});

/** What comes back for these bytes, until the other side ends. */
function raw(s: Served, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(s.url).port), "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("bounds on how often", () => {
  test("one key has its own bound, one without a valid key a lower one", async () => {
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await strict.ask("/v1/status")).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const guesses = [];
    for (let i = 0; i < 4; i++) guesses.push((await strict.ask("/v1/status", { key: `sy_${i}` })).status);
    expect(guesses).toEqual([401, 401, 401, 429]);
    const answer = await strict.ask("/v1/status");
    expect(answer.body.code).toBe("ACCESS_TOO_MANY_REQUESTS");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("how it stands", () => {
  test("alive and ready, without a key", async () => {
    expect((await city.ask("/livez", { key: null })).body).toEqual({ alive: true });
    expect((await city.ask("/readyz", { key: null })).body).toEqual({ ready: true, reasons: [] });
  });

  test("not ready says why", async () => {
    const { port } = city.gateway;
    const problem = port.problem;
    port.problem = () => "the clock stepped";
    const answer = await city.ask("/readyz", { key: null });
    port.problem = problem;
    expect([answer.status, answer.body.reasons]).toEqual([503, ["chain: the clock stepped"]]);
    expect(answer.headers.get("retry-after")).toBe("5");
  });

  test("figures for operators, by route and not by path", async () => {
    await city.ask("/v1/organisations/transport");
    const text = String((await city.ask("/metrics", { key: null })).body);
    expect(text).toMatch(/^suyuan_facts [1-9]\d*$/m);
    expect(text).toMatch(/^suyuan_index_lag_blocks 0$/m);
    expect(text).toContain('method="GET",route="/v1/organisations/:organisation",status="200"');
    expect(text).not.toContain("organisations/transport");
    expect(text).toContain("process_cpu_seconds_total");
  });
});

test("lists go page by page to the end", async () => {
  const codes: string[] = [];
  let cursor = "";
  for (;;) {
    const { body } = await city.ask(`/v1/organisations?limit=1${cursor}`);
    codes.push(...body.items.map((o: { code: string }) => o.code));
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(codes).toEqual(["leading-group", "data-bureau", "meteorology", "transport"]);
});

test("a taken port is told as such", async () => {
  const { openServer } = await import("./server.ts");
  const port = Number(new URL(city.url).port);
  const gateway = { ...city.gateway, config: { ...city.gateway.config, port } };
  await expect(openServer(gateway, () => undefined)).rejects.toMatchObject({
    code: "PORT_TAKEN",
    details: { field: "port", value: port },
  });
});
