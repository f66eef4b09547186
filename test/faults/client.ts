import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { SuyuanError } from "../../src/core/errors.ts";
import { keccakText } from "../../src/core/hash.ts";
import { type Hex } from "../../src/core/hex.ts";
import { type Gateway } from "../../src/gateway.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { type Answered, requestOf, type Request } from "./plan.ts";

/** What the client knows for certain: it was told, and wrote it down before it went on. */
export interface Acknowledged extends Answered {
  /** The client's idempotency key and the digest of its request. */
  once: { name: string; body: Hex };
  operations: string[];
  /** Refused at once, with this code. */
  refused: string | null;
}

/** A client's own notebook, beside the data directory: every line is on disk before the next request. */
export class Notebook {
  readonly acknowledged: Acknowledged[];
  readonly #file: number;

  constructor(path: string) {
    this.acknowledged = linesOf<Acknowledged>(path);
    this.#file = openSync(path, "a");
  }

  note(a: Acknowledged): void {
    writeSync(this.#file, `${JSON.stringify(a)}\n`);
    fsyncSync(this.#file);
    this.acknowledged.push(a);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The last line may be cut off: then the client had not gone on either. */
export function linesOf<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as T);
}

/** Does the plan's next request, as a client would over HTTP, and notes the answer. */
export async function doNext(g: Gateway, seed: number, notebook: Notebook): Promise<Operation[]> {
  const { acknowledged } = notebook;
  const request = requestOf(seed, acknowledged.length, acknowledged);
  const { n, as, action: name, into } = request;
  const once = onceOf(seed, request);
  try {
    const operations = await hand(g, request, once);
    const action = actionNamed(request.action)!;
    const makes = operations.flatMap((o) => (action.makes?.(o.element) ?? []).map((m) => m.id));
    const ids = operations.map((o) => o.id);
    const about = { n, as, action: name, into, once };
    notebook.note({ ...about, makes, accepted: true, operations: ids, refused: null });
    return operations;
  } catch (error) {
    // What the gateway cannot take now is no answer; what the ledger's rules refuse is one.
    const isAnswer = error instanceof SuyuanError && (error.row.retry !== "later" || isOfLedger(error));
    if (!isAnswer) throw error;
    const about = { n, as, action: name, into, once };
    notebook.note({ ...about, makes: [], accepted: false, operations: [], refused: error.code });
    return [];
  }
}

function isOfLedger({ code }: SuyuanError): boolean {
  return code.startsWith("LEDGER_");
}

function onceOf(seed: number, request: Request) {
  const body = keccakText(JSON.stringify([request.action, request.inputs]));
  return { name: `${request.as} ${seed}-${request.n}`, body };
}

async function hand(g: Gateway, r: Request, once: { name: string; body: Hex }): Promise<Operation[]> {
  const before = g.outbox.repeated(once.name, once.body);
  if (before) return g.outbox.again(before);
  return g.desk.submit(actionNamed(r.action)!, g.keyring.named(r.as)!.address, r.inputs, once);
}
