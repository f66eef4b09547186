import { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type SuyuanError } from "../core/errors.ts";
import { languageOf } from "./language.ts";
import { PROBLEM_JSON, problemOf } from "./problem.ts";

/** The routes over one gateway, and what ends the requests that wait for it. */
export interface Serving {
  app: RequestListener;
  stop: AbortController;
}

const PATIENCE_MS = 30_000;
const GRACE_MS = 5_000;

/** What every request meets first: the gateway that is served now, or a little patience between two. */
export class Front {
  #serving: Serving | null;
  #why: SuyuanError | null = null;
  /** Requests in the hands of a gateway. */
  #busy = 0;
  #wake: (() => void)[] = [];

  constructor(serving: Serving) {
    this.#serving = serving;
  }

  /** Ends what waits for the gateway; when this resolves, it may be closed. */
  async pause(why: SuyuanError): Promise<void> {
    this.#why = why;
    this.#serving?.stop.abort();
    this.#serving = null;
    const until = performance.now() + GRACE_MS;
    while (this.#busy > 0 && performance.now() < until) await wait(10);
  }

  resume(serving: Serving): void {
    this.#serving = serving;
    this.#why = null;
    this.#wakeAll();
  }

  close(): void {
    this.#serving?.stop.abort();
    this.#wakeAll();
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!this.#serving && req.url === "/livez") return answer(res, 200, { alive: true });
    if (!this.#serving && req.url === "/readyz") {
      return answer(res, 503, { ready: false, reasons: [`storage: ${this.#why!.message}`] });
    }
    if (!this.#serving) await this.#opened();
    if (this.#serving) {
      this.#busy++;
      res.on("close", () => this.#busy--);
      return this.#serving.app(req, res);
    }
    const problem = problemOf(this.#why!, languageOf(req.headers["accept-language"]));
    answer(res, problem.status, problem, PROBLEM_JSON);
  }

  /** Resolves when a gateway is served again, or this has taken too long. */
  #opened(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#wake.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

function answer(res: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    ...(status === 503 ? { "Retry-After": "1" } : {}),
  });
  res.end(text);
}
