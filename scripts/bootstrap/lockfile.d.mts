interface LockEntry {
  version?: string;
  resolved?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, LockEntry>;
}

export function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> | undefined;
export function missingParts(lock: Lockfile): { owner: string; name: string; version: string }[];
export function completed(lock: Lockfile): Lockfile;
