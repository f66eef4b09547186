import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leaksIn } from "./support/leaks.ts";
import { storeOf } from "./support/store.ts";
import { openWorkplace, type OpenWorkplace } from "./support/workplace.ts";

let workplace: OpenWorkplace;
beforeAll(async () => (workplace = await openWorkplace()));
afterAll(() => workplace.close());

const ENTRY = join(import.meta.dirname, "../../src/cli/suyuan.ts");
/** Long enough to hash that there is time to meddle; sparse, so that it takes no room. */
const BYTES = 192 * 1024 * 1024;
const READ_BYTES = 4 * 1024 * 1024;

/** What befalls the file while it is read, and how the answer tells it. */
const meddling: [string, (path: string) => void, string][] = [
  ["is appended to", (path) => appendFileSync(path, "more"), "grew"],
  ["is cut short", (path) => truncateSync(path, 1_000), "ended after"],
  ["vanishes", (path) => rmSync(path), "it is gone"],
  [
    "gives its name to another",
    (path) => {
      writeFileSync(`${path}.new`, "another");
      renameSync(`${path}.new`, path);
    },
    "another file took its place",
  ],
];

describe.skipIf(!existsSync("/proc/self/io"))("a file is not anchored that, while it is hashed,", () => {
  test.each(meddling)("%s", async (_, meddle, how) => {
    const { city, at, keyFile } = workplace;
    const path = at("large.bin");
    writeFileSync(path, "");
    truncateSync(path, BYTES);
    const before = await storeOf(city);
    const args = ["anchor", path, "--dataset", "meteorology/open", "--url", city.url, "--key-file", keyFile];
    const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const told = Promise.all([text(child.stdout), text(child.stderr)]);
    await hasRead(child.pid!, path);
    meddle(path);
    const [out, err] = await told;
    expect([await ended, out]).toEqual([1, ""]);
    expect(err).toContain("[CONTENT_FILE_CHANGED]");
    expect(err).toContain(path);
    expect(err).toContain(how);
    expect(leaksIn(err, [path])).toEqual([]);
    expect(await storeOf(city)).toEqual(before);
  });
});

/** Until the process has the file open and has read some of it: then it knows what the file was. */
async function hasRead(pid: number, path: string): Promise<void> {
  while (!holds(pid, path)) await sleep(2);
  const from = bytesRead(pid);
  while (bytesRead(pid) < from + READ_BYTES) await sleep(1);
}

function holds(pid: number, path: string): boolean {
  const table = `/proc/${pid}/fd`;
  return readdirSync(table).some((fd) => {
    try {
      return readlinkSync(join(table, fd)) === path;
    } catch {
      return false;
    }
  });
}

function bytesRead(pid: number): number {
  return Number(/^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))![1]);
}
