import { type Request, type Response } from "express";
import { z } from "zod";
import { type ErrorCode } from "../core/errors.ts";
import { type Language, type Text } from "../core/text.ts";
import { type Need, type Principal } from "./access.ts";

/** One request, read and permitted. */
export interface Call<I = Record<string, unknown>> {
  req: Request;
  res: Response;
  /** Path and query parameters, as the route's schema leaves them. */
  input: I;
  body: unknown;
  principal: Principal;
  language: Language;
  reference: string;
  /** Aborted when the client goes away or the server stops. */
  signal: AbortSignal;
}

/** What goes back. A route that has answered by itself returns nothing. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Left out, JSON. */
  type?: string;
}

/** What a route says of itself: the server serves it, and /openapi.json shows it. */
export interface Route<I = Record<string, unknown>> {
  method: "get" | "post" | "delete";
  /** With `:parameters` that are members of the input. */
  path: string;
  /** Unique; what the SDK and the API page call it. */
  id: string;
  tag: string;
  summary: Text;
  /** Null: anyone may, without a key. */
  needs: Need | null;
  input: z.ZodType<I>;
  headers?: Record<string, z.ZodType>;
  /** Of the body, for the document; the route parses it itself. */
  body?: z.ZodType;
  example?: unknown;
  answers: Record<number, { says: string; schema?: z.ZodType; type?: string }>;
  errors: readonly ErrorCode[];
  /** Throws what is refused whatever the body says, before it is read. */
  admit?(call: Pick<Call<I>, "req" | "input" | "principal">): void;
  handle(call: Call<I>): Promise<Answer | undefined> | Answer | undefined;
}

export function route<I>(definition: Route<I>): Route {
  return definition as unknown as Route;
}

export const nothing = z.strictObject({});

/** What every request with a key can meet. */
export const everywhere: ErrorCode[] = [
  "ACCESS_KEY_MISSING",
  "ACCESS_KEY_UNKNOWN",
  "ACCESS_KEY_EXPIRED",
  "ACCESS_SCOPE_MISSING",
  "ACCESS_TOO_MANY_REQUESTS",
  "INPUT_NOT_VALID",
  "INTERNAL",
];

export const withBody: ErrorCode[] = [
  "INPUT_NOT_JSON",
  "INPUT_TOO_DEEP",
  "INPUT_TOO_LARGE",
  "INPUT_REPEATED_NAME",
  "INPUT_LONE_SURROGATE",
  "INPUT_MEDIA_TYPE",
  "GATEWAY_BUSY",
];
