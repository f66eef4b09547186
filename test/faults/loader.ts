import { appendFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { keccakText } from "../../src/core/hash.ts";

/**
 * A client process that asks as often as it is told to, whatever the answers. It notes what was accepted, and
 * says at the end what came back.
 */
interface Told {
  url: string;
  secret: string;
  as: string;
  name: string;
  /** Requests a second; 0 asks again as soon as there is an answer. */
  rate: number;
  connections: number;
  items: number;
  seconds: number;
  notes: string;
}
const told = JSON.parse(process.argv[2]!) as Told;
const agent = new Agent({ keepAlive: true, maxSockets: told.connections });
const counts: Record<string, number> = {};
let [sent, open, unfit] = [0, 0, 0];

function body(n: number): string {
  const item = (i: number) => {
    const sha256 = keccakText(`${told.name} ${n} ${i}`);
    return { dataset: `${told.as}/open`, content: { sha256, sm3: sha256, size: i }, parents: [] };
  };
  return JSON.stringify({ items: Array.from({ length: told.items }, (_, i) => item(i)) });
}

function count(what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function ask(): Promise<void> {
  const text = body(sent++);
  open++;
  const headers = {
    authorization: `Bearer ${told.secret}`,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "idempotency-key": `${told.name}-${sent}`,
  };
  return new Promise<void>((resolve) => {
    const url = new URL(`/v1/actions/publish-version?as=${told.as}`, told.url);
    const req = request(url, { method: "POST", agent, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => {
        note(res.statusCode!, res.headers, Buffer.concat(chunks).toString());
        resolve();
      });
    });
    req.on("error", () => {
      count("no answer");
      resolve();
    });
    req.end(text);
  }).finally(() => open--);
}

function note(status: number, headers: NodeJS.Dict<string | string[]>, text: string): void {
  const answer = JSON.parse(text) as { code?: string; type?: string; operations?: { id: string }[] };
  count(status < 300 ? String(status) : `${status} ${answer.code}`);
  if (answer.operations) appendFileSync(told.notes, `${answer.operations.map((o) => o.id).join(" ")}\n`);
  else if (status === 503) {
    const isProblem = String(headers["content-type"]).startsWith("application/problem+json");
    if (!isProblem || !(Number(headers["retry-after"]) > 0) || answer.type === undefined) unfit++;
  }
}

const until = performance.now() + told.seconds * 1_000;
async function closed(): Promise<void> {
  while (performance.now() < until) await ask();
}
async function paced(): Promise<void> {
  const began = performance.now();
  while (performance.now() < until) {
    const due = ((performance.now() - began) / 1_000) * told.rate;
    // What the sockets cannot take is not sent; the rate that was reached is what counts.
    while (sent < due && open < told.connections * 2) void ask();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  while (open > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

const began = performance.now();
if (told.rate === 0) await Promise.all(Array.from({ length: told.connections }, closed));
else await paced();
console.log(JSON.stringify({ counts, sent, unfit, seconds: (performance.now() - began) / 1_000 }));
agent.destroy();
