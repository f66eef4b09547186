import { createHash } from "node:crypto";
import { type FileHandle } from "node:fs/promises";

/** `<link> <json>\n`; the link is of the line before and this one's text. */
export class Lines {
  link: string;
  constructor(link = "") {
    this.link = link;
  }

  next(text: string): string {
    this.link = linkOf(this.link, text);
    return `${this.link} ${text}\n`;
  }
}

export function linkOf(before: string, text: string): string {
  return createHash("sha256").update(before).update(text).digest("hex").slice(0, 32);
}

/** One call may write a part. */
export async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}
