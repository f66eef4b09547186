import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { SuyuanError } from "../core/errors.ts";
import { parse } from "../outbox/desk.ts";
import { demand, type Principal } from "./access.ts";
import { bearer } from "./accessKeys.ts";
import { readJson } from "./body.ts";
import { languageOf } from "./language.ts";
import { type Metrics } from "./metrics.ts";
import { coercion, parameterNames, queryParameters } from "./parameters.ts";
import { knownError, newReference, PROBLEM_JSON, problemOf, retryAfter } from "./problem.ts";
import { type Answer, type Call, type Route } from "./route.ts";
import { type Served } from "./served.ts";

/** What is known of a request before its route is. */
interface Context {
  reference: string;
  principal: Principal | SuyuanError;
  began: number;
  route: string;
}

const contextOf = (res: Response) => res.locals as Context;

/** The routes behind the guards that every request passes. */
export function openApp(s: Served, routes: readonly Route[], metrics: Metrics): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", false);
  app.use(headers());
  app.use((req, res, next) => {
    const principal = identify(s, req);
    Object.assign(res.locals, {
      reference: newReference(),
      principal,
      began: performance.now(),
      route: "none",
    });
    res.on("close", () => note(s, metrics, req, res));
    next();
  });
  app.use(...limits(s));
  for (const r of routes) app[r.method](r.path, serve(s, r));
  app.use((req) => {
    throw new SuyuanError("ROUTE_UNKNOWN", { field: "path", value: `${req.method} ${req.path}` });
  });
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => fail(s, error, req, res));
  return app;
}

/** Pages may load only what this gateway itself serves. TLS, and HSTS with it, is the reverse proxy's. */
function headers() {
  const self = ["'self'"];
  const none = ["'none'"];
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        connectSrc: self,
        imgSrc: self,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
      },
    },
  });
}

function identify({ keys }: Served, req: Request): Principal | SuyuanError {
  try {
    return keys.find(bearer(req.headers.authorization));
  } catch (error) {
    if (error instanceof SuyuanError) return error;
    throw error;
  }
}

/** One bound for each API key, a lower one for each address that shows none. */
function limits({ settings }: Served) {
  const isKnown = (res: Response) => !(contextOf(res).principal instanceof SuyuanError);
  const refuse = (_req: Request, _res: Response, next: NextFunction) =>
    next(new SuyuanError("ACCESS_TOO_MANY_REQUESTS"));
  const common = {
    windowMs: 60_000,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: refuse,
  } as const;
  return [
    rateLimit({
      ...common,
      limit: settings.requestsPerMinute,
      skip: (_, res) => settings.requestsPerMinute === 0 || !isKnown(res as Response),
      keyGenerator: (_, res) => (contextOf(res as Response).principal as Principal).id,
    }),
    rateLimit({
      ...common,
      limit: settings.anonymousPerMinute,
      skip: (_, res) => settings.anonymousPerMinute === 0 || isKnown(res as Response),
      keyGenerator: (req) => ipKeyGenerator(req.ip ?? "unknown"),
    }),
  ];
}

function serve(s: Served, r: Route) {
  const inPath = [...r.path.matchAll(/:(\w+)/g)].map((m) => m[1]!);
  const inQuery = parameterNames(r.input).filter((name) => !inPath.includes(name));
  const coerce = coercion(r.input);
  return async (req: Request, res: Response): Promise<void> => {
    const context = contextOf(res);
    context.route = r.path;
    const { principal } = context;
    if (r.needs !== null) {
      if (principal instanceof SuyuanError) throw principal;
      demand(principal, r.needs);
    }
    const given = { ...queryParameters(req.originalUrl, inQuery), ...(req.params as Record<string, string>) };
    const input = parse<Record<string, unknown>>({ input: r.input }, coerce(given));
    r.admit?.({ req, input, principal: principal as Principal });
    const leave = r.body ? s.turns.enter(bytesOf(req, s.settings.bodyBytes)) : () => undefined;
    res.on("close", leave);
    const body = r.body ? await readJson(req, s.settings.bodyBytes) : undefined;
    if (r.body) await s.turns.next();
    const call: Call = {
      req,
      res,
      input,
      body,
      principal: principal as Principal,
      language: languageOf(req.headers["accept-language"]),
      reference: context.reference,
      signal: goneSignal(s, res),
    };
    const answer = await r.handle(call);
    if (answer) send(res, answer);
  };
}

/** As announced; as many as there may be when it is not. */
function bytesOf(req: Request, most: number): number {
  const announced = Number(req.headers["content-length"] ?? most);
  return Math.min(Number.isFinite(announced) ? announced : most, most);
}

/** Aborted when the client goes away or the server stops. */
function goneSignal(s: Served, res: Response): AbortSignal {
  const gone = new AbortController();
  const stop = () => gone.abort();
  if (s.stopping.aborted) stop();
  s.stopping.addEventListener("abort", stop);
  res.on("close", () => {
    s.stopping.removeEventListener("abort", stop);
    stop();
  });
  return gone.signal;
}

function send(res: Response, { status, body, headers: extra, type }: Answer): void {
  if (res.destroyed) return;
  const text = type === undefined ? textOf(body) : String(body);
  res.writeHead(status, {
    "Content-Type": type ?? "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    ...extra,
  });
  res.end(text);
}

/** A function called for each member takes several times as long, and nearly no answer needs it. */
function textOf(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(body, plain);
  }
}

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** Every failure in the catalogue's words. What nobody foresaw stays in the log, under its reference. */
function fail(s: Served, thrown: unknown, req: Request, res: Response): void {
  const { reference } = contextOf(res);
  const known = knownError(thrown);
  const error = known ?? new SuyuanError("INTERNAL", { value: reference }, { cause: thrown });
  if (!known) {
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    s.log("http.failed", { reference, method: req.method, path: req.path, stack });
  }
  if (res.headersSent) return void res.destroy();
  const wait = retryAfter(error);
  send(res, {
    status: error.row.status,
    type: PROBLEM_JSON,
    body: JSON.stringify(problemOf(error, languageOf(req.headers["accept-language"]), reference), plain),
    headers: {
      ...(wait === undefined ? {} : { "Retry-After": String(wait) }),
      ...(error.row.status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
      // The rest of a body that nobody will read.
      ...(error.code === "INPUT_TOO_LARGE" ? { Connection: "close" } : {}),
    },
  });
}

const quiet = ["/livez", "/readyz", "/metrics"];

/** Who asked what, and what came of it: the audit of reads, and the figures by route. */
function note(s: Served, metrics: Metrics, req: Request, res: Response): void {
  const { reference, principal, began, route } = contextOf(res);
  const ms = performance.now() - began;
  const { method, path } = req;
  const status = res.writableFinished ? res.statusCode : 499;
  metrics.observe({ method, route, status: String(status) }, ms / 1000);
  if (quiet.includes(route)) return;
  const who = principal instanceof SuyuanError ? null : { who: principal.id, label: principal.label };
  s.log("http.request", { reference, ...who, method, path, status, ms: Math.round(ms * 10) / 10 });
}
