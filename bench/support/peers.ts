import { createRequire } from "node:module";
import { join } from "node:path";
import { installModules, modulesAreCurrent } from "../../scripts/bootstrap/modules.mjs";
import { type Given } from "../bench.ts";

/** Peers from npm have a lockfile of their own: they are heavy, and nothing but a bench needs them. */
export const PEERS = join(import.meta.dirname, "../peers");

/** Installs them where they are not installed yet. What keeps them away is said, and is a row's `missing`. */
export async function peersInstalled(given: Given): Promise<string | undefined> {
  const node = { path: process.execPath, version: process.versions.node };
  if (modulesAreCurrent(PEERS, node)) return undefined;
  given.say("installing the peers from npm into bench/peers (once, about a minute) …");
  try {
    await installModules(
      PEERS,
      node,
      () => undefined,
      () => undefined,
    );
    return undefined;
  } catch (error) {
    given.say(error instanceof Error ? error.message : String(error));
    return "npm ci --ignore-scripts in bench/peers";
  }
}

/** A file of a peer's package. */
export function peerFile(path: string): unknown {
  return createRequire(join(PEERS, "package.json"))(path);
}
