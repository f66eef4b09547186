import { SuyuanError } from "../core/errors.ts";

/** Seconds of a moment as people write it, with its zone. */
export function secondsOf(moment: string, field: string): number {
  const isZoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(moment);
  const ms = isZoned ? Date.parse(moment) : Number.NaN;
  if (!Number.isNaN(ms)) return Math.floor(ms / 1000);
  const reason = "must be an ISO 8601 time with its zone, like 2026-12-31T23:59:59+08:00";
  throw new SuyuanError("INPUT_NOT_VALID", { field, value: moment, reason });
}
