/** 9999-12-31T23:59:59Z stands for what has no end. */
const LAST = 253_402_300_799;

/** A moment for people, ISO 8601. `0` where there is none. */
export function instant(seconds: number | null): string {
  if (!seconds) return "0";
  return new Date(Math.min(seconds, LAST) * 1000).toISOString();
}
