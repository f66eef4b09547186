import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { follow } from "./child.mjs";
import { Failure, withPath } from "./npm.mjs";

const BIN = "bin:";
const ORPHAN_CHECK_MS = 500;

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** npm's `bin` is a name → path table, or one path for the package's own name. */
export function binPath(manifest, name) {
  const { bin } = manifest;
  if (typeof bin === "string") return manifest.name.split("/").pop() === name ? bin : undefined;
  return bin?.[name];
}

/** The script of a program that one of our own dependencies brings: by path, for Windows has no links. */
function findBin(root, name) {
  const { dependencies, devDependencies } = readJson(join(root, "package.json"));
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    const folder = join(root, "node_modules", dependency);
    if (!existsSync(join(folder, "package.json"))) continue;
    const path = binPath(readJson(join(folder, "package.json")), name);
    if (path) return join(folder, path);
  }
  throw new Failure(`No dependency in package.json has a program named "${name}".`, 2);
}

/** The script to run: a path from the checkout's root, or a dependency's program after `bin:`. */
export function commandFor(root, entry) {
  if (entry.startsWith(BIN)) return findBin(root, entry.slice(BIN.length));
  const script = resolve(root, entry);
  if (!existsSync(script)) throw new Failure(`There is no file "${entry}" to run.`, 2);
  return script;
}

/** Runs the script in the caller's folder and resolves with its exit code, 128 + n after a signal. */
export async function launch(root, node, script, args) {
  const env = withPath(process.env, join(root, "node_modules/.bin"), dirname(node.path));
  const options = ["--disable-warning=ExperimentalWarning"];
  const child = spawn(node.path, [...options, script, ...args], { stdio: "inherit", env });
  const watch = process.env.npm_lifecycle_event && onceOrphaned(() => child.kill("SIGTERM"));
  const { code } = await follow(child);
  clearInterval(watch);
  return code;
}

/** A killed npm takes nobody along: without this, what it started would keep its port and its data. */
function onceOrphaned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, ORPHAN_CHECK_MS);
  return watch;
}
