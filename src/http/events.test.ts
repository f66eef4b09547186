import { Writable } from "node:stream";
import { type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EventStream, factCount } from "./eventStream.ts";
import { serveCity, type Served } from "./fixtures/served.ts";
import { httpDefaults } from "./settings.ts";

let city: Served;

beforeAll(async () => {
  city = await serveCity({}, { heartbeatMs: 100, eventClients: 3 });
  const climate = { code: "climate", name: { zh: "气候", en: "Climate" } };
  await city.ask("/v1/actions/register-domain?as=data-bureau&wait=final", { body: climate });
});
afterAll(() => city.close());

const register = (code: string) =>
  city.ask("/v1/actions/register-dataset?as=meteorology&wait=final", {
    body: { code, domain: "climate", name: { zh: "雨", en: "Rain" } },
  });

/** Blocks of a stream, as text, until there are as many as wanted. */
async function listen(path: string, wanted: (blocks: string[]) => boolean, last?: string): Promise<string[]> {
  const stop = new AbortController();
  const headers = {
    Authorization: `Bearer ${city.admin}`,
    ...(last === undefined ? {} : { "Last-Event-ID": last }),
  };
  const response = await fetch(city.url + path, { headers, signal: stop.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const blocks: string[] = [];
  let rest = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop()!;
    blocks.push(...parts);
    if (wanted(blocks)) break;
  }
  stop.abort();
  return blocks;
}

const withData = (blocks: string[]) => blocks.filter((b) => b.includes("data: "));
const ids = (blocks: string[]) => withData(blocks).map((b) => Number(/^id: (\d+)$/m.exec(b)![1]));

test("from the first fact on, every one once and in order", async () => {
  const count = factCount(city.gateway.index);
  const blocks = await listen("/v1/events", (b) => withData(b).length === count, "-1");
  expect(ids(blocks)).toEqual(Array.from({ length: count }, (_, i) => i));
  expect(JSON.parse(/^data: (.*)$/m.exec(withData(blocks)[0]!)![1]!)).toMatchObject({ sequence: 0 });
});

test("without a position only what comes, and after a break what was missed", async () => {
  const count = factCount(city.gateway.index);
  const listening = listen("/v1/events", (b) => withData(b).length === 1);
  await sleep(100);
  await register("live");
  const [seen] = ids(await listening);
  expect(seen).toBe(count);
  await register("missed-1");
  await register("missed-2");
  const rest = await listen("/v1/events", (b) => withData(b).length === 2, String(seen));
  expect(ids(rest)).toEqual([count + 1, count + 2]);
});

test("a filter leaves the others out, and signs of life still move the position", async () => {
  const name = "DomainRegistered";
  const blocks = await listen(`/v1/events?name=${name}`, (b) => b.some((x) => x.startsWith(": still")), "-1");
  expect(withData(blocks)).toHaveLength(1);
  const last = factCount(city.gateway.index) - 1;
  expect(blocks.at(-1)).toBe(`: still here\nid: ${last}`);
  const subject = (await city.ask("/v1/datasets/meteorology%2Flive")).body.id;
  const about = await listen(`/v1/events?subject=${subject}`, (b) => withData(b).length === 1, "-1");
  expect(about.join()).toContain("DatasetRegistered");
});

test("facts of blocks taken back are announced and come again", async () => {
  const { index } = city.gateway;
  const count = factCount(index);
  const to = index.head!.number - 1;
  const listening = listen("/v1/events", (b) => withData(b).length === 2);
  await sleep(100);
  index.emit("rolledBack", { to });
  index.emit("applied", { block: index.block(index.head!.number)!, facts: [], transactions: [] });
  const [back, again] = withData(await listening);
  expect(back).toContain(`event: rolled-back\nid: ${count - 2}\ndata: {"block":${to},"next":${count - 1}}`);
  expect(again).toContain(`id: ${count - 1}\n`);
});

test.each([["x"], ["-2"], ["1.5"], ["99999"]])("a position of %s is refused", async (last) => {
  const answer = await city.ask("/v1/events", { headers: { "Last-Event-ID": last } });
  expect([answer.status, answer.body.field, answer.body.value]).toEqual([400, "Last-Event-ID", last]);
});

test("no more streams than are allowed at once", async () => {
  const stop = new AbortController();
  const headers = { Authorization: `Bearer ${city.admin}` };
  const open = () => fetch(`${city.url}/v1/events`, { headers, signal: stop.signal });
  await expect.poll(async () => (await city.ask("/metrics")).status).toBe(200);
  const all = await Promise.all([open(), open(), open()]);
  expect(all.map((r) => r.status)).toEqual([200, 200, 200]);
  expect((await open()).status).toBe(429);
  stop.abort();
});

test("a reader that takes nothing holds little and is cut off", async () => {
  const stuck = new Writable({ write: () => undefined });
  const settings = { ...httpDefaults, eventBufferBytes: 1_000, eventStallMs: 150 };
  const say = (fact: unknown) => fact;
  const { index } = city.gateway;
  new EventStream(stuck as unknown as ServerResponse, index, 0, { filter: {}, settings, say });
  await sleep(50);
  expect(stuck.destroyed).toBe(false);
  expect(stuck.writableLength).toBeGreaterThan(1_000);
  expect(stuck.writableLength).toBeLessThan(4_000);
  await expect.poll(() => stuck.destroyed).toBe(true);
  expect(index.listenerCount("rolledBack")).toBeLessThan(5);
});
