/** Mulberry32: small, seeded, and the same on every machine. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(of: number): boolean {
    return this.next() < of;
  }
}

/** From the environment when a failure is to be seen again; printed by whoever uses it. */
export function seedFrom(environment = process.env): number {
  return Number(environment["SUYUAN_SEED"] ?? (Date.now() ^ (process.pid << 8)) >>> 0) >>> 0;
}
