import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queries } from "../ledger/queries.ts";
import { MARK, secret, serveSharing, type Shared } from "./fixtures/sharing.ts";

// Answers are searched as the plain JSON they are.
/* eslint-disable @typescript-eslint/no-explicit-any */

let shared: Shared;
let paths: string[];
const keys: Record<string, string> = {};

/** Whoever may read what R1, G1 and D1 are about, and whoever may not. */
const insiders = ["transport", "meteorology", "data-bureau", "audit-office", "administrator"];
const outsiders = ["police", "leading-group", "nobody", "reading only"];

beforeAll(async () => {
  shared = await serveSharing();
  for (const name of ["transport", "meteorology", "data-bureau", "audit-office", "police", "leading-group"])
    keys[name] = await shared.keyFor(["read", "act"], [name]);
  keys["nobody"] = await shared.keyFor(["read", "act"]);
  keys["reading only"] = await shared.keyFor(["read"]);
  keys["administrator"] = await shared.keyFor(["read", "manage"]);
  // R5, in confidence: this gateway keeps what opens it, and tells it to nobody else either.
  const asked = { dataset: "meteorology/daily", purpose: "law-enforcement", basis: "local-rule" };
  const why = { scenario: secret(), fields: ["rain"], confidential: true };
  await shared.act("file-request", "transport", { ...asked, ...why });
  await shared.act("withdraw-request", "transport", { request: "R5" });
  paths = await everyPath();
});
afterAll(() => shared.city.close());

/** What stands for each parameter of a path: everything of the kind that there is. */
const things: Record<string, string[]> = {
  request: ["R1", "R2", "R3", "R4", "R5"],
  of: ["R1", "R5", "D1"],
  grant: ["G1", "G2", "G3"],
  delivery: ["D1", "D2", "D3"],
  dataset: ["meteorology/daily", "meteorology/open"],
  version: ["meteorology/daily@1", "meteorology/open@1", "transport/signals@1"],
  organisation: ["transport", "meteorology", "data-bureau"],
  subject: [
    "R1",
    "R2",
    "R3",
    "R4",
    "R5",
    "G1",
    "G2",
    "G3",
    "transport",
    "transport/signals@1",
    "meteorology/daily",
  ],
  digest: [`0x${"00".repeat(32)}`],
  id: ["op-00000001"],
  path: [],
  file: [],
};
/** Queries that need members besides those in the path. */
const besides: Record<string, string> = {
  "/v1/bundle": "?of=city",
  "/v1/path": "?from=meteorology%2Fdaily@1&to=transport%2Fsignals@1",
};

/** Read elsewhere; and what lists every code there is, whoever used it. */
const apart = ["/v1/events", "/v1/definitions"];

/** Every other GET route of the document, with all that its parameters may be. */
async function everyPath(): Promise<string[]> {
  const api = (await shared.get("/openapi.json")).body;
  const templates = Object.entries<any>(api.paths).filter(([path, on]) => on.get && !apart.includes(path));
  return templates.flatMap(([template]) => {
    const name = /\{(\w+)\}/.exec(template)?.[1];
    if (name === undefined) return [template + (besides[template] ?? "")];
    expect(Object.keys(things), `what stands for {${name}} of ${template}`).toContain(name);
    return things[name]!.map((thing) => template.replace(`{${name}}`, encodeURIComponent(thing)));
  });
}

async function answersTo(who: string): Promise<{ path: string; status: number; text: string; body: any }[]> {
  const all = [];
  for (const path of paths) {
    const { status, body } = await shared.get(path, keys[who]);
    // Payloads as they are on chain hold texts as bytes.
    const text = JSON.stringify(body).replace(/0x((?:[0-9a-f]{2}){64,})/g, (_, hex: string) => latin(hex));
    all.push({ path, status, text, body });
  }
  return all;
}

function latin(hex: string): string {
  return Buffer.from(hex, "hex").toString("latin1");
}

