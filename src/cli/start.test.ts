import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAlive, run, type Started, startGateway, temporaryFolder } from "./fixtures/run.ts";

let folder: { path: string; remove: () => void };
let data: string;
let running: Started | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  data = join(folder.path, "data");
});

afterEach(async () => {
  if (running && isAlive(running.pid)) await running.stop("SIGKILL");
  running = undefined;
  folder.remove();
});

describe("start", () => {
  test("in the sample city, it says what to try next, and what it says works", async () => {
    running = await startGateway(data, []);
    const output = running.output();
    expect(output).toContain("First start: loading the sample city");
    expect(output).toMatch(/\d+ facts, \d{2,} versions/);
    expect(output).toContain("for show only");
    const tries = [...output.matchAll(/npm run -s suyuan -- (.+)/g)].map((m) => m[1]!.split(" "));
    expect(tries.map((t) => t[2])).toEqual(["datasets", "lineage", "check"]);
    const lines = await Promise.all(tries.map((args) => run(args)));
    for (const { err, out } of lines) expect([err, out.length > 40]).toEqual(["", true]);
    expect(lines[2]!.out).not.toContain("not on the ledger");
  });

  test("stops on SIGTERM within five seconds, leaves no node behind, and comes back with the same blocks", async () => {
    running = await startGateway(data, ["--empty", "--json"]);
    const first = JSON.parse(running.output()) as { block: number; blockHash: string; city: string };
    expect(first).toMatchObject({ city: "empty", chain: "embedded", data });
    expect(isAlive(running.nodePid)).toBe(true);
    const { code, ms } = await running.stop("SIGTERM");
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    expect(isAlive(running.nodePid)).toBe(false);
    expect(existsSync(join(data, "gateway.json"))).toBe(false);
    const began = performance.now();
    running = await startGateway(data, ["--json"]);
    expect(performance.now() - began).toBeLessThan(5_000);
    const second = JSON.parse(running.output()) as typeof first;
    expect([second.block, second.blockHash]).toEqual([first.block, first.blockHash]);
  });

  test("Ctrl-C says that it stops, and the log lies in the data directory, for its owner's eyes", async () => {
    running = await startGateway(data, ["--empty"]);
    const { code } = await running.stop("SIGINT");
    expect(code).toBe(0);
    expect(running.output()).toMatch(/Stopping …\nStopped\.\n$/);
    expect(running.output()).not.toContain('{"level"');
    const log = readFileSync(join(data, "gateway.log"), "utf8").trim().split("\n");
    expect(log.map((line) => (JSON.parse(line) as { event: string }).event)).toContain("http.listening");
    expect(statSync(join(data, "gateway.log")).mode & 0o077).toBe(0);
  });

  test("a taken port is one clear line, and nothing is begun", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { code, out, err } = await run(["start", "--empty", "--data", data, "--port", String(port)]);
    server.close();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe(
      `suyuan: Port ${port} is taken; choose another with --port or SUYUAN_PORT. [PORT_TAKEN]\n`,
    );
    expect(existsSync(data)).toBe(false);
  });

  test("a second gateway on the same data directory is refused", async () => {
    running = await startGateway(data, ["--empty"]);
    const { code, err } = await run(["start", "--data", data, "--port", "0"]);
    expect([code, err]).toEqual([1, expect.stringContaining("[DATA_DIRECTORY_BUSY]")]);
  });

  test("a directory of something else is left alone", async () => {
    const { code, err } = await run(["start", "--data", import.meta.dirname, "--port", "0"]);
    expect([code, err]).toEqual([1, expect.stringContaining("[DATA_DIRECTORY_FOREIGN]")]);
  });

  test("a port in the environment that is no number is told by its value", async () => {
    const { code, err } = await run(["start", "--data", data], { env: { SUYUAN_PORT: "eighty" } });
    expect([code, err]).toEqual([2, expect.stringMatching(/port: must be a whole number.*eighty/)]);
  });
});

test("while the gateway is stopped, keys are made and the index is checked and rebuilt", async () => {
  running = await startGateway(data, ["--empty"]);
  await running.stop();
  const offline = (...args: string[]) => run(["--data", data, "--json", ...args]);
  expect((await offline("fsck")).out).toBe('{\n  "findings": []\n}\n');
  const rebuilt = JSON.parse((await offline("rebuild")).out) as { facts: number };
  expect(rebuilt.facts).toBeGreaterThan(5);
  const made = JSON.parse((await offline("keys", "new", "spare")).out) as { address: string };
  expect(made.address).toMatch(/^0x[0-9a-f]{40}$/);
  const again = await offline("keys", "new", "spare");
  expect([again.code, again.out]).toEqual([2, expect.stringContaining(made.address)]);
  const doctor = JSON.parse((await offline("doctor")).out) as { findings: { id: string; verdict: string }[] };
  const failed = doctor.findings.filter((f) => f.verdict === "fail" && f.id !== "port");
  expect(failed).toEqual([]);
});

test("the doctor finds a passphrase that opens no key, a clock that stepped and an unreachable node", async () => {
  running = await startGateway(data, ["--empty"]);
  await running.stop();
  writeFileSync(join(data, "keys/passphrase"), "another");
  writeFileSync(join(data, "chain/clock-step.json"), '{"clock":1,"expected":2}');
  const { code, out } = await run(["--data", data, "--json", "doctor", "--rpc", "http://127.0.0.1:9"]);
  const { findings } = JSON.parse(out) as { findings: { id: string; verdict: string }[] };
  const failed = findings.filter((f) => f.verdict === "fail").map((f) => f.id);
  expect(code).toBe(1);
  expect(failed.filter((id) => id !== "port")).toEqual(["keys", "clock", "rpc"]);
});
