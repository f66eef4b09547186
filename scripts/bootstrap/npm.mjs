import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { Interrupted, follow } from "./child.mjs";

/** Shown to the user as it stands, without a stack. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** npm's own last words, enough to see a host, a code and a reason. */
const TAIL_LINES = 15;
const TIMEOUT_MS = 30_000;
const QUIET = ["--loglevel=error", "--no-progress", "--no-audit", "--no-fund", "--no-update-notifier"];

/** The environment with folders put first on PATH (Windows may spell it Path). */
export function withPath(env, ...folders) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  return { ...env, [name]: [...folders, env[name]].filter(Boolean).join(delimiter) };
}

/** Where npm's JavaScript may lie: the npm that started us, the one beside this Node, the one on PATH. */
export function npmCandidates(env, execPath) {
  const here = dirname(execPath);
  const started = basename(env.npm_execpath ?? "") === "npm-cli.js" ? [env.npm_execpath] : [];
  const onPath = (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean);
  return [
    ...started,
    join(here, "../lib/node_modules/npm/bin/npm-cli.js"),
    join(here, "node_modules/npm/bin/npm-cli.js"),
    ...onPath.flatMap((folder) => [
      join(folder, "npm"),
      join(folder, "../lib/node_modules/npm/bin/npm-cli.js"),
      join(folder, "node_modules/npm/bin/npm-cli.js"),
    ]),
  ];
}

function presentNpm() {
  for (const path of npmCandidates(process.env, process.execPath)) {
    if (!existsSync(path)) continue;
    const script = realpathSync(path);
    if (basename(script) === "npm-cli.js") return script;
  }
  throw new Failure("npm was not found beside this Node or on PATH. Install npm and start again.");
}

/**
 * An npm script which the given Node can run. Debian's npm keeps its parts where only Debian's Node looks
 * for them; then a plain npm is brought into the cache, with the present Node.
 */
async function npmFor(root, node, note) {
  const present = presentNpm();
  if (node === process.execPath || runs(node, present)) return present;
  const prefix = join(root, ".cache/npm");
  const brought = join(prefix, "node_modules/npm/bin/npm-cli.js");
  if (existsSync(brought) && runs(node, brought)) return brought;
  mkdirSync(prefix, { recursive: true });
  const args = ["install", "--prefix", prefix, "--ignore-scripts", "npm@11"];
  await perform(process.execPath, present, args, root, "npm could not be brought into .cache/npm", note);
  return brought;
}

const runs = (node, script) =>
  spawnSync(node, [script, "--version"], { stdio: "ignore", timeout: TIMEOUT_MS }).status === 0;

/** Runs npm under the given Node, silently; a failure carries npm's last lines and what to do. */
export async function npm({ root, node, args, cwd, failure, note }) {
  await perform(node, await npmFor(root, node, note), args, cwd, failure, note);
}

async function perform(node, script, args, cwd, failure, note) {
  const env = withPath(process.env, dirname(node));
  const stdio = ["ignore", "pipe", "pipe"];
  const child = spawn(node, [script, ...args, ...QUIET], { cwd, env, stdio });
  note(child.pid);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => {
      said = (said + bytes).slice(-20_000);
    });
  const { code, interrupted } = await follow(child);
  if (interrupted) throw new Interrupted(interrupted);
  if (code === 0) return;
  const tail = said.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  throw new Failure(
    `${failure}: npm ended with code ${code}. ${tail && `Its last lines:\n\n${tail}\n`}\n` +
      "Check that this machine reaches the npm registry (`npm ping`) and has free disk space, then start again.",
  );
}