/** Facts of the event stream from the first one on. */
async function streamed(who: string): Promise<string> {
  const stop = new AbortController();
  const headers = { Authorization: `Bearer ${keys[who]}`, "Last-Event-ID": "-1" };
  const response = await fetch(`${shared.city.url}/v1/events`, { headers, signal: stop.signal });
  const last = (await shared.get("/v1/status")).body.facts - 1;
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(`\nid: ${last}\n`) && text.endsWith("\n\n")) break;
  }
  stop.abort();
  return text;
}

/** Codes that were given in private, and digests of what was received in a dispute. */
const codes = ["law-enforcement", "local-rule", "incomplete", "chain-outage", '"security"'];
const leaks = (text: string) => [
  ...new Set([
    ...(text.match(new RegExp(`${MARK}-\\d+`, "g")) ?? []),
    ...codes.filter((c) => text.includes(c)),
  ]),
];

const privateMembers = [
  ...["purpose", "basis", "fields", "scenario", "duration", "abroad", "label", "responsibilities"],
  ...["reason", "note", "outcome", "effect", "content", "delivered", "manifest", "parts"],
  ...["gap", "gapFrom", "gapUntil", "left"],
];

/** Private members that have a value in or below something hidden. */
function shown(value: any, hidden = false): string[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap((v) => shown(v, hidden));
  const isHidden = hidden || value.hidden === true;
  return Object.entries<any>(value).flatMap(([name, member]) => {
    const isShown = isHidden && privateMembers.includes(name) && member !== null;
    return [...(isShown ? [`${name}: ${JSON.stringify(member)}`] : []), ...shown(member, isHidden)];
  });
}

describe("departments × routes", () => {
  test("every query is among the paths that are asked", () => {
    const asked = (path: string) =>
      paths.some((p) => new RegExp(`^/v1${path.replace(/:\w+/g, "[^/?]+")}(\\?|$)`).test(p));
    expect(queries.map((q) => q.path).filter((path) => !asked(path))).toEqual([]);
  });

  test.each(insiders)("%s sees what R1 is for, and every note", async (who) => {
    const all = await answersTo(who);
    const request = all.find((a) => a.path === "/v1/requests/R1")!;
    expect(request.body).toMatchObject({ hidden: false, purpose: "law-enforcement", fields: ["rain"] });
    expect(request.body.steps[1]).toMatchObject({ reason: "incomplete" });
    const confidential = all.find((a) => a.path === "/v1/requests/R5")!.body;
    expect(confidential).toMatchObject({ confidential: true, hidden: false, fields: ["rain"] });
    const marks = leaks(all.map((a) => a.text).join());
    expect(marks.length).toBeGreaterThan(25);
    const bundled = all.find((a) => a.path.startsWith("/v1/bundle"))!.text;
    expect(leaks(bundled).length).toBeGreaterThan(20);
    expect(leaks(await streamed(who)).length).toBeGreaterThan(25);
  });

  test.each(outsiders)("%s sees that it is so, and nothing of why, on any route", async (who) => {
    for (const { path, status, text, body } of await answersTo(who)) {
      expect([path, leaks(text)]).toEqual([path, []]);
      expect([path, shown(body)]).toEqual([path, []]);
      if (path.startsWith("/v1/") && !/access-keys|backups/.test(path))
        expect([path, status]).toEqual([path, path.startsWith("/v1/openings/") ? 403 : 200]);
    }
  });

  test.each(outsiders)("%s reads facts in the stream without what is private", async (who) => {
    const text = await streamed(who);
    expect(leaks(text)).toEqual([]);
    const facts = [...text.matchAll(/^data: (.*)$/gm)].map((m) => JSON.parse(m[1]!));
    expect(facts.flatMap((f) => shown(f))).toEqual([]);
    const filed = facts.find((f) => f.name === "RequestFiled");
    expect(filed).toMatchObject({ hidden: true, payload: { purpose: null, scenario: null, name: null } });
    expect(filed.payload.deadline).toBeTruthy();
    expect(facts.find((f) => f.name === "SupplyListed")).toMatchObject({ hidden: false });
  });

  test.each(outsiders)("%s sees parties, dataset, grade, standing and deadlines", async (who) => {
    const ask = async (path: string) => (await shared.get(path, keys[who])).body;
    expect(await ask("/v1/requests/R3")).toMatchObject({
      hidden: true,
      consumer: "transport",
      provider: "meteorology",
      dataset: "meteorology/daily",
      grade: "general-2",
      stage: "review",
      deadline: expect.any(String),
    });
    expect(await ask("/v1/grants/G2")).toMatchObject({
      hidden: true,
      ceiling: "general-2",
      standing: "revoked",
      expires: expect.any(String),
      deliveries: { items: [{ name: "D2", standing: "waived", overdue: [{}] }] },
    });
    expect(await ask("/v1/organisations/data-bureau/duties")).toMatchObject({ items: [{ subject: "R3" }] });
  });

  test("a reason is a private member too", async () => {
    const fact = (await shared.get("/v1/history/G2", keys["police"])).body.items.at(-1);
    expect(fact).toMatchObject({ name: "GrantRevoked", hidden: true, payload: { reason: null, note: null } });
  });
});

