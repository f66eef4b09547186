import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { KeptSocket, type RawReply } from "./keptSocket.ts";

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
const idle = Array.from({ length: told.connections }, () => new KeptSocket(told.url));
const all = [...idle];
const counts: Record<string, number> = {};
let [sent, open, unfit] = [0, 0, 0];
/** In which it went on asking. */
let seconds = told.seconds;

function body(n: number): string {
  const item = (i: number) => {
    const sha256 = `0x${createHash("sha256").update(`${told.name} ${n} ${i}`).digest("hex")}`;
    return { dataset: `${told.as}/open`, content: { sha256, sm3: sha256, size: i }, parents: [] };
  };
  return JSON.stringify({ items: Array.from({ length: told.items }, (_, i) => item(i)) });
}

const head = [
  `POST /v1/actions/publish-version?as=${told.as} HTTP/1.1`,
  `Host: ${new URL(told.url).host}`,
  `Authorization: Bearer ${told.secret}`,
  "Content-Type: application/json",
].join("\r\n");

function count(what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

async function ask(socket: KeptSocket): Promise<void> {
  const text = body(sent++);
  const own = `Content-Length: ${Buffer.byteLength(text)}\r\nIdempotency-Key: ${told.name}-${sent}`;
  open++;
  try {
    note(await socket.ask(`${head}\r\n${own}\r\n\r\n${text}`));
  } catch {
    count("no answer");
  } finally {
    open--;
  }
}

function note({ status, head: lines, body: text }: RawReply): void {
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1];
  count(status < 300 ? String(status) : `${status} ${code}`);
  if (status < 300) {
    const { operations } = JSON.parse(text) as { operations: { id: string }[] };
    appendFileSync(told.notes, `${operations.map((o) => o.id).join(" ")}\n`);
  } else if (status === 503) {
    const isProblem = /^content-type: application\/problem\+json/im.test(lines) && text.includes('"type":');
    if (!isProblem || !/^retry-after: [1-9]/im.test(lines)) unfit++;
  }
}

const until = performance.now() + told.seconds * 1_000;
async function closed(socket: KeptSocket): Promise<void> {
  while (performance.now() < until) await ask(socket);
}
async function paced(): Promise<void> {
  const began = performance.now();
  while (performance.now() < until) {
    const due = ((performance.now() - began) / 1_000) * told.rate;
    // What the sockets cannot take is not sent; the rate that was reached is what counts.
    while (sent < due && idle.length > 0) {
      const socket = idle.pop()!;
      void ask(socket).finally(() => idle.push(socket));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  seconds = (performance.now() - began) / 1_000;
  while (open > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

if (told.rate === 0) await Promise.all(all.map(closed));
else await paced();
console.log(JSON.stringify({ counts, sent, unfit, seconds }));
for (const socket of all) socket.close();
