import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BODY_BYTES, type City, foundCity } from "./support/city.ts";
import { leaksIn } from "./support/leaks.ts";
import { type Refusal, refuses } from "./support/refusals.ts";
import { storeOf } from "./support/store.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const act = "/v1/actions/register-dataset?as=meteorology";
const good = { code: "rain", domain: "climate", name: { zh: "降雨", en: "Rain" } };
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("a body is refused that is", () => {
  const sent = (
    name: string,
    text: Refusal["text"],
    status: number,
    code: string,
    rest: object,
  ): Refusal => ({
    name,
    path: act,
    ...(text === undefined ? {} : { text }),
    status,
    code,
    field: "body",
    ...rest,
  });
  const notJson = (name: string, text: string, value: string) =>
    sent(name, text, 400, "INPUT_NOT_JSON", { value });
  refuses(
    () => city,
    [
      notJson("empty", "", ""),
      notJson("cut short", '{"code":"ra', '{"code":"ra'),
      notJson("JSON with a comment", "{} // a", "{} // a"),
      notJson("JSON with a comma too many", '{"code":"rain",}', '{"code":"rain",}'),
      notJson("NaN", '{"code":NaN}', '{"code":NaN}'),
      notJson("a form", "code=rain", "code=rain"),
      notJson("a text with a bare line break", '{"code":"ra\nin"}', '{"code":"ra\nin"}'),
      notJson("two documents", "{}{}", "{}{}"),
      sent("nested too deep", deep(33), 400, "INPUT_TOO_DEEP", { says: ["body", "32"] }),
      sent("nested 20,000 deep", deep(20_000), 400, "INPUT_TOO_DEEP", { says: ["body", "32"] }),
      sent("JSON with a name twice", '{"code":"rain","code":"snow"}', 400, "INPUT_REPEATED_NAME", {
        value: "code",
      }),
      sent(
        "JSON with a name twice, once escaped",
        '{"code":"a","c\\u006fde":"b"}',
        400,
        "INPUT_REPEATED_NAME",
        {
          value: "code",
        },
      ),
      sent(
        "JSON with a name twice, deep inside",
        '{"name":{"zh":"一","zh":"二"}}',
        400,
        "INPUT_REPEATED_NAME",
        {
          value: "zh",
        },
      ),
      sent("JSON with half a character", '{"name":{"zh":"\\ud83d"}}', 400, "INPUT_LONE_SURROGATE", {
        value: '"\\ud83d"',
      }),
      sent("JSON with half a character in a name", '{"\\udc00":1}', 400, "INPUT_LONE_SURROGATE", {
        value: '"\\udc00"',
      }),
      sent("larger than the bound", `"${"x".repeat(BODY_BYTES)}"`, 413, "INPUT_TOO_LARGE", {
        says: ["body", String(BODY_BYTES)],
      }),
      sent("plain text by its type", "{}", 415, "INPUT_MEDIA_TYPE", {
        field: "Content-Type",
        value: "text/plain",
        headers: { "Content-Type": "text/plain" },
        says: ["application/json"],
      }),
      sent("in another character set", "{}", 415, "INPUT_MEDIA_TYPE", {
        field: "Content-Type",
        value: "application/json; charset=gbk",
        headers: { "Content-Type": "application/json; charset=gbk" },
        says: ["application/json"],
      }),
      sent("compressed", "{}", 415, "INPUT_MEDIA_TYPE", {
        field: "Content-Encoding",
        value: "gzip",
        headers: { "Content-Encoding": "gzip" },
        says: [],
      }),
    ],
  );

  test("no UTF-8", async () => {
    const before = await storeOf(city);
    const headers = { Authorization: `Bearer ${city.admin}`, "Content-Type": "application/json" };
    for (const body of [
      gzipSync("{}"),
      Buffer.from('{"code":"\xe9"}', "latin1"),
      Buffer.from("{}", "utf16le"),
    ]) {
      const response = await fetch(city.url + act, { method: "POST", headers, body });
      const problem = (await response.json()) as Record<string, unknown>;
      expect([response.status, problem["code"], problem["field"]]).toEqual([400, "INPUT_NOT_JSON", "body"]);
      expect(leaksIn(JSON.stringify(problem))).toEqual([]);
    }
    expect(await storeOf(city)).toEqual(before);
  });
});

