import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { digestFile, sha256OfFile } from "../../src/content/digest.ts";
import { type Bench } from "../bench.ts";
import { temporaryFolder } from "../support/gateway.ts";
import { alternating, median, timed } from "../support/numbers.ts";

const GiB = 2 ** 30;
const BLOCK = 2 ** 22;
const ROUNDS = 3;
const run = promisify(execFile);

export const digest: Bench = {
  name: "digest",
  title: "Digest of a large file",
  about: "A file in the system's cache, hashed by us and by coreutils in turn; the digests are compared.",
  async run(given) {
    const size = given.quick ? GiB / 8 : 2 * GiB;
    const path = fileOf(size, join(temporaryFolder(given), "content"));
    const sha256sum = async () => (await run("sha256sum", [path])).stdout.slice(0, 64);
    const [ours, theirs] = [await sha256OfFile(path), await sha256sum()];
    if (ours !== `0x${theirs}`) throw new Error("the two digests differ");

    const taken = await alternating(ROUNDS, () => sha256OfFile(path), sha256sum);
    const both: number[] = [];
    for (let i = 0; i < ROUNDS; i++) both.push(await timed(() => digestFile(path)));
    const rate = (ms: number) => (size / GiB) * (1_000 / ms);
    const peer = { name: "sha256sum", value: rate(taken.peer) };
    const file = `${size / GiB} GiB`;
    return {
      rows: [
        { what: `SHA-256 of ${file}`, unit: "GiB/s", ours: rate(taken.ours), peer, goal: { ratio: 4 } },
        { what: `SHA-256 and SM3 of ${file} in one pass`, unit: "GiB/s", ours: rate(median(both)), peer },
      ],
      notes: [
        "SM3 has no instruction of the processor's; in one pass with SHA-256 it has a thread of its own and sets the pace. sha256sum computes no SM3.",
      ],
    };
  },
};

/** Written in full, so that no hole is quicker to read. */
function fileOf(size: number, path: string): string {
  const block = randomBytes(BLOCK);
  const file = openSync(path, "w");
  for (let at = 0; at < size; at += BLOCK) writeSync(file, block);
  closeSync(file);
  return path;
}
