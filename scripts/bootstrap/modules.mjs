import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { majorOf } from "./node.mjs";
import { npm } from "./npm.mjs";

const stampPath = (root) => join(root, "node_modules/.suyuan-stamp");

/** What node_modules was installed from and for; any difference means to install anew. */
export function stampOf({ lock, version, platform, arch }) {
  const digest = createHash("sha256").update(lock).digest("hex");
  return `${digest} node-${majorOf(version)} ${platform}-${arch}\n`;
}

function wantedStamp(root, node) {
  const lock = readFileSync(join(root, "package-lock.json"));
  return stampOf({ lock, version: node.version, platform: process.platform, arch: process.arch });
}

export function modulesAreCurrent(root, node) {
  try {
    return readFileSync(stampPath(root), "utf8") === wantedStamp(root, node);
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
    throw error;
  }
}

/** The stamp goes first and comes last: an interrupted install leaves none. */
export async function installModules(root, node, say, note) {
  say("Installing Suyuan's parts from npm (once, about a minute) …");
  rmSync(stampPath(root), { force: true });
  // Taken before npm reads the file: a lockfile that changes meanwhile must not pass for installed.
  const stamp = wantedStamp(root, node);
  await npm({
    root,
    node: node.path,
    // `--include` beats an `omit` or NODE_ENV=production in the user's settings: anvil is an optional part.
    args: ["ci", "--prefix", root, "--ignore-scripts", "--include=dev", "--include=optional"],
    cwd: root,
    failure: "Suyuan's parts could not be installed",
    note,
  });
  const fresh = `${stampPath(root)}.new`;
  writeFileSync(fresh, stamp);
  renameSync(fresh, stampPath(root));
}
