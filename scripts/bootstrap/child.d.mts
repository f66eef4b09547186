import { type ChildProcess } from "node:child_process";

export function exitCodeOf(signal: NodeJS.Signals): number;

export function follow(
  child: ChildProcess,
  terminal?: boolean,
): Promise<{ code: number; interrupted?: NodeJS.Signals }>;
