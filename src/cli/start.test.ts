import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { here } from "./fixtures/here.ts";
import { isAlive, run, startByShell, type Started, startGateway, temporaryFolder } from "./fixtures/run.ts";

const folders: { remove: () => void }[] = [];
const gateways: Started[] = [];

function newData(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return join(folder.path, "data");
}

async function start(...args: Parameters<typeof startGateway>): Promise<Started> {
  const started = await startGateway(...args);
  gateways.push(started);
  return started;
}

afterAll(async () => {
  for (const g of gateways) if (isAlive(g.pid)) await g.stop("SIGKILL");
  for (const folder of folders) folder.remove();
});

test("a first start loads the sample city and says what to try next, and what it says works", async () => {
  const gateway = await start(newData(), []);
  const output = gateway.output();
  expect(output).toContain("First start: loading the sample city");
  expect(output).toMatch(/\d+ facts, \d{2,} versions/);
  expect(output).toContain("for show only");
  const tries = [...output.matchAll(/npm run -s suyuan -- (.+)/g)].map((m) => m[1]!.split(" "));
  expect(tries.map((t) => t[2])).toEqual(["datasets", "lineage", "check"]);
  const ran = [];
  for (const args of tries) ran.push(await here(...args));
  for (const { err, out } of ran) expect([err, out.length > 40]).toEqual(["", true]);
  expect(ran[2]!.out).not.toContain("not on the ledger");
  const anchor = ["anchor", import.meta.filename, "--dataset", tries[1]![3]!.replace(/@\d+$/, "")];
  expect((await here("--data", gateway.data, ...anchor)).out).toContain("anchored as");
  await gateway.stop();
});

describe("one data directory, in this order", () => {
  const data = newData();
  let gateway: Started;
  let passphrase: string;
  let first: { block: number; blockHash: string };

  test("a start without the sample founds the three tiers, and logs where only its owner reads", async () => {
    gateway = await start(data, ["--empty", "--json"]);
    const facts = JSON.parse(gateway.output()) as typeof first;
    expect(facts).toMatchObject({ city: "empty", chain: "embedded", data, url: gateway.url, versions: 0 });
    expect(isAlive(gateway.nodePid)).toBe(true);
    first = facts;
    const log = readFileSync(join(data, "gateway.log"), "utf8").trim().split("\n");
    const events = log.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toContain("http.listening");
    expect(statSync(join(data, "gateway.log")).mode & 0o077).toBe(0);
  });

  test("a second gateway is refused", async () => {
    const { code, out, err } = await run(["start", "--data", data, "--port", "0"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^suyuan: .* is in use by another process .*\[DATA_DIRECTORY_BUSY\]\n$/);
  });

  test("SIGTERM ends it within five seconds, its node with it", async () => {
    const { code, ms } = await gateway.stop("SIGTERM");
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    expect(isAlive(gateway.nodePid)).toBe(false);
    expect(existsSync(join(data, "gateway.json"))).toBe(false);
  });

  test("the index is checked, rebuilt and checked again", async () => {
    const offline = (...args: string[]) => here("--data", data, "--json", ...args);
    expect((await offline("fsck")).out).toBe('{\n  "findings": []\n}\n');
    const rebuilt = JSON.parse((await offline("rebuild")).out) as { facts: number; block: number };
    expect(rebuilt.block).toBe(first.block);
    expect(rebuilt.facts).toBeGreaterThan(5);
    expect((await offline("fsck")).code).toBe(0);
  });

  test("an officer's key is made, once", async () => {
    const make = () => here("--data", data, "--json", "keys", "new", "spare");
    const { address } = JSON.parse((await make()).out) as { address: string };
    expect(address).toMatch(/^0x[0-9a-f]{40}$/);
    const again = await make();
    expect([again.code, again.out]).toEqual([2, expect.stringContaining(address)]);
  });

  test("the next start finds the same blocks, and says in words that it is ready", async () => {
    gateway = await start(data, []);
    const made = await here("--data", data, "--json", "keys", "create", "--label", "reader");
    const keyFile = join(data, "../reader.key");
    writeFileSync(keyFile, (JSON.parse(made.out) as { secret: string }).secret);
    const status = await here("--data", data, "--key-file", keyFile, "--json", "status");
    const { head } = JSON.parse(status.out) as { head: { number: number; hash: string } };
    expect([head.number, head.hash]).toEqual([first.block, first.blockHash]);
    expect(gateway.output()).toContain("Suyuan 0.1.0 is ready.");
    expect(gateway.output()).not.toContain('{"level"');
  });

  test("Ctrl-C says that it stops", async () => {
    const { code } = await gateway.stop("SIGINT");
    expect(code).toBe(0);
    expect(gateway.output()).toMatch(/Stopping …\nStopped\.\n$/);
  });

  test("when what started it is killed, it stops too", async () => {
    const { parent, pid } = await startByShell(data);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    expect(existsSync(join(data, "gateway.json"))).toBe(false);
  });

  test("the doctor finds nothing wrong, then what was broken on purpose", async () => {
    const doctor = async (...args: string[]) => {
      const { code, out } = await here("--data", data, "--json", "doctor", "--port", "65431", ...args);
      const { findings } = JSON.parse(out) as { findings: { id: string; verdict: string }[] };
      return { code, failed: findings.filter((f) => f.verdict === "fail").map((f) => f.id) };
    };
    expect(await doctor()).toEqual({ code: 0, failed: [] });
    passphrase = readFileSync(join(data, "keys/passphrase"), "utf8");
    writeFileSync(join(data, "keys/passphrase"), "another");
    writeFileSync(join(data, "chain/clock-step.json"), '{"clock":1,"expected":2}');
    const found = await doctor("--rpc", "http://127.0.0.1:9");
    expect(found).toEqual({ code: 1, failed: ["keys", "clock", "rpc"] });
  });

  test("a key file that the passphrase does not open, or a damaged journal, is one sentence and no start", async () => {
    const locked = await run(["start", "--data", data, "--port", "0"]);
    expect([locked.code, locked.err]).toEqual([
      2,
      expect.stringMatching(/^suyuan: .*\[PASSPHRASE_WRONG\]\n$/),
    ]);
    writeFileSync(join(data, "keys/passphrase"), passphrase);
    rmSync(join(data, "chain/clock-step.json"));
    const journal = readFileSync(join(data, "chain/journal"));
    journal[100]! ^= 1;
    writeFileSync(join(data, "chain/journal"), journal);
    const damaged = await run(["start", "--data", data, "--port", "0"]);
    expect(damaged.err).toMatch(
      /^suyuan: The chain has stopped: .*journal is damaged at byte \d+.*\[CHAIN_HALTED\]\n$/,
    );
    expect(damaged.code).toBe(1);
  });
});

describe("a start that cannot be", () => {
  test("on a taken port is one clear line, and nothing is begun", async () => {
    const data = newData();
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

  test("in a directory of something else leaves it alone", async () => {
    const { code, err } = await run(["start", "--data", import.meta.dirname, "--port", "0"]);
    expect([code, err]).toEqual([1, expect.stringContaining("[DATA_DIRECTORY_FOREIGN]")]);
    expect(existsSync(join(import.meta.dirname, "gateway.log"))).toBe(false);
  });

  test("with a port in the environment that is no number tells its value", async () => {
    const { code, err } = await run(["start", "--data", newData()], { env: { SUYUAN_PORT: "eighty" } });
    expect([code, err]).toEqual([2, expect.stringMatching(/port: must be a whole number.*eighty/)]);
  });
});
