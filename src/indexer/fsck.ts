import { type ChainNode } from "../chain/node.ts";
import { type Level } from "../store/open.ts";
import { type ChainIdentity } from "./apply.ts";
import { checkAround } from "./fsck/around.ts";
import { checkChain, checkHashes } from "./fsck/chain.ts";
import { checkDatasets, checkVersions } from "./fsck/datasets.ts";
import { type Finding } from "./fsck/finding.ts";
import { checkGates } from "./fsck/gates.ts";
import { Reading } from "./fsck/reading.ts";
import { checkSharing } from "./fsck/sharing.ts";
import { checkBlocks, checkFacts, checkHeads } from "./fsck/spine.ts";

export { type Finding } from "./fsck/finding.ts";

export interface FsckProgress {
  step: StepName;
  /** Steps done before this one, and how many there are. */
  done: number;
  of: number;
}

type StepName =
  | "heads"
  | "hashes"
  | "facts"
  | "recomputed-heads"
  | "blocks"
  | "datasets"
  | "versions"
  | "sharing"
  | "around-sharing"
  | "gates";

/** A damaged store could differ in every row; what comes after this many says nothing new. */
const MOST = 1_000;

/**
 * Compares the read model with the chain, and every table that follows from others with those. It changes
 * nothing, and it reads one moment's snapshot, so that it may run while blocks are applied.
 */
export async function fsck(
  level: Level,
  identity: ChainIdentity,
  node: ChainNode,
  onProgress: (progress: FsckProgress) => void = () => undefined,
): Promise<Finding[]> {
  const reading = new Reading(level);
  const steps: [StepName, AsyncIterable<Finding>][] = [
    ["heads", checkChain(reading, identity, node)],
    ["hashes", checkHashes(reading, node)],
    ["facts", checkFacts(reading, identity)],
    ["recomputed-heads", checkHeads(reading)],
    ["blocks", checkBlocks(reading, identity)],
    ["datasets", checkDatasets(reading)],
    ["versions", checkVersions(reading)],
    ["sharing", checkSharing(reading)],
    ["around-sharing", checkAround(reading)],
    ["gates", checkGates(reading)],
  ];
  const found: Finding[] = [];
  try {
    for (const [done, [step, findings]] of steps.entries()) {
      onProgress({ step, done, of: steps.length });
      for await (const f of findings) if (found.push(f) >= MOST) return found;
    }
    return found;
  } finally {
    await reading.close();
  }
}
