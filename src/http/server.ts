import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { type Duplex } from "node:stream";
import { SuyuanError } from "../core/errors.ts";
import { type Gateway, type Log } from "../gateway.ts";
import { AccessKeys, type NewAccessKey } from "./accessKeys.ts";
import { openApp } from "./app.ts";
import { openMetrics } from "./metrics.ts";
import { Front, type Serving } from "./front.ts";
import { PROBLEM_JSON, problemOf } from "./problem.ts";
import { routesOf } from "./routes.ts";
import { type Served } from "./served.ts";
import { type HttpSettings, httpSettings } from "./settings.ts";
import { Turns } from "./turns.ts";
import { Waiters } from "./waiters.ts";

export interface RunningServer {
  url: string;
  /** Between two gateways: reads wait a moment, and readiness says why. Resolves when nobody uses the old one. */
  pause(why: SuyuanError): Promise<void>;
  /** Serves this gateway from now on. */
  resume(gateway: Gateway): void;
  close(): Promise<void>;
}

const GRACE_MS = 5_000;
const HEADER_BYTES = 16 * 1024;

/** Serves a gateway on the host and port of its configuration; port 0 takes a free one. */
export async function openServer(
  gateway: Gateway,
  log: Log,
  changed: Partial<HttpSettings> = {},
): Promise<RunningServer> {
  const settings = { ...httpSettings(), ...changed };
  const front = new Front(serve(gateway, settings, log));
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (req, res) => void front.handle(req, res));
  server.requestTimeout = settings.requestTimeoutMs;
  server.headersTimeout = settings.headersTimeoutMs;
  server.on("clientError", (error, socket) => refuseMalformed(error, socket));
  const { host, port } = gateway.config;
  await listen(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
  log("http.listening", { url });
  return {
    url,
    pause: (why) => front.pause(why),
    resume: (next) => front.resume(serve(next, settings, log)),
    close: () => close(server, () => front.close()),
  };
}

/** The routes over one gateway, from its opening to its end. */
function serve(gateway: Gateway, settings: HttpSettings, log: Log): Serving {
  const stop = new AbortController();
  const served: Served = {
    gateway,
    settings,
    keys: openKeys(gateway),
    waiters: new Waiters(gateway.outbox),
    turns: new Turns({ bytes: settings.bodiesBytes, requests: settings.waitingRequests }),
    log,
    now: () => Math.floor(timeOf(gateway)),
    stopping: stop.signal,
  };
  const metrics = openMetrics(served);
  return { app: openApp(served, routesOf(served, metrics), metrics), stop };
}

/** The administrator manages only, except in the sample city, where one key does everything and says so. */
/** The chain's time counts too: a date that a block shows has come. */
function timeOf({ index, clock }: Gateway): number {
  return Math.max(index.head?.time ?? 0, clock.now());
}

function openKeys(gateway: Gateway): AccessKeys {
  const { directory } = gateway;
  const sample = directory.description.city === "sample";
  const first: NewAccessKey = sample
    ? { label: "sample city", scopes: ["read", "act", "manage"], officers: ["*"], expires: null }
    : { label: "first administrator", scopes: ["manage"], officers: [], expires: null };
  return AccessKeys.open(directory.file("access.json"), directory.file("admin.key"), first, () =>
    timeOf(gateway),
  );
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new SuyuanError("PORT_TAKEN", { field: "port", value: port }, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** What is no HTTP, or has headers beyond the bound, never reaches a route. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const reason = "is not HTTP that this gateway reads";
  const told = tooLarge
    ? new SuyuanError("INPUT_TOO_LARGE", { field: "headers", limit: HEADER_BYTES })
    : new SuyuanError("INPUT_NOT_VALID", { field: "request", value: error.code ?? "malformed", reason });
  const body = JSON.stringify(problemOf(told, "en"));
  const head = [
    `HTTP/1.1 ${told.row.status} ${tooLarge ? "Content Too Large" : "Bad Request"}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Waiting requests and streams end at once; others have a little time to finish. */
async function close(server: Server, stop: () => void): Promise<void> {
  if (!server.listening) return;
  stop();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(late);
}
