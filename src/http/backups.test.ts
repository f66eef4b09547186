import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { serveCity, type Served } from "./fixtures/served.ts";

let city: Served;
const target = join(temporaryFolder(afterAll), "backup");

beforeAll(async () => {
  city = await serveCity();
  writeFileSync(join(city.data, "backup.request"), JSON.stringify({ id: "mine", target, sealed: true }));
});
afterAll(() => city.close());

const begin = (request: string, key?: string) =>
  city.ask("/v1/backups", { body: { request }, ...(key === undefined ? {} : { key }) });

test("who may read and act may not begin a backup", async () => {
  const wanted = { label: "test", scopes: ["read", "act"], officers: ["meteorology"] };
  const { secret } = (await city.ask("/v1/access-keys", { body: wanted })).body as { secret: string };
  const answer = await begin("mine", secret);
  expect([answer.status, answer.body.code, answer.body.value]).toEqual([
    403,
    "ACCESS_SCOPE_MISSING",
    "manage",
  ]);
  expect((await city.ask("/v1/backups/backup-1", { key: secret })).status).toBe(403);
  expect(existsSync(target)).toBe(false);
});

test("who may manage says which request is meant, and no path", async () => {
  const other = await begin("another");
  expect([other.status, other.body.code, other.body.field]).toEqual([404, "THING_UNKNOWN", "request"]);
  const path = await city.ask("/v1/backups", { body: { request: "mine", target: "/tmp/x" } });
  expect([path.status, path.body.code, path.body.field]).toEqual([400, "INPUT_NOT_VALID", "target"]);
  expect(existsSync(target)).toBe(false);
});

test("the backup that was asked for is written, and its progress is told", async () => {
  const begun = await begin("mine");
  expect([begun.status, begun.body.state, begun.body.target]).toEqual([202, "writing", target]);
  const look = async () => (await city.ask(`/v1/backups/${begun.body.id}`)).body as Record<string, unknown>;
  while ((await look())["state"] === "writing") await sleep(20);
  const done = await look();
  expect(done).toMatchObject({ state: "done", error: null, manifest: { sealed: true, chain: "embedded" } });
  expect(done["done"]).toBe(done["total"]);
  expect(existsSync(join(target, "manifest.json"))).toBe(true);
  expect((await begin("mine")).body.code).toBe("BACKUP_TARGET_TAKEN");
  expect((await city.ask("/v1/backups/backup-0")).status).toBe(404);
});
