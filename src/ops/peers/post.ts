import { SuyuanError } from "../../core/errors.ts";

/** Milliseconds for the whole exchange, and bytes of an answer. */
const PATIENCE_MS = 10_000;
const MOST_BYTES = 96 * 1024;

/** JSON to another gateway and back: no redirects, bounded in time and size. */
export async function postTo(url: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const answer: unknown = JSON.parse(await textOf(response));
    if (response.ok) return answer;
    throw failed(url, told(response.status, answer));
  } catch (error) {
    if (error instanceof SuyuanError) throw error;
    throw failed(url, causeOf(error));
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The other side's own words, which are somebody else's text: cut to a line. */
function told(status: number, answer: unknown): string {
  const { code, detail } = (answer ?? {}) as { code?: unknown; detail?: unknown };
  const words =
    typeof detail === "string" ? detail.replace(/[^\P{C}]/gu, " ").slice(0, 300) : "without a reason";
  return `${status}${typeof code === "string" ? ` ${code.slice(0, 60)}` : ""}: ${words}`;
}

function causeOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === "TimeoutError") return `no answer within ${PATIENCE_MS / 1000} s`;
  if (error instanceof SyntaxError) return "the answer is no JSON";
  return cause instanceof Error ? cause.message : message;
}

function failed(value: string, reason: string): SuyuanError {
  return new SuyuanError("PEER_FAILED", { field: "endpoint", value, reason });
}
