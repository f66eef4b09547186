export function stampOf(from: {
  lock: string | Uint8Array;
  version: string;
  platform: string;
  arch: string;
}): string;

interface NodeProgram {
  path: string;
  version: string;
}

export function modulesAreCurrent(root: string, node: NodeProgram): boolean;

export function installModules(
  root: string,
  node: NodeProgram,
  say: (line: string) => void,
  note: (pid: number | undefined) => void,
): Promise<void>;
