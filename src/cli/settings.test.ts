import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "./fixtures/run.ts";
import { defaultData, settingsFrom } from "./settings.ts";

const folder = temporaryFolder();
const data = join(folder.path, "data");
mkdirSync(data);
writeFileSync(join(data, "admin.key"), "sy_admin\n");
const running = (pid: number) =>
  writeFileSync(
    join(data, "gateway.json"),
    JSON.stringify({ url: "http://127.0.0.1:9999", pid, version: "0" }),
  );
afterAll(() => folder.remove());

test("the gateway that runs on the data directory is found, with its key", () => {
  running(process.pid);
  expect(settingsFrom({ data }, {}).gateway()).toEqual({ url: "http://127.0.0.1:9999", key: "sy_admin" });
});

test("a gateway that was killed is not looked for where it was", () => {
  running(2 ** 22 + 1);
  expect(settingsFrom({ data }, {}).gateway().url).toBe("http://127.0.0.1:8080");
});

test("flags win over the environment, the environment over what lies in the data directory", () => {
  const env = { SUYUAN_URL: "http://127.0.0.1:1/", SUYUAN_KEY: "sy_env", SUYUAN_DATA: data, SUYUAN_AS: "a" };
  expect(settingsFrom({}, env).gateway()).toEqual({ url: "http://127.0.0.1:1", key: "sy_env" });
  expect(settingsFrom({ as: "b" }, env)).toMatchObject({ as: "b", data });
  const keyFile = join(folder.path, "own.key");
  writeFileSync(keyFile, "sy_own\n");
  expect(settingsFrom({ url: "http://127.0.0.1:2", keyFile }, env).gateway()).toEqual({
    url: "http://127.0.0.1:2",
    key: "sy_own",
  });
  expect(settingsFrom({}, {}).data).toBe(defaultData);
});

test("the administrator's key of this machine is told to no other machine", () => {
  const { url, key } = settingsFrom({ data, url: "https://ledger.example" }, {}).gateway();
  expect([url, key]).toEqual(["https://ledger.example", undefined]);
});

test("a key file that cannot be read is told by its name", () => {
  const missing = join(folder.path, "none.key");
  expect(() => settingsFrom({ data, keyFile: missing }, {}).gateway()).toThrow(
    expect.objectContaining({
      code: "INPUT_NOT_VALID",
      details: expect.objectContaining({ field: "key-file", value: missing }) as object,
    }),
  );
});
