import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** Calls by which a gateway changes its data directory. */
export const CALLS = [
  ...["openat", "write", "writev", "pwrite64", "ftruncate", "fdatasync", "fsync"],
  ...["rename", "mkdir", "link", "unlink"],
] as const;
export type Call = (typeof CALLS)[number];

/** One call in the data directory: the nth of its kind on this file by one thread. */
export interface Point {
  call: Call;
  /** Below the data directory. */
  path: string;
  nth: number;
}

const LINE = new RegExp(`^(\\d+) +(${CALLS.join("|")})\\((.*)$`);

/** The calls of a gateway's process in its data directory, in the order in which they were made. */
export function pointsIn(traced: string, data: string): Point[] {
  const seen = new Map<string, number>();
  const points: Point[] = [];
  for (const line of readFileSync(traced, "utf8").split("\n")) {
    const [, thread, call, rest] = LINE.exec(line) ?? [];
    const path = rest === undefined ? undefined : pathOf(call as Call, rest);
    if (path === undefined || (path !== data && !path.startsWith(`${data}/`))) continue;
    if (call === "openat" && !/O_CREAT|O_WRONLY|O_RDWR/.test(rest!)) continue;
    const name = `${thread} ${call} ${path}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    points.push({ call: call as Call, path: relative(data, path), nth });
  }
  return points;
}

const BY_NAME: readonly Call[] = ["openat", "rename", "mkdir", "link", "unlink"];

/** strace shows a descriptor as `21</path>`, and a name in quotes. */
function pathOf(call: Call, rest: string): string | undefined {
  return BY_NAME.includes(call) ? /"([^"]*)"/.exec(rest)?.[1] : /^\d+<([^>]*)>/.exec(rest)?.[1];
}

/** How often strace says that it injected something. */
export function injectedIn(traced: string): number {
  if (!existsSync(traced)) return 0;
  const text = readFileSync(traced, "utf8");
  const errors = text.split("\n").filter((line) => line.includes("(INJECTED)")).length;
  // A call that never came back, of a thread that was killed in it. A short thread number is padded.
  const ends = text.matchAll(/^(\d+) +\+\+\+ killed by SIGKILL \+\+\+$/gm);
  const killed = new Set([...ends].map(([, thread]) => thread));
  const inCall = [...text.matchAll(/^(\d+) .*\) += \?$/gm)];
  return errors + Number(inCall.some(([, thread]) => killed.has(thread)));
}
