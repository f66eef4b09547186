import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queries } from "../ledger/queries.ts";
import { actAround } from "./fixtures/around.ts";
import { passGates } from "./fixtures/gated.ts";
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
  await actAround(shared);
  await passGates(shared);
  paths = await everyPath();
});
afterAll(() => shared.city.close());

/** Versions that stand have no fallout, and not every grant is an emergency's. */
const refusals = [
  [/^\/v1\/openings\//, 403],
  [/^\/v1\/versions\/(?!meteorology%2Fdaily).*\/fallout/, 409],
  [/^\/v1\/emergencies\/G[^4]/, 404],
] as const;

const statusOf = (path: string) => refusals.find(([which]) => which.test(path))?.[1] ?? 200;

/** What stands for each parameter of a path: everything of the kind that there is. */
const things: Record<string, string[]> = {
  request: ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"],
  of: ["R1", "R5", "D1", "C1"],
  grant: ["G1", "G2", "G3", "G4", "G5", "G6", "G7"],
  consent: ["C1", "C2"],
  assessment: ["DSA-1", "DSA-2"],
  evidence: ["E1", "E2"],
  delivery: ["D1", "D2", "D3", "D4"],
  dataset: ["meteorology/daily", "meteorology/open", "meteorology/people"],
  version: ["meteorology/daily@1", "meteorology/open@1", "transport/signals@1", "meteorology/people@1"],
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
    "G4",
    "G5",
    "G6",
    "G7",
    "C1",
    "C2",
    "E1",
    "E2",
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
const codes = [
  "law-enforcement",
  "local-rule",
  "incomplete",
  "chain-outage",
  '"security"',
  "no-emergency",
  "not-concerned",
  '"lapsed"',
  "recipient-changed",
];
const leaks = (text: string) => [
  ...new Set([
    ...(text.match(new RegExp(`${MARK}-\\d+`, "g")) ?? []),
    ...codes.filter((c) => text.includes(c)),
  ]),
];

const privateMembers = [
  ...["purpose", "basis", "fields", "scenario", "duration", "abroad", "label", "responsibilities"],
  ...["reason", "note", "outcome", "effect", "content", "delivered", "manifest", "parts"],
  ...["gap", "gapFrom", "gapUntil", "left", "incident"],
  ...["officers", "assessment", "cleared", "recipient", "statement"],
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
    const handed = all.find((a) => a.path.endsWith("daily%401/fallout/deliveries"))!.body.items[0];
    expect(handed).toMatchObject({
      name: "D1",
      acknowledged: { response: "in-use", reason: "not-concerned" },
    });
    const emergency = all.find((a) => a.path === "/v1/emergencies/G4")!.body;
    expect(emergency).toMatchObject({ hidden: false, incident: expect.stringContaining(MARK) });
    expect(emergency).toMatchObject({ report: { outcome: "used" }, review: { reason: "no-emergency" } });
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
        expect([path, status]).toEqual([path, statusOf(path)]);
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
    expect(await ask("/v1/versions/meteorology%2Fdaily@1/fallout/deliveries")).toMatchObject({
      items: [
        { name: "D1", consumer: "transport", acknowledged: { response: "in-use", reason: null } },
        { name: "D4" },
      ],
    });
    expect(await ask("/v1/organisations/data-bureau/duties")).toMatchObject({ items: [{ subject: "R3" }] });
  });

  test.each(outsiders)("%s sees that there was an emergency, its clocks and its finding", async (who) => {
    const ask = async (path: string) => (await shared.get(path, keys[who])).body;
    expect(await ask("/v1/emergencies/G4")).toMatchObject({
      ...{ hidden: true, consumer: "transport", dataset: "meteorology/daily" },
      ...{ told: "reported", found: "unjustified", incident: null, scenario: null, fields: null },
      reportClock: { late: false, deadline: expect.any(String) },
      report: { late: false, outcome: null, effect: null },
      review: { justified: false, reason: null, note: null },
    });
    expect(await ask("/v1/closed-lanes?lifted=true")).toMatchObject({
      items: [{ organisation: "transport", emergency: "G4", lifted: { note: null }, reason: null }],
    });
    expect(await ask("/v1/promises")).toMatchObject({
      items: [{ grant: "G5", cadence: "daily", missed: 0 }],
    });
    expect(await ask("/v1/claims")).toMatchObject({
      items: [{ consumer: "transport", grant: "G4", hidden: true, content: null, note: null }],
    });
    expect(await ask("/v1/responders")).toMatchObject({ items: [{ organisation: "transport", note: null }] });
  });

  test.each(outsiders)("%s sees what the gates stand on, and no more", async (who) => {
    const ask = async (path: string) => (await shared.get(path, keys[who])).body;
    const withdrawn = { reason: null, note: null, time: expect.any(String) };
    expect(await ask("/v1/consents/C2")).toMatchObject({
      ...{ hidden: true, standing: "withdrawn", label: null, statement: null, withdrawn },
      commitment: expect.any(String),
    });
    expect(await ask("/v1/assessments/DSA-1")).toMatchObject({
      ...{ hidden: true, standing: "standing", recipient: null },
      ...{ consumer: "transport", provider: "meteorology" },
    });
    expect(await ask("/v1/evidence/E1")).toMatchObject({
      ...{ hidden: true, decision: "approved", grade: "general-1", method: "masking", note: null },
      decided: { organisation: "data-bureau", note: null },
    });
    expect(await ask("/v1/grants/G6/gates")).toMatchObject({ hidden: true, named: null, crossing: null });
    expect(await ask("/v1/grants/G7/gates")).toMatchObject({ hidden: true, named: { officers: null } });
  });

  test("a recipient's department sees the assessment, and of consents and evidence what everybody sees", async () => {
    const ask = async (path: string) => (await shared.get(path, keys["transport"])).body;
    expect(await ask("/v1/assessments/DSA-2")).toMatchObject({
      ...{ hidden: false, standing: "revoked", recipient: expect.stringContaining(MARK) },
      revoked: { reason: "recipient-changed", note: expect.stringContaining(MARK) },
    });
    expect(await ask("/v1/grants/G6/gates")).toMatchObject({
      crossing: { assessment: "DSA-1", holds: true },
    });
    expect(await ask("/v1/consents/C1")).toMatchObject({ hidden: true, statement: null });
    expect(await ask("/v1/evidence/E1")).toMatchObject({ hidden: true, note: null });
    expect((await shared.get("/v1/openings/C1", keys["transport"])).status).toBe(403);
    const owner = (await shared.get("/v1/consents/C1", keys["meteorology"])).body;
    expect(owner).toMatchObject({ hidden: false, statement: expect.stringContaining(MARK) });
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
