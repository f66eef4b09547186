export function stampOf(from: {
  lock: string | Uint8Array;
  version: string;
  platform: string;
  arch: string;
}): string;
