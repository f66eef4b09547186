import { linkOf } from "./lines.ts";
import { type Entry } from "./entries.ts";

/** One line of a damaged journal. */
export interface Surveyed {
  /** Where it begins in the file. */
  at: number;
  bytes: number;
  /** The record, when its checksum shows that it is what was written; else null. */
  text: string | null;
}

interface Line {
  at: number;
  bytes: number;
  link: string;
  text: string;
}

/**
 * Which records of a damaged journal are what was written. A record is bound to the link before it; the one
 * that is in the file may be damaged itself, so the one it should have been is tried too.
 */
export function surveyJournal(bytes: Buffer): Surveyed[] {
  const lines = linesOf(bytes);
  let before = [""];
  const found = lines.map((line) => {
    const should = before.map((link) => linkOf(link, line.text));
    const isWhole = should.includes(line.link);
    before = isWhole ? [line.link] : [line.link, ...should];
    return { line, should, isWhole };
  });
  return found.map(({ line, should, isWhole }, i) => {
    const next = found[i + 1]?.line;
    const onlyLink = next !== undefined && should.some((link) => linkOf(link, next.text) === next.link);
    return { at: line.at, bytes: line.bytes, text: isWhole || onlyLink ? line.text : null };
  });
}

function linesOf(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.toString("utf8", at, end);
    lines.push({ at, bytes: end - at, link: text.slice(0, 32), text: text.slice(33) });
    at = end + 1;
  }
  return lines;
}

/** A line of the report on a damaged journal: what is known of the record, for whoever has to decide. */
export function describeSurveyed({ at, bytes, text }: Surveyed): string {
  const where = `byte ${at}, ${bytes} bytes`;
  return text === null ? `LOST      ${where}: cannot be read` : `readable  ${where}: ${describe(text)}`;
}

function describe(text: string): string {
  const entry = JSON.parse(text) as Entry;
  switch (entry.t) {
    case "accept": {
      const ops = entry.ops.map((o) => `${o.id} ${o.action} by ${o.key}`).join(", ");
      const once = entry.once ? `, under a client's key for ${entry.once.operations.join(" ")}` : "";
      return `accepted ${ops || "nothing new"}${once}`;
    }
    case "batch": {
      const { hash, key, nonce, operations } = entry.batch;
      return `signed ${hash} by ${key} with nonce ${nonce}, of ${operations.join(" ")}`;
    }
    case "void":
      return `void ${entry.hash} by ${entry.key} with nonce ${entry.nonce}`;
    case "settle":
      return `ended ${entry.ops.join(" ")}: ${entry.status.state}`;
    case "lane":
      return `${entry.key} goes on with nonce ${entry.nonce}`;
    case "given":
      return `ids were given up to ${entry.sequence}`;
    case "adopted":
      return `${entry.key} went on from nonce ${entry.from} to ${entry.to} after a restore`;
    case "reopen":
      return `open again ${entry.ops.map((o) => o.id).join(" ")}`;
    case "stores":
      return `stores with ${entry.operations} and ${entry.secrets} batches`;
    default:
      return entry satisfies never;
  }
}
