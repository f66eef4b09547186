import { pino, type DestinationStream } from "pino";
import { type Log } from "../gateway.ts";

const SECRET_NAME = /authorization|passphrase|password|secret|private/i;
const API_KEY = /sy_[A-Za-z0-9_-]{20,}/g;
const DEEPEST = 6;

/** JSON lines. What may be a secret, by its name or its look, is never written. */
export function openLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination ? pino(options, destination) : pino(options, pino.destination(2));
  return (event, fields) => {
    const line = redact({ event, ...fields }) as object;
    if (/\.(halted|failed)$/.test(event)) logger.error(line);
    else if (/\.(problem|torn|refused)$/.test(event)) logger.warn(line);
    else logger.info(line);
  };
}

export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.replace(API_KEY, "sy_…");
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (depth >= DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((v) => redact(v, depth + 1));
  const entries = Object.entries(value).map(([name, v]) => [
    name,
    SECRET_NAME.test(name) ? "…" : redact(v, depth + 1),
  ]);
  return Object.fromEntries(entries);
}
