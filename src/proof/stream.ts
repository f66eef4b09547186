import { Flaw, tampered } from "./flaw.ts";
import { LIMITS } from "./lines.ts";
import { bounds, refusal, Verifier, type Bounds, type Conclusion } from "./verify.ts";
import { readTrust } from "./trust.ts";
import { type FileDigest } from "./version.ts";

const NEWLINE = 10;

/** Lines of bytes as they come, without their newlines; none is held longer than the limit. */
export async function* linesIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let held: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      held.push(chunk.subarray(from, at));
      requireShort(length + at - from, line);
      yield textOf(held, decoder, line);
      [held, length, from] = [[], 0, at + 1];
      line++;
    }
    held.push(chunk.slice(from));
    length += chunk.length - from;
    requireShort(length, line);
  }
  if (length > 0) throw inLine(line, new Flaw("incomplete", "the bundle is cut off in the middle of a line"));
}

function requireShort(length: number, line: number): void {
  if (length > LIMITS.line) throw inLine(line, new Flaw("too-large", "the line is too long"));
}

function inLine(line: number, flaw: Flaw): Flaw {
  flaw.line = line;
  return flaw;
}

function textOf(parts: Uint8Array[], decoder: TextDecoder, line: number): string {
  try {
    if (parts.length === 1) return decoder.decode(parts[0]);
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return decoder.decode(bytes);
  } catch {
    throw inLine(line, tampered("the line is not UTF-8"));
  }
}

/** What a bundle proves; whatever is wrong with it is an answer, never an exception. */
export async function verifyBundle(
  chunks: AsyncIterable<Uint8Array>,
  trust: unknown,
  files: readonly FileDigest[] = [],
  limits: Bounds = bounds,
): Promise<Conclusion> {
  try {
    const verifier = new Verifier(readTrust(trust), limits);
    for await (const line of linesIn(chunks)) verifier.push(line);
    return verifier.end(files);
  } catch (error) {
    if (error instanceof Flaw) return refusal(error);
    throw error;
  }
}