describe("what an API key reads for", () => {
  test("ends with its officer key: the same stream and the same key see less from then on", async () => {
    const { city, act } = shared;
    await act("grant-key", "police", { key: city.gateway.keyring.ensure("police-desk").address });
    const ask = { dataset: "meteorology/daily", purpose: "research", scenario: secret() };
    await act("file-request", "police", ask);
    const desk = await shared.keyFor(["read", "act"], ["police-desk"]);
    const own = async () => (await shared.get("/v1/requests?organisation=police", desk)).body.items[0];
    expect(await own()).toMatchObject({ hidden: false, scenario: ask.scenario });
    expect((await shared.get("/v1/requests/R1", desk)).body).toMatchObject({ hidden: true, purpose: null });
    const { address: key } = city.gateway.keyring.named("police-desk")!;
    await act("suspend-key", "police", { key, reason: "the desk was closed" });
    expect(await own()).toMatchObject({ hidden: true, scenario: null });
  });

  test("is not widened by preparing a transaction for another organisation's key", async () => {
    const { keyring } = shared.city.gateway;
    const prepare = (who: string, action: string, as: string, input: object) =>
      shared.city.ask("/v1/transactions/prepare", {
        key: keys[who]!,
        body: { action, key: keyring.named(as)!.address, input },
      });
    const terms = { request: "R2", amends: "G3", fields: ["rain"] };
    const peeking = await prepare("police", "issue-grant", "meteorology", terms);
    expect([peeking.status, peeking.body.code, peeking.body.value]).toEqual([
      403,
      "ACCESS_OFFICER_FORBIDDEN",
      "meteorology",
    ]);
    expect((await prepare("meteorology", "issue-grant", "meteorology", terms)).body).toMatchObject({
      code: "INPUT_NOT_VALID",
      field: "fields",
    });
    const content = { sha256: `0x${"11".repeat(32)}`, sm3: `0x${"11".repeat(32)}`, size: 1 };
    const receipt = { delivery: "D2", content };
    const guessing = await prepare("police", "receive-delivery", "transport", receipt);
    expect(guessing.body.code).toBe("ACCESS_OFFICER_FORBIDDEN");
    const guess = { dataset: "meteorology/daily", purpose: "research", scenario: "guessed" };
    const inConfidence = { ...guess, confidential: true };
    await shared.act("file-request", "transport", inConfidence);
    // The salt lies here: who guessed right would be told that it is on the ledger already.
    const right = await prepare("police", "file-request", "transport", inConfidence);
    expect(right.body.code).toBe("ACCESS_OFFICER_FORBIDDEN");
    const known = await prepare("transport", "file-request", "transport", inConfidence);
    expect(known.body.code).toBe("LEDGER_SUBJECT_EXISTS");
    expect((await prepare("police", "file-request", "transport", guess)).status).toBe(200);
  });
});
