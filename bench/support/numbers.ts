/** The value below which this share of them lies; the list is sorted in place. */
export function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

export const median = (values: number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Ours and the peer in turn, so that both meet the same machine; the median of each, in milliseconds. */
export async function alternating(
  rounds: number,
  ours: () => unknown,
  peer: () => unknown,
): Promise<{ ours: number; peer: number }> {
  const all: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let i = 0; i < rounds; i++) {
    all.ours.push(await timed(ours));
    all.peer.push(await timed(peer));
  }
  return { ours: median(all.ours), peer: median(all.peer) };
}
