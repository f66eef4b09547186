import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { type Language } from "../core/text.ts";
import { type Hex } from "../core/hex.ts";
import { outcomes } from "../proof/outcome.ts";
import { verifyBundle } from "../proof/stream.ts";
import { type Conclusion } from "../proof/verify.ts";
import { type FileDigest } from "../proof/version.ts";

const MOST_TRUST_BYTES = 16 * 1024 * 1024;

/** What somebody has in hand: a bundle, a trust file, and the files that the bundle may be about. */
export interface InHand {
  bundle: string;
  trust: string;
  files: readonly string[];
}

/** A file that cannot be read, in the caller's own words. */
export class Unreadable extends Error {
  readonly path: string;
  readonly field: string;
  constructor(field: string, path: string, reason: string) {
    super(`${path}: ${reason}`);
    [this.field, this.path] = [field, path];
  }
}

export async function verifyInHand({ bundle, trust, files }: InHand): Promise<Conclusion> {
  const believed = readTrustFile(trust);
  const digests: FileDigest[] = [];
  for (const path of files) digests.push(await digestOf(path));
  try {
    return await verifyBundle(createReadStream(bundle), believed, digests);
  } catch (error) {
    throw unreadable("bundle", bundle, error);
  }
}

function readTrustFile(path: string): unknown {
  let text: string;
  try {
    if (statSync(path).size > MOST_TRUST_BYTES) throw new Unreadable("trust", path, "is too large");
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw error instanceof Unreadable ? error : unreadable("trust", path, error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Unreadable("trust", path, "is not JSON");
  }
}

async function digestOf(path: string): Promise<FileDigest> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch (error) {
    throw unreadable("file", path, error);
  }
  return { name: path, sha256: `0x${hash.digest("hex")}` as Hex, size };
}

function unreadable(field: string, path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === "string" ? new Unreadable(field, path, `cannot be read (${code})`) : error;
}

/** The conclusion for people. */
export function conclusionText({ outcome, reason, line, about }: Conclusion, language: Language): string {
  const t = (zh: string, en: string) => (language === "zh" ? zh : en);
  const lines: string[] = [outcomes[outcome][language]];
  if (reason !== null) lines.push(`  ${line === 0 ? "" : t(`第 ${line} 行：`, `line ${line}: `)}${reason}`);
  if (about === null) return lines.join("\n");
  const { at, asOf, facts, versions, root, restsOn } = about;
  const rows: [string, string][] = [
    [t("关于", "about"), root ?? t("全市", "everything")],
    [t("截至区块", "as of block"), String(asOf)],
    [t("证明于区块", "proved at block"), `${at.block} ${at.hash}`],
    [t("出块时间", "of the time"), new Date(at.time * 1000).toISOString()],
    [t("事实", "facts"), t(`${facts} 条，无遗漏`, `${facts}, none left out`)],
    ...(versions === null
      ? []
      : [[t("血缘", "lineage"), t(`${versions} 个版本`, `${versions} versions`)] as [string, string]]),
    ...restsOn.map((r): [string, string] => [t("依据", "rests on"), r[language]]),
  ];
  return [...lines, ...rows.map(([name, value]) => `  ${name}  ${value}`)].join("\n");
}
