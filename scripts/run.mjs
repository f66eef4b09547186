#!/usr/bin/env node
// Plain JavaScript without dependencies: it runs before anything is installed, on any Node from 18 up.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Interrupted } from "./bootstrap/child.mjs";
import { commandFor, launch } from "./bootstrap/entry.mjs";
import { withLock } from "./bootstrap/lock.mjs";
import { installModules, modulesAreCurrent } from "./bootstrap/modules.mjs";
import { OLDEST_NODE, findNode, installNode } from "./bootstrap/node.mjs";
import { Failure } from "./bootstrap/npm.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const USAGE = "usage: node scripts/run.mjs <entry.ts | bin:NAME> [arguments...]";

/** On stderr, so that `--json` on stdout stays clean. */
const say = (line) => process.stderr.write(`${line}\n`);

/** The Node to use, with node_modules installed under it. */
async function prepare() {
  const found = findNode(root);
  if (found && modulesAreCurrent(root, found)) return found;
  return withLock(resolve(root, ".cache/bootstrap.lock"), say, async (held) => {
    const node = findNode(root) ?? (await installNode(root, say, held.child));
    // Whoever held the lock before us may have installed them.
    if (!modulesAreCurrent(root, node)) await installModules(root, node, say, held.child);
    return node;
  });
}

async function main([entry, ...args]) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE)
    throw new Failure(`Suyuan's start needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
  if (!entry) throw new Failure(USAGE, 2);
  const node = await prepare();
  return launch(root, node, commandFor(root, entry), args);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    if (error instanceof Failure) say(error.message);
    else if (!(error instanceof Interrupted)) say(error.stack);
    process.exit(error.exitCode ?? 1);
  },
);
