import { type IncomingMessage } from "node:http";
import { canonicalJson, parseJson } from "../core/canonical.ts";
import { SuyuanError } from "../core/errors.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** The body as JSON that means one thing only. */
export async function readJson(req: IncomingMessage, limit: number): Promise<unknown> {
  requireJson(req);
  const bytes = await readBytes(req, limit);
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch (cause) {
    throw new SuyuanError("INPUT_NOT_JSON", { field: "body", value: "bytes that are not UTF-8" }, { cause });
  }
  return parseJson(text);
}

function requireJson(req: IncomingMessage): void {
  const type = req.headers["content-type"] ?? "none";
  const refused = () => new SuyuanError("INPUT_MEDIA_TYPE", { field: "Content-Type", value: type });
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw refused();
  const encoding = req.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new SuyuanError("INPUT_MEDIA_TYPE", { field: "Content-Encoding", value: encoding });
  }
}

function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new SuyuanError("INPUT_TOO_LARGE", { field: "body", limit });
  if (Number(req.headers["content-length"] ?? 0) > limit) throw tooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(tooLarge());
    });
    req.on("end", () => resolve(Buffer.concat(chunks)));
    req.on("error", reject);
    req.on("close", () => reject(new SuyuanError("INPUT_NOT_JSON", { field: "body", value: "cut off" })));
  });
}

/** One text for one meaning, whatever order and spelling the members came in. */
export function canonicalBody(body: unknown): string {
  try {
    return canonicalJson(body);
  } catch (cause) {
    const reason = "holds a number beyond what JSON can carry exactly";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "body", value: "a number", reason }, { cause });
  }
}
