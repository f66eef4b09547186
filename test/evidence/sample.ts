import { beforeAll } from "vitest";
import { configFrom } from "../../src/config.ts";
import { type Hex } from "../../src/core/hex.ts";
import { bundle, type BundleSources, type Question } from "../../src/evidence/bundle.ts";
import { trustFile } from "../../src/evidence/trust.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { versions, type VersionRow } from "../../src/ledger/dataset/tables.ts";
import { foundCity } from "../../src/ops/city.ts";
import { type Line, lineText } from "../../src/proof/lines.ts";
import { Flaw } from "../../src/proof/flaw.ts";
import { readTrust } from "../../src/proof/trust.ts";
import { refusal, Verifier, type Conclusion } from "../../src/proof/verify.ts";
import { type FileDigest } from "../../src/proof/version.ts";
import { hexOf, utf8, digest } from "../../src/proof/bytes.ts";
import { type After, temporaryFolder } from "../support/folder.ts";

/** The sample city, its bundles, and the trust file that believes its newest block. */
export interface Evidence {
  g: Gateway;
  trust: Awaited<ReturnType<typeof trustFile>>;
  versions: VersionRow[];
  named(name: string): VersionRow;
  lines(question: Question, sources?: Partial<BundleSources>): Promise<string[]>;
}

export function sampleEvidence(after: After): Evidence {
  const evidence = {} as Evidence;
  beforeAll(async () => {
    const config = configFrom({ data: temporaryFolder(after), city: "sample", keeper: false }, {});
    const g = await openGateway(config, () => undefined);
    after(() => g.close());
    await foundCity(g);
    const { index, port } = g;
    const sources: BundleSources = {
      ...{ index, node: port.node, chainId: port.chainId, depth: 0 },
      opened: () => null,
      shows: () => true,
      checkpoints: () => Promise.resolve([]),
    };
    const all = (await index.rows.range(versions)).map(({ row }) => row);
    Object.assign(evidence, {
      g,
      trust: await trustFile(port.chainId, index, port.node),
      versions: all,
      named: (name: string) => all.find((row) => row.name === name)!,
      async lines(question: Question, other: Partial<BundleSources> = {}) {
        const lines: string[] = [];
        for await (const line of bundle(question, { ...sources, ...other })) lines.push(line.slice(0, -1));
        return lines;
      },
    });
  });
  return evidence;
}

export function judge(
  lines: readonly string[],
  trust: unknown,
  files: readonly FileDigest[] = [],
): Conclusion {
  try {
    const verifier = new Verifier(readTrust(trust));
    for (const line of lines) verifier.push(line);
    return verifier.end(files);
  } catch (error) {
    if (error instanceof Flaw) return refusal(error);
    throw error;
  }
}

export function read(lines: readonly string[]): Line[] {
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Lines as a forger would send them: whole, with a last line that fits. */
export function sealed(lines: readonly Line[]): string[] {
  const before = lines.filter((line) => line.is !== "end").map(lineText);
  const sha256: Hex = hexOf(digest(utf8(before.map((line) => `${line}\n`).join(""))));
  return [...before, lineText({ is: "end", lines: before.length, sha256 })];
}