describe("a header is refused:", () => {
  const body = good;
  const headed = (name: string, headers: Record<string, string>, field: string, value?: string): Refusal => ({
    name,
    path: act,
    body,
    headers,
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    ...(value === undefined ? {} : { value }),
  });
  const events = (lastSeen: string): Refusal => ({
    ...headed(`a Last-Event-ID ${lastSeen}`, { "Last-Event-ID": lastSeen }, "Last-Event-ID", lastSeen),
    path: "/v1/events",
    body: undefined,
  });
  refuses(
    () => city,
    [
      headed(
        "an Idempotency-Key of 201 characters",
        { "Idempotency-Key": "k".repeat(201) },
        "Idempotency-Key",
      ),
      headed(
        "an Idempotency-Key that is no ASCII",
        { "Idempotency-Key": "cl\u00e9" },
        "Idempotency-Key",
        "cl\u00e9",
      ),
      headed("an Idempotency-Key that is empty", { "Idempotency-Key": "" }, "Idempotency-Key", ""),
      headed("an Idempotency-Key with a tab in it", { "Idempotency-Key": "a\tb" }, "Idempotency-Key", "a\tb"),
      events("yesterday"),
      events("-2"),
      events("1.5"),
      events("999999999999"),
    ],
  );

  test("an Idempotency-Key that stood for another body", async () => {
    const headers = { "Idempotency-Key": "used once" };
    const first = await city.ask(`${act}&wait=final`, { body: { ...good, code: "once" }, headers });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    await city.rest();
    const before = await storeOf(city);
    const { status, body: problem } = await city.ask(act, { body: { ...good, code: "twice" }, headers });
    expect([status, problem.code, problem.field]).toEqual([409, "OUTBOX_KEY_REUSED", "Idempotency-Key"]);
    expect(problem.detail).toContain("used once");
    expect(await storeOf(city)).toEqual(before);
  });

  test.each(["xx;q=foo, ;;;,,,", "klingon", "fr;q=x,de", "*", ",".repeat(500)])(
    "an Accept-Language “%s” is none: the answer is in English",
    async (language) => {
      const { body: problem } = await city.ask("/v1/nothing", { headers: { "Accept-Language": language } });
      expect(problem.detail).toBe("There is nothing at GET /v1/nothing.");
    },
  );

  test.each([
    ["that is no HTTP", "HELLO\r\n\r\n", "400"],
    [
      "with a control character in a header",
      "GET /v1/status HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n",
      "400",
    ],
    ["with headers of 20 KiB", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, "413"],
  ])("a request %s", async (_, bytes, status) => {
    const before = await storeOf(city);
    const answer = await answerTo(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(
      /"code":"INPUT_(NOT_VALID|TOO_LARGE)".*"field":"(request|headers)"|"field":.*"code":/,
    );
    expect(leaksIn(answer)).toEqual([]);
    expect(await storeOf(city)).toEqual(before);
  });

  function answerTo(bytes: string): Promise<string> {
    const { hostname, port } = new URL(city.url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    return new Promise((resolve, reject) => {
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("end", () => resolve(text));
      socket.on("error", reject);
    });
  }
});

describe("there is nothing at", () => {
  const nothing = (path: string, method = "GET"): Refusal => ({
    name: `${method} ${path}`,
    path,
    method,
    status: 404,
    code: "ROUTE_UNKNOWN",
    field: "path",
    value: `${method} ${path}`,
    says: [],
  });
  refuses(
    () => city,
    [
      nothing("/v1/nothing"),
      nothing("/v2/status"),
      nothing("/v1/actions/abolish-council", "POST"),
      nothing("/v1/actions/register-dataset", "GET"),
      nothing("/v1/status", "DELETE"),
      nothing("/v1/versions/meteorology/open@1"),
      nothing("/etc/passwd"),
    ],
  );
});

describe("a question is refused:", () => {
  const asked = (
    name: string,
    path: Refusal["path"],
    field: string,
    value?: unknown,
    more: object = {},
  ): Refusal => ({
    name,
    path,
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    ...(value === undefined ? {} : { value }),
    ...more,
  });
  const unknown = (name: string, path: string, field: string, value: string, code = "THING_UNKNOWN") =>
    asked(name, path, field, value, { status: 404, code });
  const version = "/v1/versions/meteorology%2Fopen@1";
  const missing = { version: `0x04${"00".repeat(31)}`, digest: `0x${"AB".repeat(32)}` };
  const cursorOf = (text: string) => Buffer.from(text).toString("base64url");
  refuses(
    () => city,
    [
      asked("a limit of 0", "/v1/datasets?limit=0", "limit", 0),
      asked("a limit of -1", "/v1/datasets?limit=-1", "limit"),
      asked("a limit of 1e9", "/v1/datasets?limit=1e9", "limit"),
      asked("a limit of abc", "/v1/datasets?limit=abc", "limit", "abc"),
      asked("a limit of 1.5", "/v1/facts?limit=1.5", "limit"),
      asked("an empty limit", "/v1/facts?limit=", "limit", ""),
      asked("a limit of operations of 501", "/v1/operations?limit=501", "limit", 501),
      asked("a depth below 0", `${version}/lineage?depth=-1`, "depth"),
      asked("a direction nobody knows", `${version}/lineage?direction=sideways`, "direction", "sideways"),
      asked("more of a reach than there may be", `${version}/reach?limit=1000001`, "limit"),
      asked("the fallout of what stands", `${version}/fallout`, "version", "meteorology/open@1", {
        status: 409,
        code: "VERSION_STANDS",
      }),
      asked("versions reached by nothing", `${version}/fallout/versions`, "version", "meteorology/open@1", {
        status: 409,
        code: "VERSION_STANDS",
      }),
      asked("a fallout that is half open", `${version}/fallout/versions?open=half`, "open", "half"),
      asked("a fallout with a limit of 501", `${version}/fallout/deliveries?limit=501`, "limit", 501),
      unknown(
        "the fallout of what nobody knows",
        "/v1/versions/meteorology%2Fopen@99/fallout",
        "version",
        "meteorology/open@99",
      ),
      unknown("a fallout to come", `${version}/fallout?at=999999`, "at", "999999", "BLOCK_UNKNOWN"),
      asked("recalls after a cursor of another list", `/v1/recalls?cursor=${cursorOf("recall!0")}`, "cursor"),
      asked("recalls after no fact at all", `/v1/recalls?cursor=${cursorOf("blow!x")}`, "cursor"),
      asked("recalls closed or not", "/v1/recalls?closed=perhaps", "closed", "perhaps"),
      asked("a scan for what nobody looks for", "/v1/scan?kind=gossip", "kind", "gossip"),
      asked("a scan with a limit of 0", "/v1/scan?limit=0", "limit", 0),
      asked("a scan after a cursor of facts", `/v1/scan?cursor=${cursorOf("fact!0")}`, "cursor"),
      asked("a scan after a seventh kind", `/v1/scan?cursor=${cursorOf("scan!!6.0.")}`, "cursor"),
      asked(
        "a scan of one kind after all kinds' cursor",
        `/v1/scan?kind=same-content&cursor=${cursorOf("scan!!0.0.")}`,
        "cursor",
      ),
      asked("a scan from a place that is none", `/v1/scan?cursor=${cursorOf("scan!!0.0.../x")}`, "cursor"),
      asked("a scan as of a block", "/v1/scan?at=3", "at", "3"),
      asked("ids before the first version", "/v1/version-ids?from=-1", "from"),
      asked("a cursor that is garbage", "/v1/datasets?cursor=garbage", "cursor", "garbage"),
      asked("a cursor that is no base64url", "/v1/facts?cursor=%25%25", "cursor", "%%"),
      asked("a cursor of another list", `/v1/facts?cursor=${cursorOf("dataset!x")}`, "cursor"),
      asked(
        "a cursor before the versions asked for",
        `/v1/datasets/meteorology%2Fopen/versions?cursor=${cursorOf("dataset-version!0")}`,
        "cursor",
      ),
      asked(
        "a cursor of another owner's datasets",
        `/v1/datasets?owner=transport&cursor=${cursorOf("dataset-name!culture/x")}`,
        "cursor",
      ),
      asked("a cursor of operations that is none", "/v1/operations?cursor=abc", "cursor", "abc"),
      asked("a moment that is garbage", `${version}?at=yesterday`, "at", "yesterday"),
      asked("a moment without its zone", `${version}?at=2026-03-01T08:00:00`, "at", "2026-03-01T08:00:00"),
      unknown("a moment in a 13th month", `${version}?at=2026-13-45`, "at", "2026-13-45", "BLOCK_UNKNOWN"),
      unknown("a block to come", `${version}?at=999999`, "at", "999999", "BLOCK_UNKNOWN"),
      unknown(
        "a time before the first block",
        `${version}?at=1970-01-01`,
        "at",
        "1970-01-01",
        "BLOCK_UNKNOWN",
      ),
      unknown("a version before it was published", `${version}?at=3`, "version", "meteorology/open@1"),
      unknown("an unknown version", "/v1/versions/meteorology%2Fopen@99", "version", "meteorology/open@99"),
      unknown("an unknown version's id", `/v1/versions/${missing.version}`, "version", missing.version),
      asked("a version numbered 0", "/v1/versions/meteorology%2Fopen@0", "version", "meteorology/open@0"),
      asked("a version up the path", "/v1/versions/..%2F..%2Fetc@1", "version", "../../etc@1"),
      asked("an escape that is no UTF-8", "/v1/versions/%ff", "path"),
      unknown("an unknown dataset", "/v1/datasets/meteorology%2Fnone", "dataset", "meteorology/none"),
      unknown("an unknown organisation", "/v1/organisations/nobody", "organisation", "nobody"),
      asked("an organisation in capitals", "/v1/organisations/NOBODY", "organisation", "NOBODY"),
      unknown("an unknown subject", "/v1/history/nobody", "subject", "nobody"),
      asked("a subject that is none", "/v1/history/a%20b", "subject", "a b"),
      asked("a digest in upper case", `/v1/contents/${missing.digest}`, "digest", missing.digest),
      asked("a digest that is too short", "/v1/contents/0x12", "digest", "0x12"),
      asked("a kind nobody knows", "/v1/organisations?kind=guild", "kind", "guild"),
      asked("a name of facts nobody knows", "/v1/events?name=Coup", "name", "Coup"),
      asked("a path without its end", "/v1/path?from=meteorology/open@1", "to", null),
      unknown(
        "a path to nowhere",
        "/v1/path?from=meteorology/open@1&to=transport/own@7",
        "to",
        "transport/own@7",
      ),
      asked("a parameter nobody knows", "/v1/datasets?colour=blue", "colour", "blue"),
      asked("a parameter twice", "/v1/datasets?limit=1&limit=2", "limit", "2"),
      asked("a parameter called __proto__", "/v1/datasets?__proto__=1", "__proto__", "1"),
      unknown("an unknown operation", "/v1/operations/op-zzzzzzzz", "id", "op-zzzzzzzz"),
      asked("an operation that is none", "/v1/operations/7", "id", "7"),
      asked("a wait for nothing there is", "/v1/operations/op-00000001?wait=forever", "wait", "forever"),
      asked("a timeout below 0", "/v1/operations/op-00000001?timeout=-1", "timeout", -1),
      asked("a timeout over 60 s", "/v1/operations/op-00000001?timeout=61", "timeout", 61),
      asked("a timeout that is no number", "/v1/operations/op-00000001?timeout=soon", "timeout", "soon"),
      { ...asked("a wait for nothing, acting", `${act}&wait=later`, "wait", "later"), body: good },
    ],
  );
});
