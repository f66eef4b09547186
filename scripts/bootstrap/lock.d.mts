export function isStale(lock: {
  owner: { host?: string; pids: number[] };
  silentMs: number;
  host: string;
  alive: (pid: number) => boolean;
}): boolean;

export function withLock<T>(
  lock: string,
  say: (line: string) => void,
  work: (held: { child: (pid: number) => void }) => Promise<T>,
): Promise<T>;
